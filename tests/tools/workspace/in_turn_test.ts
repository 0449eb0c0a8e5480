import assert from "node:assert/strict";
import { callClock } from "../../../lib/tools/call_clock.ts";
import { inTurn } from "../../../lib/tools/workspace/in_turn.ts";
import { WorkspaceTrouble } from "../../../lib/tools/workspace/trouble.ts";

Deno.test("one that waits no more lets nobody past those before it", async () => {
  const root = crypto.randomUUID(), told: string[] = [], abort = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const tell = (what: string) => () => Promise.resolve(void told.push(what));
  const first = inTurn(root, () => promise.then(tell("first")));
  const second = inTurn(root, tell("second"), { signal: abort.signal, act: "Cannot write `a`" });
  const third = inTurn(root, tell("third"));
  abort.abort();
  await assert.rejects(second, (error) => {
    assert.ok(error instanceof WorkspaceTrouble && error.code === "aborted");
    assert.equal(error.message, "Cannot write `a`: the call was ended before its turn came");
    return true;
  });
  const fourth = inTurn(root, tell("fourth"));
  assert.deepEqual(told, []);
  resolve();
  await Promise.all([first, third, fourth]);
  assert.deepEqual(told, ["first", "third", "fourth"]);
});

Deno.test("work that fails lets those after it have their turn, and other folders wait for nothing", async () => {
  const root = crypto.randomUUID(), never = Promise.withResolvers<void>();
  const failing = inTurn(root, () => Promise.reject(new Error("it broke"))),
    after = inTurn(root, () => Promise.resolve(1));
  const held = inTurn(crypto.randomUUID(), () => never.promise);
  await assert.rejects(failing, /it broke/);
  assert.equal(await after, 1);
  never.resolve();
  await held;
});

Deno.test("a call that waits for its turn has all of its time then", async () => {
  const root = crypto.randomUUID(), before = Promise.withResolvers<void>(), caller = new AbortController();
  const ended = ({ signal }: { readonly signal: AbortSignal }) =>
    new Promise<void>((resolve) => signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve()));
  const held = inTurn(root, () => before.promise);
  using mine = callClock(30, caller.signal);
  using longer = callClock(90, caller.signal);
  const first = inTurn(root, () => Promise.resolve(mine.signal.aborted), { signal: mine.signal, act: "Cannot write" });
  // Thrice the time that it has goes by before its turn comes.
  await ended(longer);
  before.resolve();
  await held;
  assert.equal(await first, false, "it has its time still");
  const second = inTurn(root, () => ended(mine), { signal: mine.signal, act: "Cannot write" });
  await second;
  assert.equal(mine.signal.aborted, true, "and no more than that");
});
