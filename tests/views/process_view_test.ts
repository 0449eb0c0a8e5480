import assert from "node:assert/strict";
import type { Json } from "../../lib/base/json.ts";
import type { Entry, ToldProcess } from "../../lib/plan/mod.ts";
import { ProcessFold } from "../../lib/views/process_view.ts";
import { agent, carry, follows, generate, needs, processPlan, task } from "../kinds/processing.ts";
import type { Row } from "./rows.ts";
import { cost, headOf, rows } from "./rows.ts";

const m = follows(() => ({ text: "fine" }));

/** What a process tells, as a row. */
function told(key: string, value: ToldProcess): Row {
  return { type: "done", key, value: { type: "value", value: value as unknown as Json } };
}

/** A step that gave something. */
function done(key: string, value: Json, more: Partial<Entry> = {}): Row {
  return { type: "done", key, value: { type: "value", value }, ...more };
}

const TASKS = [
  task("a", generate("x")),
  task("b", agent("y"), { ...needs("a"), attempts: 3 }),
  task("c", { by: "command", command: { run: ["true"], accept: "code == 0" } }, needs("b")),
];

function foldOf(plan = processPlan({ m }, TASKS), children?: ReadonlyMap<string, ReturnType<typeof cost>>) {
  const fold = new ProcessFold(plan, children);
  return {
    fold,
    take: (...given: readonly Row[]) => rows(...given).forEach((row) => fold.take(row)),
    view: () => fold.view(headOf({ spent: cost(9) }), { gone: false }),
    states: () => fold.graph.map((name) => `${name}:${fold.task(name).state}`).join(" "),
  };
}

Deno.test("tasks begin as their plan has them, and a single step says by its own row that its task is done", () => {
  const { take, states, view } = foldOf();
  assert.equal(states(), "a:waiting b:waiting c:waiting");
  take({ type: "intent", key: "task/a", value: "m" });
  assert.equal(states(), "a:running b:waiting c:waiting");
  take(done("task/a", { text: "fine", finish: "end", tokens: { input: 1, output: 1 } }));
  assert.equal(states(), "a:done b:waiting c:waiting");
  assert.deepEqual(view().tasks.map(({ by, needs, most }) => [by, needs, most]), [
    ["generate", [], 1],
    ["agent", ["a"], 3],
    ["command", ["b"], 1],
  ]);
});

Deno.test("work that is still to be verified, is one of many, or exits with an error is not taken for done", () => {
  const verified = task("a", generate("x"), { verify: { files: false, rules: [], votes: 1 } });
  const each = task("b", generate("x"), { each: { list: "[1]", as: "item" } });
  const { take, states } = foldOf(processPlan({ m }, [verified, each, TASKS[2]!]));
  const run = { output: "", changed: [], data: { code: 1, stdout: "", stderr: "" } };
  take(done("task/a", { text: "x" }), done("task/b/0", { text: "x" }), done("task/c", { ok: true, ...run }));
  assert.equal(states(), "a:running b:running c:running");
  take(done("task/c", { ok: true, ...run, data: { ...run.data, code: 0 } }));
  assert.equal(states(), "a:running b:running c:done");
});

Deno.test("a child run that came to nothing is no end that its task is done by", () => {
  const plan = processPlan({ m }, [task("a", { by: "run", plan: "x", with: {} })]);
  const ends = (kind: string) => done("task/a", { run: "r.1", kind, outputs: null, reason: "" });
  const failed = foldOf(plan), good = foldOf(plan);
  failed.take(ends("failed"));
  good.take(ends("converged"));
  assert.deepEqual([failed.states(), good.states()], ["a:running", "a:done"]);
});

Deno.test("attempts are counted, with the model that made them and why they came to nothing", () => {
  const { take, fold } = foldOf();
  take(
    told("task/b/attempt", { told: "attempt", task: "b", attempt: 1, model: "m" }),
    told("task/b/verify/told", {
      told: "verified",
      task: "b",
      attempt: 1,
      tier: 1,
      passed: false,
      confidence: 0.4,
      checks: [{ name: "files", passed: false, severity: "error", detail: "a.md is not there" }],
    }),
    told("task/b/retrying", { told: "retrying", task: "b", attempt: 1, why: "a.md is not there" }),
    told("task/b/again/2/attempt", { told: "attempt", task: "b", attempt: 2, model: "big" }),
  );
  const { state, attempts, failures, model, confidence, why, checks } = fold.task("b");
  assert.deepEqual([state, attempts, model, confidence, why, checks.length], [
    "running",
    2,
    "big",
    0.4,
    "a.md is not there",
    1,
  ]);
  assert.deepEqual(failures, [{ attempt: 1, why: "a.md is not there", model: "m" }]);
  take(told("task/b/ended", { told: "task", task: "b", is: "done", attempts: 2, confidence: 0.9, changed: ["a.md"] }));
  const end = fold.task("b");
  assert.deepEqual([end.state, end.confidence, end.changed, end.why], ["done", 0.9, ["a.md"], undefined]);
});

Deno.test("what a tool gives may look like a telling, and is none", () => {
  const { take, states } = foldOf();
  const lie = { told: "task", task: "c", is: "failed" };
  take(done("task/b/turn/1/call/1", lie), done("task/a", lie), done("script", lie));
  assert.equal(states(), "a:done b:running c:waiting");
});

Deno.test("a task that asks says what and where, until it is answered; several may ask", () => {
  const { take, fold } = foldOf();
  const asks = (key: string, question: string): Row => ({ type: "wait", key, value: { due: null, question } });
  take(asks("task/b/turn/1/call/1/approve", "May it?"), asks("task/b/turn/1/call/2/ask", "Which?"));
  assert.deepEqual([fold.task("b").state, fold.task("b").questions.map(({ question }) => question)], [
    "asks",
    ["May it?", "Which?"],
  ]);
  take(done("task/b/turn/1/call/1/approve", "yes"), done("task/b/turn/1/call/2/ask", "this"));
  assert.deepEqual([fold.task("b").state, fold.task("b").questions], ["running", []]);
});

Deno.test("a run that has ended asks nothing any more", () => {
  const { take, view } = foldOf();
  take({ type: "wait", key: "task/b/turn/1/call/1/ask", value: { due: null, question: "Which?" } });
  assert.equal(view().tasks[1]!.state, "asks");
  take({ type: "end", value: { kind: "cancelled", reason: "by a person", cause: "cancel" } });
  assert.deepEqual([view().tasks[1]!.state, view().tasks[1]!.questions], ["running", []]);
});

Deno.test("turns, calls, items and costs belong to their task, those of child runs and of planners apart", () => {
  const { take, fold, view } = foldOf(undefined, new Map([["task/c", cost(5)]]));
  take(
    { type: "result", key: "task/b/turn/1", ref: 1, booking: cost(2), value: { type: "value", value: { text: "" } } },
    done("task/b/turn/1/call/1", { ok: true }),
    done("task/b/turn/1/call/1/agent/turn/1", { text: "" }),
    { type: "result", key: "plan/1", ref: 2, booking: cost(3), value: { type: "value", value: { text: "" } } },
    done("task/a/0", { text: "" }),
    done("task/a/7/again/2", { text: "" }),
  );
  const { turns, calls, cost: spent } = fold.task("b");
  assert.deepEqual([turns, calls, spent.usd], [2, 1, 2]);
  assert.deepEqual([fold.task("c").cost.usd, view().planners.usd, fold.spent.usd], [5, 3, 10]);
  assert.equal(fold.task("a").items, 2);
});

const PLANNED = (version: number, ...names: readonly string[]): Row =>
  told(`${version === 1 ? "plan" : "replan"}/${version}/graph/told`, {
    told: "planned",
    version,
    tasks: names.map((name) => ({ name, needs: [], by: "agent", about: `Do ${name}` })),
  });

Deno.test("a graph that is made anew says why, what came in and what went; what had begun and went is kept aside", () => {
  const { take, view } = foldOf();
  take(done("task/a", { text: "fine" }), told("task/b/attempt", { told: "attempt", task: "b", attempt: 1 }));
  take(told("replan/2/told", { told: "planning", version: 2, why: "the task `b` failed" }));
  assert.equal(view().planning, "the task `b` failed");
  take(PLANNED(2, "a", "d"));
  const { version, tasks, former, replans, planning } = view();
  assert.deepEqual([version, tasks.map(({ name }) => name), former.map(({ name }) => name), planning], [
    2,
    ["a", "d"],
    ["b"],
    undefined,
  ]);
  const [only] = replans;
  assert.deepEqual({ ...only, at: 0 }, {
    version: 2,
    why: "the task `b` failed",
    at: 0,
    made: true,
    added: ["d"],
    dropped: ["b", "c"],
  });
});

Deno.test("a planner that gives nothing that can be used is done planning, also where its last answer could be read", () => {
  const { take, view } = foldOf();
  const said = (key: string, type: string): Row => ({ type: "result", key, value: { type, value: {} } as Json });
  take(told("replan/2/told", { told: "planning", version: 2, why: "b failed" }), said("replan/2", "value"));
  assert.equal(view().planning, "b failed", "it is asked once more");
  take(said("replan/2/again", "value"));
  assert.deepEqual([view().planning, view().replans.map(({ made }) => made)], [undefined, [false]]);
  take(PLANNED(2, "a"));
  assert.deepEqual(view().replans.map(({ made, why }) => [made, why]), [[true, "b failed"]]);
  take(told("replan/3/told", { told: "planning", version: 3, why: "again" }), said("replan/3", "failed"));
  assert.deepEqual(view().replans.map(({ made }) => made), [true, false]);
});

Deno.test("a run that is opened again tries what had failed, and what never began waits once more", () => {
  const { take, states, view } = foldOf();
  take(
    done("task/a", { text: "fine" }),
    told("task/b/ended", { told: "task", task: "b", is: "failed", attempts: 3, why: "no" }),
    told("stuck", { told: "stuck", tasks: [{ task: "c", needs: ["b"] }] }),
    { type: "end", value: { kind: "failed", reason: "b failed", cause: "task/b" } },
  );
  assert.equal(states(), "a:done b:failed c:stuck");
  assert.equal(view().end?.kind, "failed");
  take({ type: "reopen", value: { again: [] } });
  assert.deepEqual([states(), view().end], ["a:done b:running c:waiting", undefined]);
});

Deno.test("a plain task that is done once its run was opened again is done, also where nobody told of its end", () => {
  const { take, states, fold } = foldOf();
  take(
    told("task/a/ended", { told: "task", task: "a", is: "failed", attempts: 1, why: "no" }),
    { type: "reopen", value: { again: ["task/a/over"] } },
    done("task/a/over", 1),
    { type: "intent", key: "task/a/again/2", value: "m" },
  );
  assert.equal(states(), "a:running b:waiting c:waiting");
  take(done("task/a/again/2/pause", null));
  assert.equal(states(), "a:running b:waiting c:waiting", "only the step itself says it");
  take(done("task/a/again/2", { text: "fine" }));
  assert.equal(states(), "a:done b:waiting c:waiting");
  const { why, attempts } = fold.task("a");
  assert.deepEqual([why, attempts], [undefined, 2]);
});

Deno.test("what was found out and what people said is told", () => {
  const { take, view } = foldOf();
  const entry = { type: "decision", summary: "YAML", detail: "YAML", tags: [], relevant: [] };
  take(
    told("task/a/extract/told", { told: "memory", task: "a", entries: [entry] }),
    told("task/b/heeded", { told: "guidance", words: ["be short"] }),
  );
  assert.deepEqual([view().memories.map(({ task, summary }) => [task, summary]), view().guidance], [
    [["a", "YAML"]],
    ["be short"],
  ]);
});

Deno.test("a real run folds to what became of its tasks: done at the second attempt, failed, left out, never begun", async () => {
  const bad = follows(() => ({ text: "" })), models = { m, bad };
  const { rows } = await carry(
    processPlan(models, [
      task("good", agent("x"), { attempts: 3, verify: { files: false, check: "attempt >= 2", rules: [], votes: 1 } }),
      task("bad", generate("y", "bad"), { ...needs("good"), attempts: 2 }),
      task("after", generate("z"), needs("bad")),
      task("last", generate("z"), needs("after")),
      task("unwanted", generate("z"), { if: "false" }),
    ]),
    models,
  );
  const fold = new ProcessFold(processPlan(models, [
    task("good", agent("x"), { attempts: 3 }),
    task("bad", generate("y"), { ...needs("good"), attempts: 2 }),
    task("after", generate("z"), needs("bad")),
    task("last", generate("z"), needs("after")),
    task("unwanted", generate("z"), { if: "false" }),
  ]));
  for (const row of rows) fold.take(row);
  assert.deepEqual(
    fold.graph.map((name) => fold.task(name)).map(({ name, state, attempts, failures }) => [
      name,
      state,
      attempts,
      failures.length,
    ]),
    [["good", "done", 2, 1], ["bad", "failed", 2, 1], ["after", "stuck", 0, 0], ["last", "stuck", 0, 0], [
      "unwanted",
      "skipped",
      0,
      0,
    ]],
  );
});

Deno.test("a task has worked neither while it waited for a person, nor while nobody drove its run", () => {
  const { take, view } = foldOf(processPlan({ m }, [task("b", agent("y"), { attempts: 3 })]));
  const worked = () => view().tasks[0]!.worked;
  assert.equal(worked(), undefined);
  const at = (seconds: number, row: Row): Row => ({ ...row, at: seconds * 1_000 });
  take(at(0, { type: "drive" }), at(1, { type: "intent", key: "task/b/turn/1", value: "m" }));
  take(
    at(3, done("task/b/turn/1", {})),
    at(3, { type: "wait", key: "task/b/call/ask", value: { question: "May it?" } }),
  );
  assert.equal(worked(), 2_000);
  take(at(20, { type: "pause" }), at(100, { type: "drive" }));
  take(at(110, done("task/b/call/ask", "yes")), at(111, done("task/b/turn/2", {})));
  assert.equal(worked(), 3_000);
  take(at(200, { type: "drive" }), at(204, done("task/b/turn/3", {})));
  assert.equal(worked(), 7_000);
  take(at(205, told("task/b/ended", { told: "task", task: "b", is: "failed", attempts: 1, why: "no" })));
  take(
    at(300, { type: "reopen" }),
    at(300, { type: "drive" }),
    at(302, { type: "intent", key: "task/b/turn/4", value: "m" }),
  );
  assert.ok(worked()! <= 10_000, String(worked()));
});
