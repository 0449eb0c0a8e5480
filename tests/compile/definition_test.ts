import assert from "node:assert/strict";
import { parseTemplate } from "../../lib/expr/parse_template.ts";
import { ANY, objectOf, STRING } from "../../lib/expr/types.ts";
import { checkTemplate, renderText } from "../../lib/expr/template.ts";
import { inOrder } from "../../lib/plan/mod.ts";
import { stringify as toYaml } from "yaml";
import { define, planOf, SETTINGS } from "./defining.ts";
import { agentOf, GUIDED, needs, STRICT, taskOf } from "./defined.ts";

Deno.test("[P21] a strict process is its phases as they are written: an agent each, and no planner", async () => {
  const plan = await planOf({ text: STRICT });
  assert.deepEqual(plan.tasks.map(({ name }) => name), ["sum-up", "read", "judge", "print"]);
  assert.equal(plan.planner, undefined);
  assert.equal(plan.replan, undefined);
  const { about, critical, criteria, deliverables, attempts, failure, work } = taskOf(plan, "sum-up");
  assert.deepEqual([about, critical, criteria, deliverables], ["Bring it together", false, "One page", ["summary.md"]]);
  assert.deepEqual([attempts, failure, work.by], [4, { then: "fail" }, "agent"]);
  assert.equal(taskOf(plan, "read").critical, true);
  assert.deepEqual([plan.goal, plan.width], [
    '${{ inputs.goal }}${{ inputs.context == "" ? "" : "\\n\\n" + inputs.context }}',
    3,
  ]);
  assert.deepEqual(Object.keys(plan.inputs), ["goal", "context"]);
  assert.equal(plan.inputs["goal"]!.default, undefined);
});

Deno.test("[P23] what brings the others together waits for all of them but for those that come after it", async () => {
  const plan = await planOf({ text: STRICT });
  assert.deepEqual(needs(plan, "sum-up"), ["read", "judge"]);
  assert.deepEqual(needs(plan, "print"), ["sum-up"]);
  assert.deepEqual(inOrder(plan.tasks), ["read", "judge", "sum-up", "print"]);
});

Deno.test("models come by tier, and those that are abler take over when attempts fail", async () => {
  const plan = await planOf({ text: STRICT });
  const asked = (name: string) => [agentOf(plan, name).model, ...agentOf(plan, name).ladder];
  assert.deepEqual(asked("read"), ["small", "middle", "large"]);
  assert.deepEqual(asked("judge"), ["middle", "large", "large"]);
  assert.deepEqual(asked("sum-up"), ["large"]);
  assert.deepEqual(Object.keys(plan.models), ["middle", "small", "large"]);
});

Deno.test("the persona is what agents are told to be, and tool guidance holds for them; what is excluded they do not get", async () => {
  const plan = await planOf({ text: STRICT }), { system, tools } = agentOf(plan, "read");
  assert.deepEqual(system, { text: "You are an editor.\n\nHow to use the tools:\nRead first." });
  assert.deepEqual(tools, ["read_file", "write_file", "edit_file", "delegate_task"]);
  assert.deepEqual(Object.keys(plan.tools), tools);
  const run = "permissions: {run: [git]}\n", phases = "phase_mode: strict\nphases: [{id: a, description: A}]\n";
  const granted = await planOf({ text: `name: x\n${phases}tools: {required: [shell_execute]}\n${run}` });
  assert.ok(agentOf(granted, "a").tools.includes("shell_execute"));
  assert.ok(!agentOf(await planOf({ text: `name: x\n${phases}` }), "a").tools.includes("shell_execute"));
  const bare = await planOf({
    text: "name: x\nphase_mode: strict\nphases: [{id: a, description: A}]\ntools: {guidance: G}\n",
  });
  assert.deepEqual(agentOf(bare, "a").system, {
    text: "You do a part of the process `x`.\n\nHow to use the tools:\nG",
  });
  const none = await planOf({ text: "name: x\nphase_mode: strict\nphases: [{id: a, description: A}]\n" });
  assert.equal(agentOf(none, "a").system, undefined);
});

Deno.test("[P38] [V2] a phase is verified by its own files, by patterns, by a judge from tier 2 on and by votes in tier 3", async () => {
  const plan = await planOf({ text: STRICT });
  const gaps = {
    name: "no-gaps",
    description: "",
    check: "(?i)tbd",
    severity: "error",
    type: "regex",
    target: "deliverables",
  };
  const fair = {
    name: "fair",
    description: "",
    check: "It is fair",
    severity: "warning",
    type: "llm",
    target: "output",
  };
  assert.deepEqual(taskOf(plan, "read").verify, { files: true, rules: [gaps], votes: 1 });
  assert.deepEqual(taskOf(plan, "judge").verify, {
    files: true,
    rules: [gaps, fair],
    llm: { model: "small", maxTokens: 2048 },
    votes: 1,
  });
  assert.equal(taskOf(plan, "sum-up").verify!.votes, 3);
  assert.deepEqual(taskOf(plan, "read").deliverables, []);
});

Deno.test("switches and counts of a loom.toml hold for definitions", async () => {
  const settings = `${SETTINGS}
[execution]
max_subtask_retries = 1
max_parallel_subtasks = 7
auto_approve_confidence_threshold = 0.7
[verification]
tier2_enabled = false
`;
  const plan = await planOf({ text: STRICT, settings });
  assert.deepEqual([plan.width, taskOf(plan, "sum-up").attempts], [7, 2]);
  const { rules, ...verify } = taskOf(plan, "sum-up").verify!;
  assert.deepEqual([rules.map(({ name }) => name), verify], [["no-gaps"], { files: true, votes: 1, pause: 0.7 }]);
});

Deno.test("a prompt gives what came before, and what its author wrote is never taken for a hole", async () => {
  const plan = await planOf({ text: STRICT }), { prompt } = agentOf(plan, "judge");
  assert.ok("template" in prompt);
  const rendered = renderText(prompt.template, { tasks: { read: { text: "It says: ${{ nothing }}" } } });
  assert.equal(
    rendered,
    "Judge ${{ it }}\n\nWhat the phases before this one came to:\n\n## read\nIt says: ${{ nothing }}",
  );
  const done = agentOf(plan, "sum-up").prompt as { readonly template: string };
  assert.match(
    done.template,
    /^Bring it together\n\nWhat is to be in the files:\n- summary\.md: one page\n\nWhat the phases/,
  );
});

Deno.test("every template of a plan is sound where tasks give texts", async () => {
  const ids = ["1st", "b b", "constructor", "c"];
  const phases = ids.map((id, i) => ({ id, description: `}} \${{ ${i}`, depends_on: ids.slice(0, i) }));
  const plan = await planOf({ text: toYaml({ name: "x", phase_mode: "strict", phases }) });
  const tasks = objectOf(Object.fromEntries(plan.tasks.map(({ name }) => [name, objectOf({ text: STRING })])));
  const scope = { names: { tasks, inputs: objectOf({ goal: STRING, context: STRING }), run: ANY } };
  for (const { name } of plan.tasks) {
    const { template } = agentOf(plan, name).prompt as { readonly template: string };
    assert.ok(checkTemplate(template, scope).ok, template);
    assert.ok(parseTemplate(template).ok);
  }
  assert.ok(checkTemplate(plan.goal!, scope).ok);
});

Deno.test("models by role are told, with what stands in for what", async () => {
  const { origins } = await define({ text: GUIDED, settings: '[models.a]\nuse = "ollama/a:8b"\nroles = "executor"\n' });
  const own = "(no model has that role)";
  assert.deepEqual(origins, [{
    of: "model",
    name: "a",
    source: "loom.toml",
    parts: [`planner ${own}`, "executor", `verifier ${own}`, `extractor ${own}`],
  }]);
  const two = await define({ text: GUIDED });
  assert.deepEqual(two.origins.map((origin) => "parts" in origin ? origin.parts : []), [
    ["planner", "executor of tier 2"],
    ["executor of tier 1", "verifier", "extractor"],
    ["executor of tier 3"],
  ]);
});

Deno.test("a pattern that cannot be looked for is told, and its rule is left out", async () => {
  const pattern = (source: string) => source.includes("(?=") ? "it looks ahead" : undefined;
  const text = "name: x\nphase_mode: strict\nphases: [{id: a, description: A}]\n" +
    "verification: {rules: [{name: r, type: regex, check: 'a(?=b)'}, {name: s, type: regex, check: a}]}\n";
  const { plan, found, said } = await define({ text, pattern });
  assert.deepEqual(found, ["warning ignored-value 4:54"]);
  assert.equal(said[0], "the pattern `a(?=b)` cannot be looked for: it looks ahead: the rule `r` is left out");
  assert.deepEqual(plan!.tasks[0]!.verify!.rules.map(({ name }) => name), ["s"]);
});

Deno.test("without a model for it, or with one that follows nothing, a process has no plan", async () => {
  assert.deepEqual((await define({ text: GUIDED, settings: "" })).found, ["error no-model-for-process 1:7"]);
  const base = '[models.base]\nuse = "openai/davinci"\nroles = ["executor", "planner"]\n';
  assert.deepEqual((await define({ text: GUIDED, settings: base })).found, ["error cannot-work 1:7"]);
});

Deno.test("a definition in TOML is the same as in YAML", async () => {
  const text = `name = "x"
persona = "P"
phase_mode = "strict"
[[phases]]
id = "a"
description = "A"
[[phases]]
id = "b"
description = "B"
depends_on = ["a"]
[verification]
rules = [{ name = "r", check = "c" }]
`;
  const yaml = "name: x\npersona: P\nphase_mode: strict\nphases:\n  - {id: a, description: A}\n" +
    "  - {id: b, description: B, depends_on: [a]}\nverification: {rules: [{name: r, check: c}]}\n";
  assert.deepEqual(await planOf({ text, name: "process.toml" }), await planOf({ text: yaml }));
});
