import assert from "node:assert/strict";
import { grownNeeds, plannedTask, withSynthesis } from "../../../lib/kinds/process/plan_graph_tasks.ts";
import { faultsOf } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import { outline, PATTERN, phaseOf, taskOf } from "./graphs.ts";

Deno.test("a planned task is made of the pattern, by the tiers that it asks for; its words are no template", () => {
  const draft = { id: "a", description: "Say ${{ inputs.secret }}", deliverables: ["a.md"], replaces: [] };
  const task = plannedTask({ ...draft, tier: 3, verification: 2, critical: true, criteria: "it is good" }, PATTERN);
  assert.deepEqual(task, {
    name: "a",
    needs: [],
    about: "Say ${{ inputs.secret }}",
    work: { by: "agent", agent: { ...PATTERN.agents[2], prompt: { text: "Say ${{ inputs.secret }}" } } },
    attempts: 3,
    pause: 1_000,
    failure: { then: "fail" },
    critical: true,
    deliverables: ["a.md"],
    criteria: "it is good",
    verify: PATTERN.verify[1],
  });
  const plain = plannedTask(draft, { ...PATTERN, timeout: 5 });
  assert.deepEqual([plain.verify, plain.timeout, plain.critical], [PATTERN.verify[0], 5, false]);
});

Deno.test("what an author says of a phase stands: files, criteria, weight, and how strictly it is checked at least", () => {
  const phase = phaseOf("a", [], {
    tier: 2,
    verification: 3,
    critical: true,
    criteria: "the author's",
    deliverables: [{ path: "a.md", about: "the report" }],
  });
  const draft = {
    id: "a",
    description: "In detail",
    verification: 1,
    critical: false,
    criteria: "mine",
    deliverables: ["b.md"],
    replaces: [],
  };
  const task = plannedTask(draft, PATTERN, phase), { work } = task;
  assert.deepEqual([task.critical, task.criteria, task.deliverables, task.verify], [
    true,
    "the author's",
    ["a.md", "b.md"],
    PATTERN.verify[2],
  ]);
  assert.ok(work.by === "agent" && "text" in work.agent.prompt);
  assert.equal(work.agent.model, "middle");
  assert.equal(work.agent.prompt.text, "The phase a\nIn detail\nWhat is to be in the files:\n- a.md: the report");
});

Deno.test("needs grow and keep what they are", () => {
  assert.deepEqual(grownNeeds([{ task: "a", whatever: true }], ["a", "b"]), [{ task: "a", whatever: true }, {
    task: "b",
  }]);
});

Deno.test("[P23] what brings everything together begins when all others are done, but those that follow it", () => {
  const graph = [taskOf("a"), taskOf("b", ["a"]), taskOf("end"), taskOf("publish", ["end"]), taskOf("c")];
  assert.equal(outline(withSynthesis(graph, { names: new Set(["end"]) })), "a<- b<-a end<-a,b,c publish<-end c<-");
  const except = { names: new Set(["end"]), except: new Set(["c"]) };
  assert.equal(outline(withSynthesis(graph, except)), "a<- b<-a end<-a,b publish<-end c<-");
});

Deno.test("bringing together never makes a cycle, and leaves nothing out that does not follow", () => {
  const graphs = fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(graphs, fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }), (needs, last) => {
    const graph = needs.map((some, i) => taskOf(`t${i}`, [...new Set(some.filter((n) => n < i).map((n) => `t${n}`))]));
    const names = new Set(last.map((n) => `t${n % graph.length}`));
    const made = withSynthesis(graph, { names });
    assert.deepEqual(faultsOf(made), []);
    for (const [i, task] of made.entries()) {
      if (!names.has(task.name)) assert.deepEqual(task, graph[i]);
      for (const { task: need } of graph[i]!.needs) assert.ok(task.needs.some((one) => one.task === need));
    }
  }));
});
