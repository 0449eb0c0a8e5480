import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { nameOf } from "../../../lib/base/hash.ts";
import { agent, follows, generate, needs, processPlan, task } from "../../kinds/processing.ts";
import { asked, follow, followed, planOf, rowsOf, started, tells } from "./tasks.ts";

Deno.test("each thing worth telling of a process is one line: what begins, fails, is tried again, is left out, ends", async () => {
  const m = follows(() => ({ text: "fine" })), bad = follows(() => ({ text: "" })), models = { m, bad };
  const { lines, end } = await followed(
    processPlan(models, [
      task("look", generate("x"), { about: "Look around" }),
      task("write", agent("x"), {
        ...needs("look"),
        attempts: 3,
        verify: { files: false, check: "attempt >= 2", rules: [], votes: 1 },
      }),
      task("bad", generate("y", "bad"), { ...needs("write"), attempts: 2 }),
      task("after", generate("z"), needs("bad")),
      task("unwanted", generate("z"), { if: "false" }),
      task("instead", generate("z", "bad"), { ...needs("bad?"), failure: { then: "otherwise", value: "x" } }),
    ]),
    models,
  );
  assert.equal(end.kind, "failed");
  const said = lines().map((line) => line.replaceAll(/ · \d+ms|\d+ms · /g, ""));
  assert.deepEqual(
    said.toSorted(),
    [
      "look begins: Look around",
      "look is done",
      "unwanted is skipped: `if` is false: false",
      "write begins",
      "write is not taken: check: `attempt >= 2` is false",
      "write is tried again, attempt 2 of 3",
      "write is done · attempt 2 of 3 · confidence 0.93 · fine",
      "bad begins",
      "bad is tried again, attempt 2 of 2, after: `bad` answered nothing",
      "bad failed after 2 of 2 attempts: `bad` answered nothing",
      "instead begins",
      "instead is done · it failed, and another value stands in: `bad` answered nothing",
      "never begin: after",
    ].toSorted(),
  );
  const place = (text: string) => said.findIndex((line) => line.startsWith(text));
  assert.ok(place("look is done") < place("write begins") && place("write is done") < place("bad begins"));
});

Deno.test("a task whose one step did what it should, and which fails all the same, is never told as done", () => {
  const plan = planOf([task("count", { by: "command", command: { run: ["wc"], accept: "code < 2" } })]);
  const entry = rowsOf(), ran = { ok: true, output: "", changed: [], data: { code: 3, stdout: "", stderr: "" } };
  const { take, lines, progress } = follow(plan);
  take(started({ do: "tool", key: "task/count", tool: "run_command", input: { argv: ["wc"] } }));
  take(entry({ type: "done", key: "task/count", value: { type: "value", value: ran } as Json }));
  take(started({ do: "reopenings", key: "task/count/over" }));
  take(entry(tells("task/count/ended", { told: "task", task: "count", is: "failed", attempts: 1, why: "exit 3" })));
  progress.finish(99);
  assert.deepEqual(lines().map((line) => line.replace(/ · .*/, "")), [
    "count begins",
    "count failed after 1 of 1 attempt: exit 3",
  ]);
});

Deno.test("[V9] what a task does now is known: the turn, the tool and what it is given, a person that is waited for", () => {
  const { take, progress, lines } = follow(planOf([task("write", agent("x"))])), entry = rowsOf();
  const words = () => progress.work.of("write").map((doing) => doing.words);
  take(asked("task/write/turn/1"));
  assert.deepEqual(words(), ["turn 1"]);
  take(entry({ type: "result", key: "task/write/turn/1", value: { type: "value", value: { text: "" } } }));
  const key = "task/write/turn/1/call/1";
  const question = "The agent of the task write wants to call the tool edit_file: it may change files. May it?";
  take(started({ do: "ask", key: `${key}/approve`, question, choices: ["yes", "no"] }));
  assert.deepEqual(progress.work.questions.map(({ task, key }) => [task, key]), [["write", `${key}/approve`]]);
  assert.equal(progress.work.waits, true);
  assert.deepEqual(lines().slice(-2), [
    "write wants to call the tool edit_file: it may change files. May it?",
    "write waits for `loom answer g task/write/turn/1/call/1/approve yes`",
  ]);
  take(entry({ type: "done", key: `${key}/approve`, value: { type: "value", value: "yes" } }));
  take(started({ do: "tool", key, tool: "edit_file", input: { path: "src/a.ts", old_str: "x" } }));
  assert.deepEqual([words(), progress.work.questions, progress.work.waits], [["edit_file src/a.ts"], [], false]);
});

Deno.test("text streams under the name of its task, and is gone when it is whole", () => {
  const { take, progress } = follow(planOf([task("a", generate("x")), task("b", generate("x"))])), entry = rowsOf();
  const text = (key: string, words: string) => ({ type: "text", run: "g", key, text: words }) as const;
  take(asked("task/a"), asked("task/b"), text("task/a", "one "), text("task/a", "two"));
  assert.deepEqual([progress.work.streaming?.who, progress.work.streaming?.text], ["a", "one two"]);
  take(text("task/b", "x"), entry({ type: "result", key: "task/b", value: { type: "value", value: { text: "x" } } }));
  assert.equal(progress.work.streaming, undefined);
  take(text("plan/1", "{"));
  assert.equal(progress.work.streaming!.who, "planner");
});

Deno.test("working time stands while all that is done is to wait", () => {
  const { take, progress } = follow(planOf([task("a", { by: "ask", question: "Fine?" }), task("b", generate("x"))]));
  const entry = rowsOf();
  take(started({ do: "ask", key: "task/a", question: "Fine?" }), asked("task/b"));
  assert.equal(progress.wallAt(1_000), 1_000);
  take(entry({ type: "result", key: "task/b", value: { type: "value", value: { text: "x" } } }));
  assert.equal(progress.wallAt(5_000), 1_000);
});

Deno.test("a run that is gone on with is told from there on: rows of before count once, and tasks go on", () => {
  const plan = planOf([task("a", generate("x")), task("b", agent("x"))]), before = rowsOf(), told = rowsOf();
  const row = (event: ReturnType<typeof before>) => event.type === "entry" ? [event.entry] : [];
  const rows = [
    before({
      type: "result",
      key: "task/a",
      ref: 1,
      booking: { usd: 5, tokens: 1, calls: 1 },
      value: { type: "value", value: {} },
    }),
    before(tells("task/b/attempt", { told: "attempt", task: "b", attempt: 1 })),
  ].flatMap(row);
  const { take, progress, lines } = follow(plan, { rows });
  for (const entry of rows) take(told({ ...entry }));
  assert.deepEqual([progress.spent.usd, progress.fold.task("a").cost.usd], [5, 5]);
  take(asked("task/b/turn/1"));
  assert.deepEqual(lines(), ["b goes on"]);
});

Deno.test("what a child run tells and costs belongs to the task that started it", () => {
  const plan = planOf([task("fix", { by: "run", plan: "polish", with: {} })]);
  const { take, progress, lines } = follow(plan),
    key = "task/fix",
    child = `g.${nameOf(key, 8)}`,
    entry = rowsOf(child);
  take(started({ do: "run", key, plan: "polish", inputs: {} }), asked("round/1/propose/0", child));
  take(entry({ type: "result", key: "round/1/propose/0", ref: 1, booking: { usd: 7, tokens: 1, calls: 1 } }));
  const round = { round: 1, verdict: "accepted", score: 0.5, best: { score: 0.5, round: 1 }, from: 0 };
  take(entry({ type: "done", key: "round/1/told", value: { type: "value", value: round } }));
  assert.deepEqual([progress.children.get("fix"), progress.fold.task("fix").cost.usd, progress.spent.usd], [
    "round 1 · 0.50 · best",
    7,
    7,
  ]);
  assert.equal(lines().at(-1), `fix (${child}): round 1 · 0.50 · best`);
});

Deno.test("a graph that a planner makes is told, and so is one that is made anew and why", async () => {
  const { lines } = await (async () => {
    const graph = (...ids: readonly string[]) => ({
      json: { tasks: ids.map((id) => ({ id, description: `Do ${id}`, needs: [], tier: 1, verification: 1 })) } as Json,
    });
    let asked = 0;
    const m = follows(({ prompt }) => {
      const said = prompt.form === "chat" ? prompt.messages.map(({ text }) => text).join("\n") : "";
      if (said.includes('"id"')) return asked++ === 0 ? graph("one", "two") : graph("three");
      return { text: said.includes("# Task\n\nDo two") ? '{"status": "blocked", "reason": "no"}' : "fine" };
    });
    const { plannerOf, PATTERN, replanOf } = await import("../../kinds/process/graphs.ts");
    const agents = PATTERN.agents.map((one) => ({ ...one, model: "m", tools: [] })) as unknown as typeof PATTERN.agents;
    const free = { files: false, rules: [], votes: 1 } as const;
    const pattern = { ...PATTERN, agents, verify: [free, free, free], attempts: 1 } as const;
    return await followed(
      processPlan({ m }, [], { goal: "x", planner: plannerOf({ pattern }), replan: replanOf({ pattern, max: 1 }) }),
      { m },
    );
  })();
  assert.deepEqual(lines().filter((line) => /plan|graph/.test(line)), [
    "a planner makes the graph",
    "2 tasks are planned: one, two",
    "a planner makes the graph anew: the task `two` failed: it cannot go on: no",
    "graph 2 has 2 tasks: one, three",
  ]);
});

Deno.test("a planner that gives no graph is told, and what never begins is told behind what failed", () => {
  const { take, lines, progress } = follow(planOf([task("a", generate("x")), task("b", generate("x"), needs("a"))]));
  const entry = rowsOf(), failure = { code: "unavailable", message: "nobody is there" };
  take(
    entry(tells("replan/2/told", { told: "planning", version: 2, why: "a failed" })),
    entry({ type: "result", key: "replan/2", value: { type: "failed", failure } as unknown as Json }),
    entry(tells("stuck", { told: "stuck", tasks: [{ task: "b", needs: ["a"] }] })),
    entry(tells("task/a/told", { told: "task", task: "a", is: "failed", why: "no", failure: "unavailable" } as never)),
  );
  progress.finish(1_000);
  assert.deepEqual(lines(), [
    "a planner makes the graph anew: a failed",
    "the planner gives none: nobody is there",
    "a failed after 1 of 1 attempt: no",
    "never begin: b",
  ]);
});

Deno.test("a failed call that is tried again, a log line and words of people are told as ever", () => {
  const { take, lines } = follow(planOf([task("a", generate("x"))])), entry = rowsOf();
  const failure = { code: "rate", message: "too many" };
  take({ type: "retry", run: "g", key: "task/a", failure, at: 9 }, { type: "log", run: "g", key: "x", text: "said\n" });
  take(entry({ type: "took", key: "task/a/heed", value: [{ kind: "guide", value: { text: "be short" } }] }));
  assert.match(lines()[0]!, /^task\/a failed, to be tried again at .*: too many$/);
  assert.deepEqual(lines().slice(1), ["x: said", "task/a/heed: is told by a person: be short"]);
});
