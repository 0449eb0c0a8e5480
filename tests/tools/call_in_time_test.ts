import assert from "node:assert/strict";
import { callInTime, unlessLate } from "../../lib/tools/call_in_time.ts";
import { callClock, TimeOver } from "../../lib/tools/call_clock.ts";
import type { ToolResult } from "../../lib/tools/tool.ts";

const never = (): AbortSignal => new AbortController().signal;
const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
const done: ToolResult = { ok: true, output: "done" };
const given: ToolResult = { ok: false, code: "aborted", message: "Cannot do it: the call was ended" };

Deno.test("a call that its clock ended is told as `timeout` with the limit, one that its caller ended stays `aborted`", async () => {
  const slow = async (signal: AbortSignal) => (await ended(signal), given);
  assert.deepEqual(await callInTime({ name: "it", timeout: 1, signal: never() }, slow), {
    ok: false,
    code: "timeout",
    message: "The tool `it` failed: it did not end within 1ms: Cannot do it: the call was ended",
  });
  const caller = new AbortController(),
    called = callInTime({ name: "it", timeout: 60_000, signal: caller.signal }, slow);
  caller.abort();
  assert.deepEqual(await called, given);
});

Deno.test("what a call gives, refuses or throws by itself is left as it is, whatever its limit", async () => {
  const call = (work: (signal: AbortSignal) => Promise<ToolResult>) =>
    callInTime({ name: "it", timeout: 1, signal: never() }, work);
  assert.equal(await call(() => Promise.resolve(done)), done);
  const missing: ToolResult = { ok: false, code: "missing", message: "Cannot find it" };
  assert.equal(await call(async (signal) => (await ended(signal), missing)), missing);
  assert.equal(await call(async (signal) => (await ended(signal), done)), done, "it was done after all");
  await assert.rejects(call(() => Promise.reject(new Error("it broke"))), /it broke/);
  const thrown = await call(async (signal) => {
    await ended(signal);
    signal.throwIfAborted();
    return done;
  });
  assert.ok(!thrown.ok && thrown.code === "timeout");
});

Deno.test("work that pays no heed to its signal is left alone when its time is over, and one that comes down says how", async () => {
  using clock = callClock(1, never());
  await assert.rejects(unlessLate(clock.signal, () => new Promise<void>(() => {}), 1), TimeOver);
  using other = callClock(1, never());
  const heeding = async () => {
    await ended(other.signal);
    throw new Error("stopped");
  };
  await assert.rejects(unlessLate(other.signal, heeding), TimeOver, "what it throws then is that its time was over");
  using third = callClock(1, never());
  assert.equal(await unlessLate(third.signal, async () => (await ended(third.signal), 3)), 3);
  await assert.rejects(unlessLate(never(), () => Promise.reject(new Error("it broke"))), /it broke/);
});
