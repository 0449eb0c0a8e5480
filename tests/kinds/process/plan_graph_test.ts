import assert from "node:assert/strict";
import { makeGraph } from "../../../lib/kinds/process/plan_graph.ts";
import type { GraphWanted } from "../../../lib/kinds/process/plan_graph.ts";
import type { PlanTask } from "../../../lib/plan/mod.ts";
import { scanWorkspace } from "../../../lib/tools/checks/scan_workspace.ts";
import { withPlace } from "../../tools/workspace/places.ts";
import { driven, modelThatSays } from "./driven.ts";
import { outline, PATTERN, phaseOf, plannerOf, ROUND, taskOf } from "./graphs.ts";
import { by, fails, failureOf, found, keysOf, mumbles, says, shownAt, stepped, toldAt } from "./stepping.ts";

const GRAPH = { tasks: [{ id: "look", description: "Look" }, { id: "write", description: "Write", needs: ["look"] }] };
const SCAN = found({ found: [] }, "src/\n  a.ts");

function wanted(more: Partial<GraphWanted> = {}): GraphWanted {
  return { planner: plannerOf(), goal: "A good report", tasks: [], values: { goal: "A good report" }, ...more };
}

Deno.test("[P14] a planner makes the graph; what it was told and what came of it is told", () => {
  const { value, effects } = stepped(makeGraph(ROUND, wanted()), by({ "plan/1/scan": SCAN, "plan/1": says(GRAPH) }));
  assert.equal(outline(value), "look<- write<-look");
  assert.deepEqual(keysOf(effects), ["plan/1/scan", "plan/1"]);
  assert.deepEqual(toldAt(effects, "plan/1/told"), { told: "planning", version: 1 });
  assert.deepEqual(toldAt(effects, "plan/1/graph/told"), {
    told: "planned",
    version: 1,
    tasks: [
      { name: "look", needs: [], about: "Look", by: "agent" },
      { name: "write", needs: ["look"], about: "Write", by: "agent" },
    ],
  });
});

Deno.test("[V19] a planner is told the goal, the workspace, the frame, examples and limits, in words without holes", () => {
  const planner = plannerOf({
    mode: "guided",
    phases: [
      phaseOf("write", ["log"], { criteria: "it is kind", deliverables: [{ path: "r.md", about: "the report" }] }),
    ],
    examples: [{ goal: "A poem", tasks: [{ id: "rhyme" }] }],
    pattern: {
      ...PATTERN,
      agents: [
        PATTERN.agents[0],
        { ...PATTERN.agents[1], system: { template: "You serve ${{ goal }}" } },
        PATTERN.agents[2],
      ],
    },
  });
  const { effects } = stepped(
    makeGraph(
      ROUND,
      wanted({ planner, tasks: [taskOf("log", [], { about: "Read the log" })], guidance: ["Be short"] }),
    ),
    by({
      "plan/1/scan": SCAN,
      "plan/1": says([{ id: "log" }, { id: "write", description: "w" }]),
    }),
  );
  const shown = shownAt(effects, "plan/1");
  for (
    const part of [
      "A good report",
      "src/\n  a.ts",
      "Every one of them has to be in your graph",
      "`log`: Read the log",
      "`write` (tier 2, verification 1): The phase write — needs log — leaves r.md (the report) — done well when: it is kind",
      'A poem\nThe graph was: {"tasks":[{"id":"rhyme"}]}',
      "12 tasks at most",
      "You serve A good report",
      "Be short",
      "read_file, write_file",
    ]
  ) assert.ok(shown.includes(part), `${part}\n---\n${shown}`);
  assert.ok(!shown.includes("{{") && !shown.includes("}}"));
});

Deno.test("what was looked for is told by what it is; guidance stands in where nothing was found", () => {
  const planner = plannerOf({
    scan: [{ patterns: ["*.csv"], about: "tables" }, { patterns: ["*.md", "*.txt"], about: "" }, {
      patterns: ["x"],
      about: "none",
    }],
    guidance: "Ask for tables.",
  });
  const shown = (paths: readonly (readonly string[])[]) =>
    shownAt(
      stepped(
        makeGraph(ROUND, wanted({ planner })),
        by({ "plan/1/scan": found({ found: paths }, "not this"), "plan/1": says(GRAPH) }),
      ).effects,
      "plan/1",
    );
  const some = shown([["a.csv"], ["b.md"], []]);
  assert.ok(some.includes("tables:\n- a.csv\n*.md, *.txt:\n- b.md\n"));
  assert.ok(!some.includes("not this") && !some.includes("Ask for tables.") && !some.includes("none:"));
  assert.ok(shown([[], [], []]).includes("Ask for tables."));
});

Deno.test("a workspace that cannot be looked at is planned for without", () => {
  for (const scan of [fails(), { type: "value", value: { ok: false, code: "failed", message: "no" } } as const]) {
    const { value } = stepped(makeGraph(ROUND, wanted()), by({ "plan/1/scan": scan, "plan/1": says(GRAPH) }));
    assert.equal(value.length, 2);
  }
});

const LOOP = { tasks: [{ id: "a", description: "x", needs: ["b"] }, { id: "b", description: "x", needs: ["a", "c"] }] };

Deno.test("[V5] an answer with faults is given back once with all of them, and its planner sees what it wrote", () => {
  const { value, effects } = stepped(
    makeGraph(ROUND, wanted()),
    by({ "plan/1/scan": SCAN, "plan/1": says(LOOP), "plan/1/again": says(GRAPH) }),
  );
  assert.equal(outline(value), "look<- write<-look");
  const again = effects.find(({ key }) => key === "plan/1/again");
  assert.ok(again?.do === "generate" && again.prompt.form === "chat");
  assert.deepEqual(again.prompt.messages.map(({ role }) => role), ["user", "assistant", "user"]);
  const shown = shownAt(effects, "plan/1/again");
  assert.ok(shown.includes(JSON.stringify(LOOP)));
  assert.match(
    shown,
    /- `b` needs "c", and there is no such task\n- these wait for each other for ever: `a` → `b` → `a`\n/,
  );
});

Deno.test("[P15] [V5] a planner that fails twice fails clearly: there is no graph that nobody asked for", () => {
  const failure = failureOf(() =>
    stepped(makeGraph(ROUND, wanted()), by({ "plan/1/scan": SCAN, "plan/1": mumbles(), "plan/1/again": says(LOOP) }))
  );
  assert.deepEqual([failure.key, failure.code], ["plan/1/again", "plan"]);
  assert.match(
    failure.message,
    /^the planner `m` was asked twice and gave no graph that can be used: `b` needs "c", .*`a` → `b` → `a`$/,
  );
});

Deno.test("a planner that cannot be asked is no planner without a graph", () => {
  const failure = failureOf(() => stepped(makeGraph(ROUND, wanted()), by({ "plan/1/scan": SCAN, "plan/1": fails() })));
  assert.deepEqual([failure.key, failure.code], ["plan/1", "auth"]);
});

Deno.test("a hostile answer is neither repeated nor named at length", () => {
  const tasks = Array.from({ length: 10_000 }, (_, i) => ({ id: `t${i}`, description: "x".repeat(100) }));
  const twelve = Array.from(
    { length: 12 },
    (_, i) => ({ id: `t${i}`, description: "x", needs: tasks.slice(0, 12).map(({ id }) => `${id}-none`) }),
  );
  for (const answer of [{ tasks }, { tasks: [{ id: "a", description: "x".repeat(1_000_000) }] }, { tasks: twelve }]) {
    let shown = "";
    const failure = failureOf(() =>
      stepped(makeGraph(ROUND, wanted()), (effect) => {
        if (effect.key === "plan/1/again") shown = shownAt([effect], effect.key);
        return effect.key === "plan/1/scan" ? SCAN : says(answer);
      })
    );
    assert.ok(failure.message.length < 4_000, String(failure.message.length));
    assert.ok(shown.length > 0 && shown.length < 60_000, String(shown.length));
  }
});

/** What the real engine makes of answers. */
async function planned(...replies: readonly string[]) {
  const m = modelThatSays(...replies);
  let graph:
    | { readonly end: { readonly kind: string; readonly reason: string }; readonly outputs: readonly PlanTask[] }
    | undefined;
  await withPlace(async ({ context, root }) => {
    await Deno.writeTextFile(`${root}/a.ts`, "export const a = 1;");
    const tools = [scanWorkspace({ outline: () => Promise.resolve("an outline") })];
    graph = await driven((round) => makeGraph(round, wanted()), { m, tools, context });
  });
  return { graph: graph!, m };
}

Deno.test("[V5] prose, fences, trailing commas and thoughts around a graph are no reason to plan anew", async () => {
  const text = JSON.stringify(GRAPH);
  const dressed = [
    text,
    `Here is the plan:\n\`\`\`json\n${text}\n\`\`\`\nTell me if it will do.`,
    `<think>{"tasks": []}</think>${text}`,
    `{'tasks': [{'id': 'look', 'description': 'Look',}, {'id': 'write', 'description': 'Write', 'needs': ['look'],},],}`,
    `Sure! ${text} That is all.`,
  ];
  for (const reply of dressed) {
    const { graph, m } = await planned(reply);
    assert.deepEqual([outline(graph.outputs), m.calls.length], ["look<- write<-look", 1], reply);
  }
});

Deno.test("what is in the workspace reaches the planner, and no fault of its answer is lost on the way", async () => {
  const { graph, m } = await planned("I cannot do that.", JSON.stringify(LOOP));
  assert.equal(m.calls.length, 2);
  const [first] = m.calls;
  assert.ok(first!.prompt.form === "chat" && first!.prompt.messages[0]!.text.includes("a.ts\n\nan outline"));
  assert.equal(graph.end.kind, "failed");
  assert.match(graph.end.reason, /gave no graph that can be used/);
});

Deno.test("a graph that is nested without end, or full of names that mean something to objects, fails in words", async () => {
  const depth = 100_000, tasks = '{"id": "__proto__", "description": "x"}, {"id": "constructor", "description": "x"}';
  for (
    const reply of [`{"tasks": ${"[".repeat(depth)}${"]".repeat(depth)}}`, `{"__proto__": {}, "tasks": [${tasks}]}`]
  ) {
    const { graph } = await planned(reply);
    assert.equal(graph.end.kind, "failed");
    assert.ok(graph.end.reason.length < 1_000);
  }
});
