import assert from "node:assert/strict";
import type { Call, Program } from "../../lib/plan/mod.ts";
import { all, call, cancel, commit, fork, join, race, take, within } from "../../lib/plan/mod.ts";
import { Scheduler } from "../../lib/engine/scheduler.ts";
import { ProgramError } from "../../lib/engine/turn.ts";

/** Steps a program by hand: `give` hands out one value. */
function byHand<T>(start: () => Program<T>) {
  const scheduler = new Scheduler(start()), commits: unknown[] = [], issued: string[] = [];
  const run = () => {
    for (;;) {
      const turn = scheduler.run();
      if (turn.turn === "commit") {
        commits.push(turn.state);
        continue;
      }
      if (turn.turn === "wait") issued.push(...turn.issued.map(({ key }) => key));
      return;
    }
  };
  run();
  return {
    scheduler,
    commits,
    issued,
    give: (key: string, value: unknown) => {
      const taken = scheduler.deliver(key, { type: "value", value });
      run();
      return taken;
    },
  };
}

const step = (key: string) => () => call(key, () => 0 as number);

Deno.test("the outcome handed out first decides a race, and the loser's step is aborted and skipped (S2)", () => {
  const hand = byHand(() => race([step("a"), step("b")]));
  assert.deepEqual(hand.issued, ["a", "b"]);
  assert.ok(hand.give("b", 2));
  assert.deepEqual(hand.scheduler.ended, { ok: true, value: 2 });
  assert.deepEqual(hand.scheduler.takeAborted(), ["a"]);
  assert.ok(hand.scheduler.wasDropped("a"));
  assert.equal(hand.give("a", 1), false);
});

Deno.test("cancelling a fiber cancels all it started, at any depth (S3)", () => {
  const hand = byHand(function* () {
    const outer = yield* fork(function* () {
      yield* all<unknown>([step("deep/1"), () => all([step("deep/2")])]);
    });
    yield* call("wait", () => 0);
    yield* cancel(outer);
    return "left";
  });
  assert.deepEqual(hand.issued.toSorted(), ["deep/1", "deep/2", "wait"]);
  hand.give("wait", 0);
  assert.deepEqual(hand.scheduler.takeAborted().toSorted(), ["deep/1", "deep/2"]);
  assert.deepEqual(hand.scheduler.ended, { ok: true, value: "left" });
});

Deno.test("a program that ends takes its forgotten fibers with it (S3)", () => {
  const hand = byHand(function* () {
    yield* fork(step("forgotten"));
    return yield* call("main", () => 0);
  });
  hand.give("main", 1);
  assert.deepEqual(hand.scheduler.takeAborted(), ["forgotten"]);
});

Deno.test("a child that throws interrupts a parent that joins another, and its siblings are cancelled (S4)", () => {
  const hand = byHand(function* () {
    try {
      return yield* all<unknown>([step("slow"), function* (): Program<void> {
        yield* call("fast", () => 0);
        throw new Error("no good");
      }]);
    } catch (error) {
      return (error as Error).message;
    }
  });
  hand.give("fast", 0);
  assert.deepEqual(hand.scheduler.ended, { ok: true, value: "no good" });
  assert.deepEqual(hand.scheduler.takeAborted(), ["slow"]);
});

Deno.test("a failure nobody joins fails the program at its end instead of vanishing (S4)", () => {
  const hand = byHand(function* () {
    yield* fork(function* (): Program<void> {
      throw new Error("unseen");
    });
    return yield* call("main", () => 0);
  });
  hand.give("main", 1);
  assert.equal((hand.scheduler.ended as { error: Error }).error.message, "unseen");
});

Deno.test("a key may name one step between two commits, and again after the next (S5)", () => {
  const twice = byHand(function* () {
    yield* call("k", () => 0);
    yield* call("k", () => 0);
  });
  twice.give("k", 0);
  assert.match(String((twice.scheduler.ended as { error: Error }).error), /`k`.*used since the last commit/);
  const after = byHand(function* () {
    yield* call("k", () => 0);
    yield* commit(1);
    yield* call("k", () => 0);
    return "fine";
  });
  after.give("k", 0);
  after.give("k", 0);
  assert.deepEqual(after.scheduler.ended, { ok: true, value: "fine" });
});

Deno.test("only the root may commit or take, and commit only alone", () => {
  const early = byHand(function* () {
    yield* fork(step("a"));
    yield* commit(1);
  });
  assert.ok((early.scheduler.ended as { error: unknown }).error instanceof ProgramError);
  const child = byHand(function* (): Program<unknown> {
    return yield* join(yield* fork(() => take("t")));
  });
  assert.match(String((child.scheduler.ended as { error: unknown }).error), /only the root/);
});

Deno.test("with a width, a task starts the moment there is room, and results keep their order", () => {
  const hand = byHand(() => all([..."abcde"].map((key) => step(key)), { width: 2 }));
  assert.deepEqual(hand.issued, ["a", "b"]);
  hand.give("b", 2);
  assert.deepEqual(hand.issued, ["a", "b", "c"]);
  hand.give("c", 3);
  hand.give("a", 1);
  hand.give("d", 4);
  hand.give("e", 5);
  assert.deepEqual(hand.scheduler.ended, { ok: true, value: [1, 2, 3, 4, 5] });
});

Deno.test("ten thousand fibers at once are stepped without deep recursion", () => {
  const hand = byHand(() => all(Array.from({ length: 10_000 }, (_, i) => step(`t/${i}`))));
  for (let i = 0; i < 10_000; i++) hand.give(`t/${i}`, i);
  assert.equal((hand.scheduler.ended as { value: number[] }).value.length, 10_000);
});

Deno.test("a finally block that asks for more while it is cancelled is let go", () => {
  const hand = byHand(() =>
    race<unknown>([step("win"), function* (): Program<void> {
      try {
        yield* call("lose", () => 0);
      } finally {
        yield* call("cleanup", () => 0);
      }
    }])
  );
  hand.give("win", 1);
  assert.deepEqual(hand.scheduler.ended, { ok: true, value: 1 });
  assert.equal(hand.issued.includes("cleanup"), false);
});

Deno.test("the value of a step is what was handed out, never what the body would give", () => {
  const effect: Call = { do: "call", key: "k", input: null };
  const hand = byHand(() => call(effect.key, () => "from the body"));
  hand.give("k", "from the journal");
  assert.deepEqual(hand.scheduler.ended, { ok: true, value: "from the journal" });
});

Deno.test("a part works while any of its fibers waits for work, and is looked at only where something has happened to it (S8)", () => {
  const hand = byHand(() =>
    all<unknown>([
      () => within({ key: "part", duration: 1 }, () => all([step("work/1"), step("rest/1"), step("work/2")])),
      step("work/3"),
    ])
  );
  const turned = () =>
    hand.scheduler.scopes.takeTurned((key) => key.startsWith("work")).map(({ key, is }) => `${key} ${is}`);
  assert.deepEqual(turned(), ["part/timeout working"]);
  hand.give("work/3", 0);
  assert.deepEqual(turned(), [], "nothing has happened to it");
  hand.give("work/1", 0);
  assert.deepEqual(turned(), ["part/timeout working"]);
  hand.give("work/2", 0);
  assert.deepEqual(turned(), ["part/timeout resting"]);
  hand.scheduler.touch("rest/1");
  assert.deepEqual(turned(), ["part/timeout resting"]);
  hand.give("rest/1", 0);
  assert.deepEqual(turned(), ["part/timeout over"]);
});

Deno.test("a part whose time is over is cancelled with all it started, and parts in parts are measured apart (S3) (S8)", () => {
  const hand = byHand(() =>
    within(
      { key: "outer", duration: 9 },
      () => within({ key: "inner", duration: 1 }, () => all([step("a"), step("b")])),
    )
  );
  const turned = () => hand.scheduler.scopes.takeTurned((key) => key === "a").map(({ key, is }) => `${key} ${is}`);
  assert.deepEqual(turned().toSorted(), ["inner/timeout working", "outer/timeout working"]);
  hand.give("inner/timeout", null);
  const ended = hand.scheduler.ended;
  assert.ok(ended && !ended.ok);
  assert.match(String(ended.error), /it took longer than 1ms/);
  assert.deepEqual(hand.scheduler.takeAborted().toSorted(), ["a", "b", "outer/timeout"]);
  assert.deepEqual(turned().toSorted(), ["inner/timeout over", "outer/timeout over"]);
});
