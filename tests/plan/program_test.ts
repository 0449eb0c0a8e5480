import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Effect, Fiber, Instruction, Outcome, Program, Start } from "../../lib/plan/mod.ts";
import {
  all,
  call,
  cancel,
  commit,
  demand,
  EffectFailed,
  fork,
  join,
  perform,
  race,
  read,
  readNode,
  take,
} from "../../lib/plan/mod.ts";

/** A program that says one thing, and what becomes of it when it is told `answer`. */
function told<T>(program: Program<T>, answer: unknown): { readonly said: Instruction; readonly value: T } {
  const said = program.next();
  assert.equal(said.done, false);
  const end = program.next(answer);
  assert.equal(end.done, true);
  return { said: said.value as Instruction, value: end.value as T };
}

const effect: Effect = { do: "ask", key: "k", question: "Go?" };
const failed: Outcome<never> = { type: "failed", failure: { code: "auth", message: "the key was refused" } };
const unparsed: Outcome<never> = { type: "unparsed", text: "hm", problem: "no number in it" };

Deno.test("an effect is performed as it is, and its outcome comes back as it is, failed or not", () => {
  const outcomes: readonly Outcome<number>[] = [{ type: "value", value: 1 }, failed, unparsed];
  for (const outcome of outcomes) {
    assert.deepEqual(told(perform(effect), outcome), { said: { say: "perform", effect }, value: outcome });
  }
});

Deno.test("a demanded effect gives its value, or throws what went wrong and at which step", () => {
  assert.equal(told(demand(effect), { type: "value", value: "yes" }).value, "yes");
  const thrown = (outcome: Outcome<never>) => {
    try {
      told(demand(effect), outcome);
    } catch (error) {
      assert.ok(error instanceof EffectFailed);
      return [error.key, error.code, error.message];
    }
    return undefined;
  };
  assert.deepEqual(thrown(failed), ["k", "auth", "the key was refused"]);
  assert.deepEqual(thrown(unparsed), ["k", "unparsed", "no number in it"]);
});

Deno.test("a function is called by the engine alone: the program hands it out beside the data", () => {
  let calls = 0;
  const body = () => ++calls, { said, value } = told(call("k", body, { what: 1 }), { type: "value", value: 7 });
  assert.deepEqual(said, { say: "perform", effect: { do: "call", key: "k", input: { what: 1 } }, body });
  assert.deepEqual([value, calls], [7, 0]);
  assert.deepEqual((call("k", body).next().value as { effect: unknown }).effect, { do: "call", key: "k", input: null });
  assert.throws(() => told(call("k", body), failed), (error) => error instanceof EffectFailed && error.code === "auth");
});

Deno.test("words to the scheduler are plain data", () => {
  const fiber: Fiber<number> = { id: 3 }, text = { document: "d", node: "n" };
  const start: Start<number> = () => call("k", () => 1);
  assert.deepEqual(told(fork(start), fiber).said, { say: "fork", start });
  assert.deepEqual(told(join(fiber), 5), { said: { say: "join", fiber }, value: 5 });
  assert.deepEqual(told(cancel(fiber), undefined).said, { say: "cancel", fiber });
  assert.deepEqual(told(commit({ n: 1 }), undefined).said, { say: "commit", state: { n: 1 } });
  assert.deepEqual(told(take("t"), [1]), { said: { say: "take", key: "t" }, value: [1] });
  assert.deepEqual(told(read(text), "whole"), { said: { say: "read", text }, value: "whole" });
  assert.deepEqual(told(readNode(text), "piece"), { said: { say: "read", text, alone: true }, value: "piece" });
});

/** A small scheduler: lanes take turns in the order given, each step answering with its key. */
function scheduled<T>(program: Program<T>, pick: (waiting: number) => number) {
  const lanes: { readonly program: Program<unknown>; asks: string | undefined; ended: boolean; value?: unknown }[] = [];
  const asked: string[] = [];
  let most = 0;
  const step = (lane: typeof lanes[number], answer?: unknown) => {
    const turn = lane.program.next(answer);
    if (turn.done) return void (lane.ended = true, lane.value = turn.value, lane.asks = undefined);
    assert.equal(turn.value.say, "perform");
    lane.asks = (turn.value as { effect: Effect }).effect.key;
    asked.push(lane.asks);
  };
  let turn = program.next();
  while (!turn.done) {
    const said = turn.value;
    if (said.say === "fork") {
      const lane = { program: said.start(), asks: undefined, ended: false };
      lanes.push(lane);
      step(lane);
      turn = program.next({ id: lanes.length - 1 });
    } else {
      assert.equal(said.say, "join");
      const lane = lanes[(said as { fiber: Fiber<unknown> }).fiber.id]!;
      while (!lane.ended) {
        const waiting = lanes.filter(({ ended }) => !ended);
        most = Math.max(most, waiting.length);
        const next = waiting[pick(waiting.length)]!;
        step(next, { type: "value", value: next.asks });
      }
      turn = program.next(lane.value);
    }
  }
  return { value: turn.value, asked, most };
}

Deno.test("whatever order things end in, all gives the results in the order of the programs, each started once", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 12 }),
      fc.option(fc.integer({ min: 1, max: 5 })),
      fc.array(fc.nat()),
      (count, width, picks) => {
        let turn = 0;
        const keys = Array.from({ length: count }, (_, i) => `k${i}`);
        const starts = keys.map((key) => () => call(key, () => ""));
        const found = scheduled(
          all(starts, width === null ? {} : { width }),
          (waiting) => (picks[turn++ % (picks.length || 1)] ?? 0) % waiting,
        );
        assert.deepEqual(found.value, keys);
        assert.deepEqual(found.asked.toSorted(), keys.toSorted());
        assert.ok(found.most <= Math.min(width ?? count, count));
      },
    ),
  );
});

Deno.test("all starts the next program in a lane the moment there is room", () => {
  const program = all(["a", "b", "c"].map((key) => () => call(key, () => "")), { width: 2 });
  assert.deepEqual(scheduled(program, (waiting) => waiting - 1).asked, ["a", "b", "c"]);
});

Deno.test("all of nothing is an empty list, and asks for nothing", () => {
  assert.deepEqual(all([]).next(), { done: true, value: [] });
});

Deno.test("when one of all throws, the others are cancelled and the error goes on", () => {
  const program = all([() => call("a", () => 1), () => call("b", () => 2)]);
  program.next();
  program.next({ id: 1 });
  assert.deepEqual(program.next({ id: 2 }).value, { say: "join", fiber: { id: 1 } });
  assert.deepEqual(program.throw(new Error("no")).value, { say: "cancel", fiber: { id: 1 } });
  assert.deepEqual(program.next().value, { say: "cancel", fiber: { id: 2 } });
  assert.throws(() => program.next(), /^Error: no$/);
});

Deno.test("a race forks all before it waits", () => {
  const program = race([() => call("a", () => 1), () => call("b", () => 2)]);
  assert.equal((program.next().value as Instruction).say, "fork");
  assert.equal((program.next({ id: 1 }).value as Instruction).say, "fork");
  assert.deepEqual(program.next({ id: 2 }).value, { say: "race", fibers: [{ id: 1 }, { id: 2 }] });
  assert.deepEqual(program.next("won"), { done: true, value: "won" });
});
