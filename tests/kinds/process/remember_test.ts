import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import { rememberFrom } from "../../../lib/kinds/process/remember.ts";
import type { ProcessRun } from "../../../lib/kinds/process/run.ts";
import type { PlanTask, ProcessPlan, ToldProcess } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { textOf } from "../../process_scenarios/workshop.ts";
import { agent, carry, follows, generate, needs, processPlan, task, toldOf } from "../processing.ts";
import { ROUND } from "./graphs.ts";
import { says, shownAt, stepped } from "./stepping.ts";

const NO = { files: false, rules: [], votes: 1 } as const;
const ASKED = "A task has come to its end";
const MEMORY: NonNullable<ProcessPlan["memory"]> = {
  model: "m",
  maxTokens: 900,
  types: [{ type: "decision", about: "What was settled" }],
};

/** What a model notes of a task. */
function noted(summary: string): string {
  return JSON.stringify([{ type: "decision", summary, detail: summary, tags: [], relevant: [] }]);
}

function memoriesIn(told: readonly ToldProcess[]): readonly string[] {
  return told.flatMap((one) =>
    one.told === "memory" ? one.entries.map(({ summary }) => `${one.task}: ${summary}`) : []
  );
}

Deno.test("of a task with items what each of them answered is gone through, within bounds", async () => {
  const m = follows((request, i) =>
    JSON.stringify(request.prompt).includes(ASKED) ? "[]" : `answer ${i} ${"x".repeat(9_000)} end ${i}`
  );
  const items: PlanTask = task("look", generate("Look at ${{ item }}"), { each: { list: "[1, 2, 3]", as: "item" } });
  const { end } = await carry(processPlan({ m }, [items], { memory: MEMORY }), { m });
  assert.equal(end.kind, "done", end.reason);
  const [extract, ...more] = m.asked.filter((said) => said.includes(ASKED));
  assert.equal(more.length, 0);
  for (const i of [0, 1, 2]) {
    assert.match(extract!, new RegExp(`Item ${i + 1}: answer ${i} x+\\n.*left out.*\\nx+ end ${i}`));
  }
  assert.ok(extract!.length < 20_000 && !extract!.includes("It gave no answer"));
});

Deno.test("of a task that failed nothing is looked for where none can take its place", async () => {
  const m = follows(() => "");
  const { end, told } = await carry(processPlan({ m }, [task("a", generate("Say"))], { memory: MEMORY }), { m });
  assert.equal(end.kind, "failed");
  assert.deepEqual([m.asked.length, memoriesIn(told)], [1, []]);
});

const REPLAN: NonNullable<ProcessPlan["replan"]> = {
  model: "planner",
  maxTokens: 900,
  max: 1,
  may: ["add", "replace"],
  pattern: {
    agents: [agent("").agent, agent("").agent, agent("").agent],
    verify: [NO, NO, NO],
    attempts: 1,
  },
};

Deno.test("what a task that failed has found out is there before a planner is asked, and is told to it and those after it", async () => {
  const m = follows((request) => {
    const said = textOf(request);
    if (said.includes(ASKED)) return noted(said.includes("It failed") ? "the door is locked" : "nothing");
    return said.includes("# Task\n\nOpen") ? '{"status": "blocked", "reason": "no"}' : "done";
  });
  const planner = follows(() =>
    JSON.stringify({ tasks: [{ id: "climb", description: "Climb in", replaces: ["open"] }] })
  );
  const plan = processPlan({ m, planner }, [task("open", agent("Open"))], { memory: MEMORY, replan: REPLAN });
  const { end, rows } = await carry(plan, { m, planner });
  assert.equal(end.kind, "done", end.reason);
  assert.match(planner.asked[0]!, /What was found out:[^]*\[decision, from `open`\] the door is locked/);
  assert.ok(m.asked.find((said) => said.includes("# Task\n\nClimb in"))!.includes("the door is locked"));
  const at = (key: string) => rows.findIndex((row) => row.key === key && row.type === "result");
  assert.ok(at("task/open/extract") < at("replan/2"));
});

Deno.test("of a task that failed nothing is looked for where no graph is made anew for it", async () => {
  const m = follows((request) =>
    textOf(request).includes(ASKED) ? noted("x") : '{"status": "blocked", "reason": "no"}'
  );
  const planner = follows(() =>
    JSON.stringify({ tasks: [{ id: "climb", description: "Climb in", replaces: ["open"] }] })
  );
  const bought = async (more: Partial<PlanTask>) => {
    const plan = processPlan({ m, planner }, [task("open", agent("Open"), more)], { memory: MEMORY, replan: REPLAN });
    const { rows } = await carry(plan, { m, planner });
    return rows.flatMap(({ type, key = "" }) => type === "result" && key.endsWith("/extract") ? [key] : []);
  };
  assert.deepEqual(await bought({ critical: true }), [], "a critical one ends all");
  assert.deepEqual(await bought({}), ["task/open/extract"], "`climb` fails after the last graph was made");
});

Deno.test("of a task that failed its last answer and its calls are gone through", () => {
  const run = {
    plan: { ...processPlan({}, []), models: ROUND.plan.models, memory: MEMORY },
    context: ROUND.context,
    goal: "",
    graph: [],
    memories: [],
  } as unknown as ProcessRun;
  const end = {
    is: "failed",
    why: "it was blocked",
    code: "agent-blocked",
    step: "task/open/turn/2",
    attempts: 1,
    again: [],
    text: "I tried the back door",
    calls: [{ tool: "look", input: { at: "door" }, ok: true }],
  } as const;
  const { effects } = stepped(rememberFrom(run, task("open", agent("Open")), end), () => says([]));
  const shown = shownAt(effects, "task/open/extract");
  for (const part of ["it was blocked", "I tried the back door", 'done: look {"at":"door"}']) {
    assert.ok(shown.includes(part), `${part}\n---\n${shown}`);
  }
  assert.ok(!shown.includes("It gave no answer"));
});

Deno.test("an end that failed carries what its last attempt said and called, blocked or not good enough", async () => {
  const turns = [{ calls: [{ name: "look", arguments: { at: "door" } }] }, '{"status": "blocked", "reason": "no"}'];
  const tool = { description: "Looks.", run: () => "a door" };
  for (const last of [turns[1]!, "I found a door"]) {
    const m = follows((request) => {
      const said = textOf(request);
      if (said.includes(ASKED)) return "[]";
      return said.includes("# Task\n\nOpen") ? said.includes("a door") ? last : turns[0]! : "done";
    });
    const planner = follows(() =>
      JSON.stringify({ tasks: [{ id: "climb", description: "Climb", replaces: ["open"] }] })
    );
    const open = task("open", agent("Open", { tools: ["look"] }), { verify: { ...NO, check: '"a" == "b"' } });
    const facts = { name: "look", description: "Looks.", parameters: { type: "object" }, acts: [] };
    const plan = processPlan({ m, planner }, [open], {
      memory: MEMORY,
      replan: REPLAN,
      tools: { look: { by: "library", facts } },
    });
    await carry(plan, { m, planner }, { tools: { look: tool } });
    const extract = m.asked.find((said) => said.includes(ASKED))!;
    for (const part of ["It failed", last as string, 'done: look {"at":"door"}']) {
      assert.ok(extract.includes(part), `${part}\n---\n${extract}`);
    }
  }
});

Deno.test("a run whose task failed goes on from where it was, whatever others did after that failure", async () => {
  let isBroken = true;
  const gate = Promise.withResolvers<void>(), store = memoryStore();
  const m = follows(async (request) => {
    const said = request.prompt.form === "chat" ? request.prompt.messages.map(({ text }) => text).join("\n") : "";
    if (said.includes(ASKED)) return noted(`of ${/The task is `(\w+)`/.exec(said)![1]}`);
    if (said.includes("Say")) return isBroken ? "" : "said";
    if (said.includes("Wait")) await gate.promise;
    return "done";
  });
  const plan = processPlan({ m }, [
    task("a", generate("Say")),
    task("slow", generate("Wait")),
    task("b", agent("Do b"), needs("slow")),
  ], {
    memory: MEMORY,
    replan: {
      model: "m",
      maxTokens: 900,
      max: 1,
      may: ["add"],
      pattern: { agents: [agent("").agent, agent("").agent, agent("").agent], verify: [NO, NO, NO], attempts: 1 },
    },
  });
  const first = await carry(plan, { m }, {
    store,
    on: (event) => void (event.type === "entry" && event.entry.key === "task/a/extract/told" && gate.resolve()),
  });
  assert.equal(first.end.kind, "failed");
  assert.ok(memoriesIn(first.told).includes("a: of a"));
  const b = m.asked.find((said) => said.includes("Do b"))!;
  assert.ok(!b.includes("of a"), "a failure that a resume may undo is no reason for anything else");
  isBroken = false;
  const loom = await openLoom({ retry: { base: 1, cap: 2, attempts: 2 }, store, models: { m } });
  const end = await (await loom.resume("g")).end;
  assert.equal(end.kind, "done", end.reason);
  assert.equal(m.asked.filter((said) => said.includes("Do b") && !said.includes(ASKED)).length, 1, "bought once");
  assert.ok(memoriesIn((await toldOf(store, "g")).told).length >= 3);
});
