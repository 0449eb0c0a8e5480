import assert from "node:assert/strict";
import { planHash } from "../../lib/plan/codec.ts";
import type { PlanTask } from "../../lib/plan/mod.ts";
import { parse as fromToml } from "smol-toml";
import { tomlOf } from "./arbitrary_spec.ts";
import { findIn } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";
import { FULL, SMALL } from "./process_specs.ts";
import { diagnosed, processPlanOf, processPlanOfText, PROJECT, told } from "./processing.ts";

/** The tasks of the smallest spec with a program, an agent and a person, every default filled in. */
const TASKS: readonly PlanTask[] = [
  {
    name: "log",
    needs: [],
    work: { by: "command", command: { run: ["git", "log"], accept: "code == 0" } },
    attempts: 1,
    pause: 1_000,
    failure: { then: "fail" },
    critical: false,
    deliverables: [],
  },
  {
    name: "sum",
    needs: [{ task: "log" }],
    work: {
      by: "agent",
      agent: {
        model: "smart",
        ladder: [],
        tools: ["read_file"],
        turns: 20,
        maxTokens: 4_096,
        sampling: {},
        approve: { policy: "risky" },
        depth: 1,
        prompt: { template: "Sum up: ${{ tasks.log.stdout }}" },
      },
    },
    attempts: 1,
    pause: 1_000,
    timeout: 600_000,
    failure: { then: "fail" },
    critical: false,
    deliverables: [],
  },
  {
    name: "ask",
    needs: [{ task: "sum" }],
    work: { by: "ask", question: "Is ${{ tasks.sum.text }} right?" },
    attempts: 1,
    pause: 1_000,
    failure: { then: "fail" },
    critical: false,
    deliverables: [],
  },
];

Deno.test("the plan of a process says all that the spec leaves to us", async () => {
  const { models, tools, permissions, scripts, imports, ...plan } = await processPlanOf({
    more: "models: {smart: openai/gpt-5.2}",
    tasks: [
      "log: {command: [git, log]}",
      'sum: {agent: {model: smart, prompt: "Sum up: ${{ tasks.log.stdout }}", tools: [read_file]}}',
      'ask: {ask: "Is ${{ tasks.sum.text }} right?"}',
    ],
  });
  assert.deepEqual([Object.keys(models), Object.keys(tools), scripts, imports], [["smart"], ["read_file"], {}, {}]);
  assert.deepEqual(permissions.run, ["git"]);
  assert.deepEqual(plan, {
    version: 1,
    program: "process@1",
    kind: "process",
    name: "spec",
    inputs: {},
    budget: {},
    outputs: {},
    uses: [],
    durability: "full",
    servers: {},
    tasks: TASKS,
  });
});

Deno.test("a spec that says as much as one can is sound, and the same in TOML", async () => {
  const found = await findIn(FULL, PROJECT);
  assert.deepEqual(found.map(({ code }) => code), ["schedule-ignored"]);
  const { parse } = await import("yaml"), toml = tomlOf(parse(FULL));
  assert.equal(planHash(await processPlanOfText(FULL)), planHash(await processPlanOfText(toml, "spec.toml")));
  assert.deepEqual(await findIn(SMALL, PROJECT, "small.toml"), []);
  assert.equal(
    Object.keys(fromToml(SMALL)["tasks"] as object).length,
    (await processPlanOfText(SMALL, "a.toml")).tasks.length,
  );
});

Deno.test("a task needs what it names, wherever that stands, in the order in which it is named", async () => {
  const { tasks } = await processPlanOf({
    tasks: [
      ..."abcdefgh".split("").map((name) => `${name}: {command: [git, ${name}]}`),
      'all: {if: tasks.a.code == 0, each: "[tasks.b.stdout]", command: {run: [git, "${{ tasks.c.stdout }}"], stdin: "${{ tasks.d.stdout }}"}, ' +
      'verify: {check: out.code == tasks.e.code}, on_error: {otherwise: [{code: "${{ tasks.f.code }}", stdout: a, stderr: b, changed: []}]}, needs: [g, "h?"]}',
    ],
  });
  assert.deepEqual(tasks.at(-1)!.needs, [
    { task: "g" },
    { task: "h", whatever: true },
    ..."abcdef".split("").map((task) => ({ task })),
  ]);
});

Deno.test("what stands in nested values and in files is needed too", async () => {
  const world = memoryWorld({ files: { "ask.md": "Look at ${{ tasks.a.stdout }}", "score.ts": "export default 1;" } });
  const { tasks } = await processPlanOf({
    more: "models: {m: openai/gpt-5.2}",
    tasks: [
      "a: {command: [git]}",
      "b: {command: [git]}",
      'deep: {script: ./score.ts, with: {list: [1, {x: ["${{ tasks.b.stdout }}"]}], name: "tasks.a"}}',
      "filed: {generate: {model: m, prompt: {file: ask.md}}}",
    ],
  }, world);
  assert.deepEqual(tasks.slice(2).map(({ needs }) => needs), [[{ task: "b" }], [{ task: "a" }]]);
});

Deno.test("[P1] tasks that wait for each other are told with their way, where the last need is said", async () => {
  const cycle = async (tasks: readonly string[], world = PROJECT) =>
    (await diagnosed({ more: "models: {m: openai/gpt-5.2}", tasks }, world)).filter(({ code }) => code === "task-cycle")
      .map(({ message, source, span }) =>
        `${source.name}: ${source.text.slice(span.start, span.end)}: ${message.replace(/^.*: /, "")}`
      );
  assert.deepEqual(
    await cycle(['a: {command: [git, "${{ tasks.b.stdout }}"]}', 'b: {command: [git, "${{ tasks.a.code }}"]}']),
    ["spec.yaml: tasks.a.code: a -> b -> a"],
  );
  assert.deepEqual(await cycle(["a: {command: [git], if: tasks.a.code == 0}"]), ["spec.yaml: tasks.a.code: a -> a"]);
  assert.deepEqual(
    await cycle([
      "a: {command: [git], needs: [c]}",
      "b: {command: [git], needs: [a]}",
      "c: {command: [git], needs: [b, d]}",
      'd: {command: [git], needs: ["d?"]}',
    ]),
    ["spec.yaml: a: a -> c -> b -> a", 'spec.yaml: "d?": d -> d'],
  );
  const world = memoryWorld({ files: { "ask.md": "From ${{ tasks.b.text }}" } });
  assert.deepEqual(
    await cycle([
      "b: {generate: {model: m, prompt: '${{ tasks.a.text }}'}}",
      "a: {generate: {model: m, prompt: {file: ask.md}}}",
    ], world),
    ["ask.md: tasks.b.text: b -> a -> b"],
  );
});

Deno.test("[P2] a task that there is not is told with the one that may be meant", async () => {
  const tasks = [
    "build: {command: [git]}",
    'test: {command: [git, "${{ tasks.biuld.stdout }}"], needs: [bild, nothing]}',
  ];
  const found = await diagnosed({ tasks });
  assert.deepEqual(found.map(({ message, hint }) => `${message}: ${hint}`), [
    "there is no task `biuld`: did you mean `build`?",
    "there is no task `bild`: did you mean `build`?",
    "there is no task `nothing`: tasks: build, test",
  ]);
});

Deno.test("[P3] two tasks of one name are told, and so is a need that is written twice", async () => {
  assert.deepEqual(await told({ tasks: ["a: {command: [git]}", "a: {command: [git, b]}"] }), ["duplicate-key a"]);
  assert.deepEqual(await told({ tasks: ["a: {command: [git]}", 'b: {command: [git], needs: [a, "a?"]}'] }), [
    'no-effect "a?"',
  ]);
});

Deno.test("[P4] a task that says nothing that it does is told, and one that says two things", async () => {
  assert.deepEqual(await told({ tasks: ["a: {description: Something}"] }), ["no-work a"]);
  assert.deepEqual(await told({ tasks: ["a: {}"] }), ["no-work a"]);
  assert.deepEqual(await told({ tasks: ["a: {command: [git], ask: Ok?}"] }), ["keys-apart ask"]);
  assert.deepEqual(await told({ tasks: ["a: {comand: [git]}"] }), ["unknown-key comand"]);
});

Deno.test("[P5] names of tasks are held to their form", async () => {
  for (const name of ["1a", "a b", "é", '""', `x${"y".repeat(64)}`]) {
    const [first] = await told({ tasks: [`${name}: {command: [git]}`] });
    assert.match(first!, /^bad-name /, name);
  }
  assert.deepEqual(
    await told({ tasks: ["a-b_1: {command: [git]}", `c: {command: [git, "\${{ tasks['a-b_1'].stdout }}"]}`] }),
    [],
  );
});

Deno.test("a task with a fault is not missing as well", async () => {
  assert.deepEqual(
    await told({ tasks: ["1a: {command: [git]}", `b: {command: [git, "\${{ tasks['1a'].stdout }}"]}`] }),
    [
      "bad-name 1a",
    ],
  );
  assert.deepEqual(await told({ tasks: ["a: {command: [svn]}", 'b: {command: [git, "${{ tasks.a.stdout }}"]}'] }), [
    "ungranted-program svn",
  ]);
});

Deno.test("[P6] a mode that there is not is told", async () => {
  assert.deepEqual(await told({ more: "plan: strickt", tasks: ["a: {command: [git]}"] }), ["wrong-value strickt"]);
  assert.deepEqual(await told({ more: "plan: strict", tasks: ["a: {command: [git]}"] }), []);
});

Deno.test("[P7] a file is promised by one task, however its path is written", async () => {
  const tasks = [
    "a: {command: [git], deliverables: [x/a.md, b.md]}",
    "b: {command: [git], deliverables: [./x//a.md, b.md]}",
  ];
  assert.deepEqual(await told({ tasks }), ["same-deliverable ./x//a.md", "same-deliverable b.md"]);
  assert.deepEqual(await told({ tasks: ["a: {command: [git], deliverables: [a.md, a.md]}"] }), [
    "same-deliverable a.md",
  ]);
  for (const path of ["/etc/passwd", "../a", "~/a", "a/", ".git/hooks/x", "a/../../b", "${{ goal }}"]) {
    assert.deepEqual(await told({ tasks: [`a: {command: [git], deliverables: ["${path}"]}`] }), [
      `bad-deliverable "${path}"`,
    ]);
  }
});

Deno.test("[P9] a pattern that cannot be read is told, and so are words that rules do not know", async () => {
  const rule = async (text: string) => await told({ tasks: [`a: {command: [git], verify: {rules: [${text}]}}`] });
  assert.deepEqual(await rule("{name: x, check: '[a', type: regex}"), ["bad-regex '[a'"]);
  assert.deepEqual(await rule("{name: x, check: a, type: regex, severity: fatal}"), ["wrong-value fatal"]);
  assert.deepEqual(await rule("{name: x, check: a, type: regexp}"), ["wrong-value regexp"]);
  assert.deepEqual(await rule("{name: x, check: a, type: regex, target: files}"), ["wrong-value files"]);
  assert.deepEqual(await rule("{check: a, type: regex}"), ["missing-key {check: a, type: regex}"]);
  const strict = {
    ...PROJECT,
    pattern: (text: string) => text.includes("?=") ? "looking ahead is not supported" : undefined,
  };
  const parts = { tasks: ["a: {command: [git], verify: {rules: [{name: x, check: 'a(?=b)', type: regex}]}}"] };
  assert.deepEqual([await told(parts), await told(parts, strict)], [[], ["bad-regex 'a(?=b)'"]]);
});

Deno.test("[P10] everything that is wrong with a process is told at once, each with its place", async () => {
  const found = await told({
    more: "workspace: ../x\nplan: {mode: guided, model: openai/gpt-5.2}\ntools: {t: {run: [svn]}}",
    tasks: [
      "a: {command: [hg, log]}",
      "b: {command: [git], needs: [b]}",
      "c: {tool: nothing}",
      'd: {generate: "${{ tasks.a.stdot }}"}',
      "e: {run: elsewhere}",
      "f: {ask: Ok?, choices: [a], timeout: 1h, otherwise: b, as: x}",
    ],
  });
  assert.deepEqual(found, [
    "bad-workspace ../x",
    "no-goal plan",
    "ungranted-program svn",
    "ungranted-program hg",
    "task-cycle b",
    "unknown-tool nothing",
    'no-model "${{ tasks.a.stdot }}"',
    "unknown-import elsewhere",
    "wrong-value b",
    "lonely-key as",
  ]);
});

Deno.test("a process without tasks is nothing to run, unless a planner makes them", async () => {
  assert.deepEqual(await told({ tasks: [] }), ["no-tasks tasks"]);
  const goal = "goal: A letter\nplan: {mode: suggestive, model: openai/gpt-5.2}";
  const { tasks, planner } = await processPlanOf({ more: goal, tasks: [] });
  assert.deepEqual([tasks, planner!.mode], [[], "suggestive"]);
});

Deno.test("what has no effect on a process is told", async () => {
  assert.deepEqual(await told({ more: "budget: {iterations: 3, calls: 9}", tasks: ["a: {command: [git]}"] }), [
    "no-effect iterations",
  ]);
  const agent = (tools: string) =>
    `loom: 1\nkind: process\ntasks: {a: {agent: {model: openai/gpt-5.2, prompt: x, tools: [${tools}]}}}\n`;
  const found = async (tools: string) => (await findIn(agent(tools), PROJECT)).map(({ code }) => code);
  assert.deepEqual([await found("running"), await found("shell_execute"), await found("all")], [["no-effect"], [
    "no-effect",
  ], ["handing-on"]]);
});

Deno.test("a process saves no text and has no start: those keys belong to other kinds", async () => {
  const found = await diagnosed({ more: "save: a.txt\nstop: {depth: 3}\nstart: x", tasks: ["a: {command: [git]}"] });
  assert.deepEqual(found.map(({ code, hint }) => `${code}: ${hint!.replace(/;.*/s, "")}`), [
    "unknown-key: it belongs to specs of kind `refine`",
    "unknown-key: it belongs to specs of kind `refine`",
    "unknown-key: it belongs to specs of kind `refine`",
  ]);
  const world = memoryWorld({
    defaults: [{ name: "loom.toml", text: '[defaults]\nsave = "a.txt"\nbudget = {calls = 9}\n' }],
  });
  const plan = await processPlanOf({ tasks: ["a: {command: [git]}"] }, world);
  assert.deepEqual([plan.save, plan.budget], [undefined, { calls: 9 }]);
});
