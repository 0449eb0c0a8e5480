import assert from "node:assert/strict";
import { asInstruction } from "../../lib/engine/as_instruction.ts";
import { Scheduler } from "../../lib/engine/scheduler.ts";
import { ProgramError } from "../../lib/engine/turn.ts";
import type { Effect, Fiber, Program, TextRef } from "../../lib/plan/mod.ts";
import { call, cancel, fork, join, perform, race, read } from "../../lib/plan/mod.ts";

/** What is thrown into a program at what it yields. */
function told(yielded: unknown): string {
  function* wrong(): Program<string> {
    try {
      yield yielded as never;
    } catch (error) {
      assert.ok(error instanceof ProgramError);
      return error.message;
    }
    return "nothing was thrown";
  }
  const scheduler = new Scheduler(wrong());
  scheduler.run();
  const { ended } = scheduler;
  return ended?.ok ? ended.value : String(ended?.error);
}

Deno.test("a yield of what nobody can do is a mistake at that place, in words that say what was meant", () => {
  const effect: Effect = { do: "ask", key: "k", question: "Go?" };
  assert.match(told(call("k", () => 1)), /^Cannot go on from a `yield` of a step that was not run: write `yield\*`/);
  assert.match(told(Promise.resolve(1)), /^Cannot go on from a `yield` of a promise: make it a step, `yield\* call/);
  assert.match(told((async function* () {})()), /^Cannot go on from a `yield` of an async generator: make it a step/);
  assert.match(told(effect), /^Cannot go on from a `yield` of an effect: perform it, `yield\* demand\(effect\)`/);
  assert.match(told(undefined), /^Cannot go on from a `yield` of `undefined`: only steps are waited for/);
  assert.match(told({}), /^Cannot go on from a `yield` of an object: only steps/);
  assert.match(told({ say: "sing" }), /^Cannot go on from a `yield` of an object: only steps/);
  assert.match(told({ say: "toString" }), /^Cannot go on from a `yield` of an object: only steps/);
});

Deno.test("a word to the scheduler without what it is about is a mistake at that place", () => {
  const first = <T>(program: Program<T>) => () => asInstruction(program.next().value);
  const fiber = fork(() => call("k", () => 1)) as unknown as Fiber<number>;
  assert.throws(first(join(fiber)), /^ProgramError: Cannot join: give it what `yield\* fork\(…\)` gave$/);
  assert.throws(first(cancel(undefined as unknown as Fiber<number>)), /^ProgramError: Cannot cancel: give it what/);
  assert.throws(first(perform(undefined as unknown as Effect)), /^ProgramError: Cannot perform: give it an effect/);
  assert.throws(first(read(undefined as unknown as TextRef)), /^ProgramError: Cannot read: give it a text/);
});

Deno.test("what forks something else than a program hears of it where it forks", () => {
  function* wrong(): Program<number> {
    return yield* race([call("k", () => 1) as unknown as () => Program<number>]);
  }
  const scheduler = new Scheduler(wrong());
  scheduler.run();
  const { ended } = scheduler;
  assert.ok(ended && !ended.ok);
  assert.match(String(ended.error), /^TypeError: Cannot start a program that runs already/);
});
