import assert from "node:assert/strict";
import { callClock, LONGEST_TIMER, TimeOver, timeOver, untimed } from "../../lib/tools/call_clock.ts";

const never = (): AbortSignal => new AbortController().signal;
const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve()));

Deno.test("a call's clock ends it with its limit, and its caller with the caller's own reason", async () => {
  using late = callClock(1, never());
  await ended(late.signal);
  assert.ok(timeOver(late.signal) instanceof TimeOver);
  assert.deepEqual([timeOver(late.signal)?.limit, timeOver(late.signal)?.message], [1, "it did not end within 1ms"]);

  const caller = new AbortController(), reason = new Error("enough");
  using called = callClock(LONGEST_TIMER, caller.signal);
  caller.abort(reason);
  assert.equal(called.signal.reason, reason);
  assert.equal(timeOver(called.signal), undefined);
  using begun = callClock(undefined, caller.signal);
  assert.equal(begun.signal.reason, reason, "one whose caller has ended it already is over at once");
});

Deno.test("while a call waits for others its clock stands still, and so do those of its callers", async () => {
  using outer = callClock(20, never());
  using inner = callClock(20, outer.signal);
  const other = callClock(40, never());
  // The other clock is set to more than these have, and all that while they stand still.
  await untimed(inner.signal, () => untimed(inner.signal, () => ended(other.signal)));
  assert.deepEqual([inner.signal.aborted, outer.signal.aborted], [false, false]);
  await ended(inner.signal);
  await ended(outer.signal);
  assert.equal(timeOver(inner.signal)?.limit, 20);
  other[Symbol.dispose]();
});

Deno.test("a limit that no timer can be set to ends nothing before its time", async () => {
  using clock = callClock(LONGEST_TIMER * 3, never());
  using short = callClock(5, never());
  await ended(short.signal);
  assert.equal(clock.signal.aborted, false);
});

Deno.test("a clock that was put away ends nothing more, not even when a wait of its call ends later", async () => {
  const clock = callClock(1, never()), { promise, resolve } = Promise.withResolvers<void>();
  const waiting = untimed(clock.signal, () => promise);
  clock[Symbol.dispose]();
  resolve();
  await waiting;
  using later = callClock(10, never());
  await ended(later.signal);
  assert.equal(clock.signal.aborted, false);
});
