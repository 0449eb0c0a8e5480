import assert from "node:assert/strict";
import { timeOfDay } from "../../../lib/cli/amounts.ts";
import type { Json } from "../../../lib/base/json.ts";
import type { RunEvent } from "../../../lib/app/vocabulary.ts";
import type { Beginning } from "../../../lib/cli/live/progress.ts";
import { Progress } from "../../../lib/cli/live/progress.ts";
import { groupOf, KEPT } from "../../../lib/cli/live/live_step.ts";
import { beginning, eventsOf } from "./events.ts";

function progressOf(more: Partial<Beginning> = {}) {
  const told: string[] = [], asked: string[] = [];
  const progress = new Progress(beginning(more), {
    tell: ({ text }) => told.push(text),
    ask: (node) => asked.push(node),
  });
  const take = (...events: readonly RunEvent[]) => events.forEach((event, i) => progress.take(event, i));
  return { progress, told, asked, take, states: () => [...progress.steps.values()].map(({ state }) => state) };
}

const run = eventsOf();

Deno.test("a candidate waits, streams and is done; the round's line tells which was chosen", () => {
  const { progress, told, take, states } = progressOf();
  take(...run.seed("Once"), run.expand(1, 0, "root"), run.expand(1, 1, "root"));
  assert.deepEqual([progress.group, states()], ["round/1", ["asked", "asked"]]);
  take(run.text("round/1/expand/1", " upon"), run.text("round/1/expand/1", " a"));
  assert.deepEqual(states(), ["asked", "streaming"]);
  take(
    run.result("round/1/expand/1", "n2", 5e8),
    run.text("round/1/expand/0", " or"),
    run.result("round/1/expand/0", "n1", 1e8),
  );
  assert.deepEqual(states(), ["done", "done"]);
  take(run.annotate(1, { n1: 0.25, n2: 0.75 }, "n2"));
  assert.equal(progress.text, "Once upon a");
  assert.deepEqual([...progress.steps.values()].map(({ score, chosen }) => [score, chosen]), [[0.25, false], [
    0.75,
    true,
  ]]);
  take(run.expand(2, 0, "n2"));
  assert.deepEqual(told, ["round 1 · ✓ 2 of 2 · 0.75 · $0.60 · upon a"]);
  assert.deepEqual([progress.group, progress.spent.usd, progress.spent.calls], ["round/2", 6e8, 2]);
});

Deno.test("with a beam the text is that of the best path, whichever it was before", () => {
  const { progress, take } = progressOf();
  take(...run.seed("Once"), run.expand(1, 0, "root"), run.expand(1, 1, "root"));
  take(run.text("round/1/expand/0", " a"), run.result("round/1/expand/0", "a"));
  take(run.text("round/1/expand/1", " b"), run.result("round/1/expand/1", "b"), run.annotate(1, {}, "a", "b"));
  assert.equal(progress.text, "Once a");
  take(run.expand(2, 0, "a"), run.expand(2, 1, "b"));
  take(run.text("round/2/expand/1", " c"), run.result("round/2/expand/1", "c"), run.annotate(2, {}, "c"));
  assert.equal(progress.text, "Once b c");
});

Deno.test("a failed attempt shows what went wrong, and what it had written is forgotten", () => {
  const { progress, told, take } = progressOf(), key = "round/1/expand/0";
  take(run.expand(1, 0, "root"), run.text(key, " half a"));
  take({ type: "retry", run: "story-1", key, failure: { code: "rate", message: "too many" }, at: 9 });
  const [step] = [...progress.steps.values()];
  const words = `${key} failed, to be tried again at ${timeOfDay(9)}: too many`;
  assert.deepEqual([step!.state, step!.error, told], ["retrying", "too many", [words]]);
  take(run.text(key, " whole"));
  assert.deepEqual([step!.state, step!.text], ["streaming", " whole"]);
});

Deno.test("a resumed run goes on from the text it had, and asks for one that was made before", () => {
  const { progress, asked, take } = progressOf({ best: { text: "Once upon", node: "n2" } });
  assert.equal(progress.text, "Once upon");
  take(run.expand(2, 1, "n2"), run.text("round/2/expand/1", " a"), run.result("round/2/expand/1", "n4"));
  take(run.annotate(2, {}, "n3"));
  assert.deepEqual(asked, ["n3"], "n3 was made before the run was resumed");
  progress.learn("n3", "Once upon the");
  assert.equal(progress.text, "Once upon the");
});

Deno.test("working time stands while a person is waited for, and runs otherwise", () => {
  const { progress, take } = progressOf({ wall: 1_000 });
  take(run.expand(1, 0, "root"));
  assert.equal(progress.wallAt(500), 1_500);
  take(run.result("round/1/expand/0", "n1"));
  take(run.started({ do: "ask", key: "round/1/veto", question: "This one?" }));
  assert.equal(progress.wallAt(600), 1_500);
  assert.equal(progress.wallAt(90_000), 1_500);
  take(run.entry({ type: "done", key: "round/1/veto", value: { type: "value", value: "yes" } }));
  assert.equal(progress.wallAt(90_100), 1_600);
});

Deno.test("a question is told once, with how to answer it, a child run's by the child's name", () => {
  const { told, take } = progressOf(), child = eventsOf("story-1.x");
  const ask = { do: "ask", key: "ask", question: "Publish?", choices: ["yes"] } as const;
  take(run.entry({ type: "wait", key: "ask", value: { due: null, question: "Publish?" } }), run.started(ask));
  take(child.started(ask));
  assert.deepEqual(told, [
    "ask asks: Publish? (`loom answer story-1 VALUE`)",
    "ask asks: Publish? (`loom answer story-1.x VALUE`)",
  ]);
});

Deno.test("steps of a child run are shown beside, and do not end the round of their parent", () => {
  const { progress, take } = progressOf(), child = eventsOf("story-1.x");
  take(run.expand(1, 0, "root"), child.expand(7, 0, "root"));
  assert.deepEqual([progress.group, progress.steps.size], ["round/1", 2]);
  take(child.result("round/7/expand/0", "x1"));
  assert.deepEqual([...progress.steps.values()].map(({ state }) => state), ["asked", "done"]);
});

Deno.test("limits rise when the run is given more, those that were not there from what is used", () => {
  const { progress, told, take } = progressOf({ limits: { calls: 3 } }), child = eventsOf("story-1.x");
  take(run.expand(1, 0, "root"), run.result("round/1/expand/0", "n1", 2e8));
  const add = { calls: 2, usd: 5e8 }, value = { kind: "budget", value: add, add, from: { calls: 3 } };
  take(run.entry({ type: "took", value }), child.entry({ type: "took", value }));
  assert.deepEqual(progress.limits, { calls: 5, usd: 7e8 });
  assert.deepEqual(told, ["gets $0.50, 2 calls more", "gets $0.50, 2 calls more"]);
});

Deno.test("however long a text grows, no more is kept than a screen can show", () => {
  const { progress, take } = progressOf(), long = " word".repeat(KEPT);
  take(
    ...run.seed("Once"),
    run.expand(1, 0, "root"),
    run.text("round/1/expand/0", long),
    run.result("round/1/expand/0", "n1"),
  );
  take(run.annotate(1, {}, "n1"));
  assert.equal(progress.text, long.slice(-KEPT));
});

Deno.test("the round of a key ends with its first number", () => {
  assert.deepEqual(["round/3/expand/0", "start", "tasks/write/2/turn/1", "7"].map(groupOf), [
    "round/3",
    undefined,
    "tasks/write/2",
    "7",
  ]);
});

const told = (round: number, more: Readonly<Record<string, Json>> = {}): RunEvent => {
  const best = { score: round, round };
  const value = { round, verdict: "accepted", score: round, best, from: 0, ...more };
  return run.entry({ type: "done", key: `round/${round}/told`, value: { type: "value", value } });
};

Deno.test("a round that is told has its line at once, with what it cost, and no second one", () => {
  const { progress, told: lines, take } = progressOf();
  take(run.expand(1, 0, "root"), run.result("round/1/expand/0", "n1", 3e7), told(1, { node: "n1" }));
  assert.deepEqual(lines, ["round 1 · 1 · best · $0.0300"]);
  take(run.expand(2, 0, "root"), run.result("round/2/expand/0", "n2", 1e7));
  take(told(2, { verdict: "rejected", best: { score: 1, round: 1 }, score: 0.5, back: 1, node: "n2" }));
  progress.finish(9);
  assert.deepEqual(lines.slice(1), ["round 2 · 0.50 · best 1 of round 1 · $0.0100 · rejected, back to 1"]);
  assert.deepEqual(progress.loop.scores, [1, 0.5]);
});

Deno.test("the text of a loop is that of its best round, whole, and asked for where it was made before", () => {
  const { progress, asked, take } = progressOf({ whole: true });
  take(...run.seed("A draft"), run.expand(1, 0, "root"), run.text("round/1/expand/0", "A better one"));
  take(run.result("round/1/expand/0", "n1"), told(1, { node: "n1" }));
  assert.equal(progress.text, "A better one");
  take(run.expand(2, 0, "n1"), run.text("round/2/expand/0", "A worse one"), run.result("round/2/expand/0", "n2"));
  take(told(2, { verdict: "rejected", best: { score: 1, round: 1 }, back: 1, node: "n2" }));
  assert.deepEqual([progress.text, asked], ["A better one", []]);
  take(told(3, { node: "n9" }));
  assert.deepEqual(asked, ["n9"]);
});

Deno.test("rounds of a run inside another are told by its name and are not this run's", () => {
  const { progress, told: lines, take } = progressOf(), child = eventsOf("story-1.x");
  const value = { round: 1, verdict: "accepted", score: 7, best: { score: 7, round: 1 }, from: 0 };
  take(child.entry({ type: "done", key: "round/1/told", value: { type: "value", value } }));
  assert.deepEqual([lines, progress.loop.scores], [["story-1.x: round 1 · 7 · best"], []]);
});

Deno.test("what a draft is worth stands on it as soon as it is noted, and a resumed loop knows its scores", () => {
  const last = { round: 1, verdict: "accepted", score: 4, best: { score: 4, round: 1 }, from: 0 } as const;
  const { progress, take } = progressOf({ whole: true, rounds: { scores: [2, 4], last } });
  assert.deepEqual([progress.loop.scores, progress.loop.last], [[2, 4], last]);
  take(run.expand(2, 0, "root"), run.text("round/2/expand/0", "x"), run.result("round/2/expand/0", "n1"));
  const note = { document: "d", node: "n1", kind: "draft", value: { total: 8, accepted: true } };
  take(run.started({ do: "annotate", key: "round/2/notes", notes: [note] }));
  assert.deepEqual([...progress.steps.values()].map(({ score, chosen }) => [score, chosen]), [[8, true]]);
});

Deno.test("however long a loop goes on, no more scores are kept than a line can show", () => {
  const { progress, take } = progressOf();
  for (let round = 0; round < 2_000; round++) take(told(round));
  assert.deepEqual([progress.loop.scores.length <= 500, progress.loop.scores.at(-1)], [true, 1_999]);
});
