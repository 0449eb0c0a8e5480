import assert from "node:assert/strict";
import { timeOfDay } from "../../lib/cli/amounts.ts";
import { describeEntry } from "../../lib/cli/describe_entry.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Entry } from "../../lib/plan/mod.ts";

const text = (entry: Omit<Entry, "seq" | "at">) => describeEntry({ seq: 1, at: 0, ...entry }).text;

Deno.test("every sort of row is told in one sentence", () => {
  const booking = { usd: 2_000_000, tokens: 40, calls: 1 };
  assert.equal(text({ type: "begin", value: { program: "x@1" } }), "begins");
  assert.equal(text({ type: "begin", value: { origin: "story-1", seq: 9 } }), "begins as a fork of story-1@9");
  assert.equal(text({ type: "drive", value: { epoch: 1 } }), "is driven");
  assert.equal(
    text({ type: "intent", key: "a", value: "writer", booking }),
    "a is asked of writer, at most $0.0020, 40 tokens",
  );
  assert.equal(
    text({ type: "result", key: "a", booking, value: { type: "value", value: { tokens: { output: 7 }, node: "n" } } }),
    "a 7 tokens $0.0020",
  );
  assert.equal(
    text({ type: "result", key: "a", value: { type: "value", value: { tokens: { output: 7 }, value: 2 } } }),
    "a answers 2",
  );
  assert.equal(text({ type: "done", key: "a", value: { type: "value", value: null } }), "a");
  assert.equal(
    text({ type: "done", key: "a", reused: true, value: { type: "value", value: { n: 1 } } }),
    'a (reused) {"n":1}',
  );
  const failed = { type: "failed", failure: { code: "auth", message: "no key" } };
  assert.equal(text({ type: "result", key: "a", value: failed }), "a failed: no key");
  assert.equal(
    text({ type: "result", key: "a", value: { type: "unparsed", text: "", problem: "no number" } }),
    "a cannot be read: no number",
  );
  assert.equal(
    text({ type: "failure", key: "a", value: { code: "rate", message: "too many", at: 5 } }),
    `a failed, to be tried again at ${timeOfDay(5)}: too many`,
  );
  assert.equal(text({ type: "settled", key: "a", booking }), "a is settled $0.0020");
  assert.equal(
    text({ type: "wait", key: "a", value: { due: null, question: "Yes?", choices: ["y", "n"] } }),
    "a asks: Yes? (y, n)",
  );
  assert.equal(text({ type: "took", value: { kind: "pause", value: null } }), "is sent pause");
  assert.equal(
    text({ type: "took", key: "a", value: [{ kind: "guide", value: "slower" }] }),
    "a: is sent guide slower",
  );
  assert.equal(text({ type: "cursor" }), "is saved");
  const add = { usd: 5e8, calls: 1, iterations: 2 };
  assert.equal(
    text({ type: "took", value: { kind: "budget", value: add, add, from: {} } }),
    "gets $0.50, 1 call, 2 iterations more",
  );
  assert.equal(text({ type: "reopen", value: {} }), "goes on");
  assert.equal(text({ type: "reopen", value: { again: ["a", "b"] } }), "goes on, tries again: a, b");
  assert.equal(text({ type: "pause" }), "is paused");
  assert.equal(
    text({ type: "end", value: { kind: "done", reason: "depth 3 is reached", cause: "x" } }),
    "done: depth 3 is reached",
  );
});

Deno.test("a loop's rows are told as what they are: rounds, programs that ran, runs that came to an end", () => {
  const done = (key: string, value: Json) => text({ type: "done", key, value: { type: "value", value } });
  const round = { round: 3, verdict: "rejected", score: 5.5, best: { score: 7.9, round: 2 }, from: 2, back: 2 };
  assert.equal(done("round/3/told", round), "round 3 · 5.50 · best 7.90 of round 2 · rejected, back to 2");
  assert.equal(done("round/3/told", { round: 3 }), 'round/3/told {"round":3}', "anybody may tell anything");
  assert.equal(done("test", { code: 0, stdout: "ok\n12 passed\n", stderr: "warning" }), "test exits with 0: 12 passed");
  assert.equal(done("test", { code: 1, stdout: "1 failed", stderr: "" }), "test exits with 1: 1 failed");
  assert.equal(done("test", { code: 2, stdout: "x", stderr: "no such\nfile\n" }), "test exits with 2: file");
  assert.equal(done("test", { code: 0, stdout: "", stderr: "" }), "test exits with 0");
  assert.equal(
    done("edit", { run: "x-1.e", kind: "converged", reason: "flat", outputs: {} }),
    "edit x-1.e is converged: flat",
  );
});

Deno.test("what a person says to a loop, and a plan that is adopted, are told in words", () => {
  assert.equal(
    text({ type: "took", key: "a", value: [{ kind: "guide", value: { text: "slower" } }] }),
    "a: is told by a person: slower",
  );
  assert.equal(text({ type: "reopen", value: { adopts: {} } }), "goes on with what it follows as that is now");
});

Deno.test("a round that was the best stands out, and so does one that failed", () => {
  const style = (told: Json) =>
    describeEntry({ seq: 1, at: 0, type: "done", key: "round/3/told", value: { type: "value", value: told } }).style;
  assert.equal(style({ round: 3, verdict: "accepted", score: 1, best: { score: 1, round: 3 }, from: 2 }), "good");
  assert.equal(style({ round: 3, verdict: "failed", score: null, best: null, from: 2 }), "bad");
});
