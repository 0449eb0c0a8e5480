import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Entry } from "../../lib/plan/mod.ts";
import { runView } from "../../lib/views/run_view.ts";
import { cost, generated, headOf, rows } from "./rows.ts";

Deno.test("all attempts of a step are one step: its cost is their sum, its failures are told in order", () => {
  const entries = rows(
    { type: "intent", key: "a", booking: cost(9) },
    { type: "failure", key: "a", ref: 1, booking: cost(2), value: { code: "rate", message: "too many" } },
    { type: "intent", key: "a", booking: cost(9) },
    { type: "failure", key: "a", ref: 3, booking: cost(3), value: { code: "server", message: "down" } },
    { type: "intent", key: "a", booking: cost(9) },
    { type: "result", key: "a", ref: 5, booking: cost(4), value: generated("n1") },
  );
  const { steps, totals } = runView({ head: headOf(), entries });
  assert.equal(steps.length, 1);
  const [step] = steps;
  assert.equal(step!.attempts, 3);
  assert.deepEqual(step!.cost, { usd: 9, tokens: 0, calls: 3 });
  assert.deepEqual(step!.failures.map(({ message }) => message), ["too many", "down"]);
  assert.deepEqual([step!.seq, step!.type, step!.state, step!.duration], [6, "call", "done", 5_000]);
  assert.deepEqual([totals.steps, totals.retries], [1, 2]);
});

Deno.test("a key that is used again after its outcome is another step", () => {
  const entries = rows(
    { type: "done", key: "look", value: { type: "value", value: 1 } },
    { type: "done", key: "look", value: { type: "value", value: 2 } },
  );
  assert.deepEqual(runView({ head: headOf(), entries }).steps.map(({ value }) => value), [1, 2]);
});

Deno.test("a call that was cut off is dropped, goes on when it is asked for again, and its late bill counts", () => {
  const cut = rows(
    { type: "intent", key: "a", booking: cost(9) },
    { type: "settled", key: "a", ref: 1, booking: cost(9) },
  );
  assert.equal(runView({ head: headOf(), entries: cut }).steps[0]!.state, "dropped");
  const again = rows(
    ...cut,
    { type: "intent", key: "a", booking: cost(9) },
    { type: "result", key: "a", ref: 3, booking: cost(5), value: generated("n1") },
  );
  const [step, ...others] = runView({ head: headOf(), entries: again }).steps;
  assert.deepEqual(others, []);
  assert.deepEqual([step!.state, step!.attempts, step!.cost.usd], ["done", 2, 14]);
  const late = rows(
    { type: "intent", key: "a", booking: cost(9) },
    { type: "intent", key: "a", booking: cost(9) },
    { type: "result", key: "a", ref: 2, booking: cost(5), value: generated("n1") },
    { type: "settled", key: "a", ref: 1, booking: cost(1) },
  );
  const [settled] = runView({ head: headOf(), entries: late }).steps;
  assert.deepEqual([settled!.state, settled!.seq, settled!.cost.usd], ["done", 3, 6]);
});

Deno.test("grades and choices of this run stand on the steps that made the nodes, those of other runs do not", () => {
  const entries = rows(
    { type: "intent", key: "a" },
    { type: "result", key: "a", ref: 1, value: generated("n1") },
    { type: "intent", key: "b" },
    { type: "result", key: "b", ref: 3, value: generated("n2") },
  );
  const note = { run: "story-1", at: 0 };
  const { steps } = runView({
    head: headOf(),
    entries,
    notes: [
      { ...note, node: "n1", kind: "grade", value: { round: 1, score: 0.5 } },
      { ...note, node: "n1", kind: "choice", value: { round: 1, rank: 0 } },
      { ...note, node: "n2", kind: "grade", value: { round: 1, score: 0.25 } },
      { ...note, run: "other", node: "n2", kind: "choice", value: { round: 1, rank: 0 } },
    ],
  });
  assert.deepEqual(steps.map(({ score, chosen }) => [score, chosen]), [[0.5, true], [0.25, false]]);
});

Deno.test("a draft's total is its score, and one that was accepted is told as chosen", () => {
  const note = { run: "story-1", at: 0, kind: "draft" };
  const { steps } = runView({
    head: headOf(),
    entries: rows(
      { type: "intent", key: "a" },
      { type: "result", key: "a", ref: 1, value: generated("n1") },
      { type: "intent", key: "b" },
      { type: "result", key: "b", ref: 3, value: generated("n2") },
    ),
    notes: [
      { ...note, node: "n1", value: { total: null, accepted: false } },
      { ...note, node: "n2", value: { total: 8.5, accepted: true } },
    ],
  });
  assert.deepEqual(steps.map(({ score, chosen }) => [score, chosen]), [[undefined, false], [8.5, true]]);
});

Deno.test("failures, answers that cannot be read, and bills above the bound are told on the step", () => {
  const { steps } = runView({
    head: headOf(),
    entries: rows(
      { type: "intent", key: "a", booking: cost(1) },
      {
        type: "result",
        key: "a",
        ref: 1,
        booking: cost(2),
        value: { type: "failed", failure: { code: "auth", message: "no key" } },
      },
      { type: "intent", key: "b", booking: cost(1) },
      {
        type: "result",
        key: "b",
        ref: 3,
        booking: cost(1),
        value: { type: "unparsed", text: "?", problem: "no number" },
      },
    ),
  });
  assert.deepEqual(steps.map(({ state, error, overrun }) => [state, error, overrun]), [
    ["failed", "no key", true],
    ["unparsed", "no number", false],
  ]);
});

Deno.test("a question that waits tells what it asks, and is done when it is answered", () => {
  const asked = rows({
    type: "wait",
    key: "veto",
    value: { due: 5_000, question: "This one?", choices: ["yes", "no"] },
  });
  const [open] = runView({ head: headOf(), entries: asked }).steps;
  assert.deepEqual(
    [open!.type, open!.state, open!.question, open!.choices, open!.due],
    ["wait", "open", "This one?", ["yes", "no"], 5_000],
  );
  const entries = rows(...asked, { type: "done", key: "veto", value: { type: "value", value: "yes" } });
  const [done] = runView({ head: headOf(), entries }).steps;
  assert.deepEqual([done!.type, done!.state, done!.value], ["wait", "done", "yes"]);
});

Deno.test("the step that started a child run costs what the child has cost", () => {
  const child = runView({
    head: headOf({ name: "story-1.x", parent: { run: 1, key: "edit" }, spent: cost(7, 40) }),
    entries: rows({ type: "end", value: { kind: "done", reason: "fine", cause: "x" } }),
  });
  const { steps } = runView({
    head: headOf(),
    entries: rows({ type: "done", key: "edit", value: { type: "value", value: { run: "story-1.x", kind: "done" } } }),
    children: [child],
  });
  assert.deepEqual([steps[0]!.type, steps[0]!.cost, steps[0]!.cumulative], ["run", cost(7, 40), 7]);
});

Deno.test("an end holds until the run is opened again", () => {
  const ended = rows({
    type: "end",
    value: { kind: "exhausted", reason: "no money", cause: "usd", outputs: { text: "x" } },
  });
  const view = runView({ head: headOf({ status: "exhausted" }), entries: ended });
  assert.deepEqual([view.end?.kind, view.outputs], ["exhausted", { text: "x" }]);
  const again = runView({ head: headOf(), entries: rows(...ended, { type: "reopen", value: {} }) });
  assert.deepEqual([again.end, again.outputs], [undefined, undefined]);
});

Deno.test("whatever happened to calls, in whatever order, steps cost together what the journal has booked", () => {
  const call = fc.record({
    key: fc.constantFrom("a", "b", "c"),
    usd: fc.nat(50),
    ends: fc.constantFrom("failure", "result", "settled", "open"),
  });
  fc.assert(fc.property(fc.array(call, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (calls, picks) => {
    const written: Entry[] = [], flying: { seq: number; key: string; usd: number; ends: string }[] = [];
    const write = (entry: Omit<Entry, "seq" | "at">) => {
      written.push({ ...entry, seq: written.length + 1, at: written.length });
      return written.length;
    };
    const land = (at: number) => {
      const [{ seq, key, usd, ends }] = flying.splice(at, 1) as [typeof flying[number]];
      if (ends === "open") return;
      const value = ends === "result" ? generated(key) : { code: "x", message: "y" };
      write({ type: ends as Entry["type"], key, ref: seq, booking: cost(usd), ...(value ? { value } : {}) });
    };
    for (const { key, usd, ends } of calls) {
      flying.push({ seq: write({ type: "intent", key, booking: cost(50) }), key, usd, ends });
      if (picks.next().value % 2 === 0) land(picks.next().value % flying.length);
    }
    while (flying.length > 0) land(picks.next().value % flying.length);
    const booked = written.reduce((sum, { ref, booking }) => ref === undefined ? sum : sum + booking!.usd, 0);
    const { steps } = runView({ head: headOf(), entries: written });
    assert.equal(steps.reduce((sum, step) => sum + step.cost.usd, 0), booked);
    assert.equal(steps.at(-1)?.cumulative ?? 0, booked);
  }));
});
