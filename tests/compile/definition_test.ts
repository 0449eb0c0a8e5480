import assert from "node:assert/strict";
import { parseTemplate } from "../../lib/expr/parse_template.ts";
import { ANY, objectOf, STRING } from "../../lib/expr/types.ts";
import { checkTemplate, renderText } from "../../lib/expr/template.ts";
import type { AgentCall, PlanTask, ProcessPlan } from "../../lib/plan/mod.ts";
import { inOrder } from "../../lib/plan/mod.ts";
import { stringify as toYaml } from "yaml";
import fc from "../properties.ts";
import { define, planOf, SETTINGS } from "./defining.ts";

const STRICT = `name: review
persona: You are an editor.
tool_guidance: Read first.
tools: {guidance: never seen, excluded: [shell_execute]}
phase_mode: strict
phases:
  - id: sum-up
    description: Bring it together
    is_synthesis: true
    model_tier: 3
    verification_tier: 3
    acceptance_criteria: One page
    deliverables: [summary.md — one page]
  - {id: read, description: Read it, model_tier: 1, is_critical_path: true}
  - {id: judge, description: "Judge \${{ it }}", depends_on: [read], verification_tier: 2}
  - {id: print, description: Print it, depends_on: [sum-up]}
verification:
  rules:
    - {name: no-gaps, type: regex, check: '(?i)tbd', severity: error, target: deliverables}
    - {name: fair, check: It is fair}
`;

function taskOf({ tasks }: ProcessPlan, name: string): PlanTask {
  return tasks.find((task) => task.name === name)!;
}

function agentOf(plan: ProcessPlan, name: string): AgentCall {
  const { work } = taskOf(plan, name);
  assert.equal(work.by, "agent");
  return (work as { readonly agent: AgentCall }).agent;
}

function needs(plan: ProcessPlan, name: string): readonly string[] {
  return taskOf(plan, name).needs.map(({ task }) => task);
}

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

const GUIDED = `name: plan-it
persona: You plan.
phases:
  - id: a
    description: Do A
    deliverables: [a.md — all of A]
  - {id: b, description: Do B, depends_on: [a], is_synthesis: true, model_tier: 3, verification_tier: 2, acceptance_criteria: Done}
workspace_analysis:
  scan_for: ["*.{csv,tsv}, data/** — data", "*.md"]
  guidance: There is nothing yet
planner_examples:
  - goal: Do something
    subtasks: [{id: x, description: X, depends_on: [], model_tier: 2, is_critical_path: true, odd: 1}]
replanning: {triggers: A fails, guidance: Do it otherwise}
memory: {extract_types: [{type: fact, description: A fact}], extraction_guidance: Be exact}
`;

Deno.test("a guided process has a planner that is shown its phases, its examples and what is in the workspace", async () => {
  const plan = await planOf({ text: GUIDED });
  assert.deepEqual(plan.tasks, []);
  const { phases, examples, scan, guidance, mode, model, most, pattern } = plan.planner!;
  assert.deepEqual([mode, model, most, guidance], ["guided", "middle", 15, "There is nothing yet"]);
  assert.deepEqual(phases, [
    {
      name: "a",
      needs: [],
      about: "Do A",
      tier: 2,
      verification: 1,
      critical: false,
      synthesis: false,
      criteria: "",
      deliverables: [{ path: "a.md", about: "all of A" }],
    },
    {
      name: "b",
      needs: [{ task: "a" }],
      about: "Do B",
      tier: 3,
      verification: 2,
      critical: false,
      synthesis: true,
      criteria: "Done",
      deliverables: [],
    },
  ]);
  assert.deepEqual(examples, [
    { goal: "Do something", tasks: [{ id: "x", description: "X", needs: [], tier: 2, critical: true, odd: 1 }] },
  ]);
  assert.deepEqual(scan, [{ patterns: ["*.{csv,tsv}", "data/**"], about: "data" }, { patterns: ["*.md"], about: "" }]);
  assert.deepEqual(pattern.agents.map((agent) => agent.model), ["small", "middle", "large"]);
  assert.deepEqual(pattern.verify.map(({ votes }) => votes), [1, 1, 3]);
  assert.deepEqual(pattern.agents[1].system, { text: "You plan." });
});

Deno.test("[V24] triggers and guidance of replanning are words for the planner, as often as a loom.toml allows", async () => {
  const { replan } = await planOf({ text: GUIDED });
  assert.deepEqual([replan!.model, replan!.max, replan!.may], ["middle", 2, ["add", "replace"]]);
  assert.equal(replan!.guidance, "It is to be done anew when:\nA fails\n\nDo it otherwise");
  const never = await planOf({ text: GUIDED, settings: `${SETTINGS}[execution]\nmax_replans = 0\n` });
  assert.equal(never.replan, undefined);
  const strict = await planOf({ text: `${GUIDED}phase_mode: strict\n` });
  assert.deepEqual(strict.replan!.may, ["add"]);
});

Deno.test("[V18] types to remember stay as their author named them", async () => {
  const { memory } = await planOf({ text: GUIDED });
  assert.deepEqual(memory, {
    model: "small",
    maxTokens: 2048,
    types: [{ type: "fact", about: "A fact" }],
    guidance: "Be exact",
  });
  assert.equal((await planOf({ text: STRICT })).memory, undefined);
});

Deno.test("without phases a planner makes a graph of its own", async () => {
  for (const more of ["", "phases: []\n", "phase_mode: suggestive\n"]) {
    const { planner, tasks } = await planOf({ text: `name: free\npersona: You are free.\n${more}` });
    assert.deepEqual([planner!.mode, planner!.phases, tasks], ["suggestive", [], []], more);
  }
});

Deno.test("[V24] a tool that is required is looked for, and those of a package are found", async () => {
  const text =
    "name: x\nphases: [{id: a, description: A}]\ntools: {required: [add_up, read_file], excluded: [take_away]}\n" +
    "permissions: {net: [api.example.com]}\n";
  const files = {
    "tools/add-up.ts":
      'export const tool = { description: "Adds", parameters: { a: "number" } };\nexport default () => 1;\n',
    "tools/take-away.ts": "export default () => 1;\n",
    "tools/_part.ts": "export const a = 1;\n",
    "tools/data.json": "{}",
  };
  const plan = await planOf({ text, files }), tool = plan.tools["add_up"]!;
  assert.equal(tool.by, "script");
  assert.deepEqual(tool.facts, {
    name: "add_up",
    description: "Adds",
    parameters: { type: "object", properties: { a: { type: "number" } }, required: ["a"], additionalProperties: false },
    acts: ["net"],
    timeout: 60_000,
  });
  assert.deepEqual(Object.keys(plan.scripts), ["tools/add-up.ts#default"]);
  assert.equal(plan.tools["take_away"], undefined);
  assert.deepEqual(plan.permissions.net, ["api.example.com"]);
  assert.deepEqual((await define({ text, files, name: "other.yaml" })).found, [
    "error missing-tool 3:20",
    "warning unknown-tool-excluded 3:51",
  ]);
});

Deno.test("what is wrong with tools of a package is told: modules, names that are taken, Python", async () => {
  const text = "name: x\nphases: [{id: a, description: A}]\n";
  const { found, said } = await define({
    text,
    files: {
      "tools/bad.ts": "export default 1;\n",
      "tools/read-file.ts": "",
      "tools/sum.py": "x = 1",
      "tools/sum-up.js": "",
    },
  });
  assert.deepEqual(found, [
    "warning ignored-value 1:7",
    "error bad-tool 1:7",
    "error bad-tool 1:7",
    "error bad-tool 1:7",
  ]);
  assert.match(said[0]!, /^`tools\/sum\.py` is Python, .* the tool `sum` is left out$/);
  assert.match(said.join("\n"), /`tools\/read-file\.ts` cannot be a tool: `read_file` is a tool that is built in/);
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

/** Definitions that break no rule of the format, as odd as they may be. */
const sound: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record({
  name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
  phase_mode: fc.constantFrom("strict", "guided", "suggestive", undefined),
  version: fc.oneof(fc.constant("2.0"), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(undefined)),
  phases: fc.uniqueArray(fc.stringMatching(/^[\w .:é/-]{1,12}$/).filter((id) => id.trim() !== ""), {
    maxLength: 6,
    selector: (id) => id.trim(),
  }).chain((ids) =>
    fc.tuple(...ids.map((id, i) =>
      fc.record({
        id: fc.constant(id.trim()),
        description: fc.string({ minLength: 1, maxLength: 20 }).map((text) => `Do ${text}`),
        depends_on: fc.subarray(ids.slice(0, i).map((one) => one.trim())),
        model_tier: fc.oneof(fc.integer({ min: -2, max: 9 }), fc.constantFrom("high", undefined, null)),
        verification_tier: fc.oneof(fc.integer(), fc.constant(undefined)),
        is_critical_path: fc.constantFrom(true, false, "yes", "maybe", undefined),
        is_synthesis: fc.boolean(),
        acceptance_criteria: fc.oneof(fc.string(), fc.constant(5)),
        deliverables: fc.constantFrom([], [`${i}.md — a`, `${i}/b.csv`], undefined, `${i}.txt`),
        odd: fc.constantFrom(1, undefined),
      })
    ))
  ),
  verification: fc.oneof(
    fc.constantFrom(undefined, "thorough", [], {}),
    fc.record({
      rules: fc.array(fc.record({
        name: fc.constantFrom("a", "b"),
        check: fc.constantFrom("x", "(?i)y", "[]]", "is it so?"),
        type: fc.constantFrom("llm", "regex", undefined),
        severity: fc.constantFrom("warning", "error", undefined),
        target: fc.constantFrom("output", "deliverables", "elsewhere", undefined),
        scope: fc.constantFrom("phase", undefined),
      })),
      policy: fc.constantFrom({}, undefined),
    }),
  ),
  memory: fc.constantFrom(undefined, 5, { extract_types: [{ type: "a" }, {}] }, { extraction_guidance: "x" }),
  workspace_analysis: fc.constantFrom(undefined, "all", { scan_for: ["*.md — x", ""] }),
  planner_examples: fc.constantFrom(undefined, [], [{ goal: "g", subtasks: [{ id: "a" }] }], "none"),
  replanning: fc.constantFrom(undefined, true, { triggers: "t" }),
  tools: fc.constantFrom(undefined, [], { guidance: "g", excluded: ["nothing"] }),
  dependencies: fc.constantFrom(undefined, "pandas", ["pandas"]),
  tags: fc.constantFrom(undefined, "a", ["a", 1], { a: 1 }),
  anything: fc.constantFrom(undefined, { a: [1] }),
});

Deno.test("a definition that breaks no rule compiles, whatever else it says, and its graph can be run", async () => {
  await fc.assert(
    fc.asyncProperty(sound, async (definition) => {
      const text = toYaml(definition, { keepUndefined: false }), { plan, found, said } = await define({ text });
      assert.ok(plan, `${text}\n${found.map((one, i) => `${one} ${said[i]}`).join("\n")}`);
      assert.equal(inOrder(plan.tasks).length, plan.tasks.length);
      const names = new Set(plan.tasks.map(({ name }) => name));
      assert.equal(names.size, plan.tasks.length);
    }),
    { numRuns: 300 },
  );
});
