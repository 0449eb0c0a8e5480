import assert from "node:assert/strict";
import type { Turned } from "../../lib/engine/scopes.ts";
import { Scheduler } from "../../lib/engine/scheduler.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, commit, fork, race, within } from "../../lib/plan/mod.ts";
import fc from "../properties.ts";

const step = (key: string) => () => call(key, () => 0);

/** A program whose scheduler stands where all wait. */
function played(start: () => Program<unknown>): Scheduler<unknown> {
  const scheduler = new Scheduler(start());
  goOn(scheduler);
  return scheduler;
}

function goOn(scheduler: Scheduler<unknown>): void {
  while (scheduler.run().turn === "commit");
}

function give(scheduler: Scheduler<unknown>, key: string): void {
  assert.ok(scheduler.deliver(key, { type: "value", value: null }));
  goOn(scheduler);
}

const words = ({ key, is }: Turned) => `${key} ${is}`;

Deno.test("a key that measures another part after a commit is told to be over first: its time begins anew", () => {
  const scheduler = played(function* () {
    for (let round = 0; round < 2; round++) {
      yield* within({ key: "part", duration: 1 }, step("work"));
      yield* commit(round);
    }
  });
  const turned = () => scheduler.scopes.takeTurned(() => true).map(words);
  assert.deepEqual(turned(), ["part/timeout working"]);
  give(scheduler, "work");
  assert.deepEqual(turned(), ["part/timeout over", "part/timeout working"]);
});

Deno.test("a part is not looked at while a fiber of it is on its way: what it waits for next counts", () => {
  const scheduler = played(() =>
    within({ key: "part", duration: 1 }, () =>
      all<unknown>([
        step("rest"),
        function* () {
          yield* call("work/1", () => 0);
          yield* call("work/2", () => 0);
        },
      ]))
  );
  const turned = () => scheduler.scopes.takeTurned((key) => key.startsWith("work")).map(words);
  assert.deepEqual(turned(), ["part/timeout working"]);
  scheduler.deliver("work/1", { type: "value", value: 0 });
  assert.equal(scheduler.touch("rest"), false, "not all of them wait");
  goOn(scheduler);
  assert.equal(scheduler.touch("rest"), true);
  assert.deepEqual(turned(), ["part/timeout working"]);
  give(scheduler, "work/2");
  assert.deepEqual(turned(), ["part/timeout resting"]);
});

Deno.test("a part that is measured around one that goes on already is told of what happens in that", () => {
  const scheduler = played(function* () {
    const working = yield* fork(() =>
      within({ key: "inner", duration: 1 }, function* () {
        yield* call("work", () => 0);
        yield* call("rest", () => 0);
      })
    );
    yield* call("first", () => 0);
    yield { say: "perform", effect: { do: "worked", key: "outer", duration: 1 }, of: working };
  });
  const turned = () => scheduler.scopes.takeTurned((key) => key === "work").map(words).toSorted();
  assert.deepEqual(turned(), ["inner/timeout working"]);
  give(scheduler, "first");
  assert.deepEqual(turned(), ["outer working"]);
  give(scheduler, "work");
  assert.deepEqual(turned(), ["inner/timeout resting", "outer resting"]);
});

Deno.test("what is looked at when one of thousands goes on does not grow with their number", () => {
  const many = Array.from({ length: 3_000 }, (_, i) => `${i}`);
  const scheduler = played(() =>
    within(
      { key: "outer", duration: 1 },
      () =>
        all(many.map((i) => () =>
          within({ key: i, duration: 1 }, function* () {
            yield* call(`${i}/a`, () => 0);
            yield* call(`${i}/b`, () => 0);
          })
        )),
    )
  );
  let looks = 0;
  const look = () => {
    const turned = scheduler.scopes.takeTurned(() => (looks++, false));
    return turned.length;
  };
  assert.equal(look(), many.length + 1);
  for (const i of many) {
    looks = 0;
    give(scheduler, `${i}/a`);
    assert.equal(look(), 2, "the part and the one around it");
    assert.equal(looks, 1);
  }
});

/** A piece of a program. */
type Piece =
  | { readonly do: "work" | "rest" }
  | { readonly do: "part"; readonly of: Piece }
  | { readonly do: "seq" | "all" | "race"; readonly of: readonly Piece[] };

const { piece } = fc.letrec<{ piece: Piece }>((tie) => ({
  piece: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.record({ do: fc.constantFrom("work" as const, "rest" as const) }),
    fc.record({ do: fc.constant("part" as const), of: tie("piece") }),
    fc.record({
      do: fc.constantFrom("seq" as const, "all" as const, "race" as const),
      of: fc.array(tie("piece"), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

function* play(one: Piece, key: string): Program<unknown> {
  switch (one.do) {
    case "work":
    case "rest":
      return yield* call(`${key}/${one.do}`, () => 0);
    case "part":
      return yield* within({ key, duration: 1 }, () => play(one.of, `${key}/in`));
    case "seq": {
      for (const [i, piece] of one.of.entries()) yield* play(piece, `${key}/${i}`);
      return;
    }
    default: {
      const starts = one.of.map((piece, i) => () => play(piece, `${key}/${i}`));
      return yield* one.do === "all" ? all(starts) : race(starts);
    }
  }
}

Deno.test("whatever a program is made of, a part is told to work while a step in it does, never else, and is around its steps", () => {
  fc.assert(fc.property(piece, fc.array(fc.nat(), { maxLength: 20 }), (made, choices) => {
    const scheduler = played(() => play(made, "p")), works = (key: string) => key.endsWith("/work");
    const told = new Map<string, string>();
    for (const choice of [...choices, 0]) {
      for (const { key, is } of scheduler.scopes.takeTurned(works)) {
        is === "over" ? told.delete(key) : told.set(key, is);
      }
      if (scheduler.ended) return;
      const waiting = [...scheduler.waiting()].map(({ key }) => key);
      const limits = waiting.filter((key) => key.endsWith("/timeout")),
        steps = waiting.filter((key) => !limits.includes(key));
      const expected = limits.map((key): [string, string] => {
        const inside = steps.filter((one) => one.startsWith(key.replace(/timeout$/, "in/")));
        return [key, inside.some(works) ? "working" : "resting"];
      });
      assert.deepEqual(told, new Map(expected));
      for (const step of steps) {
        const around = limits.filter((key) => step.startsWith(key.replace(/timeout$/, "in/")));
        assert.deepEqual(scheduler.partsAround(step), around.toSorted((a, b) => b.length - a.length));
      }
      give(scheduler, steps[choice % steps.length]!);
    }
  }));
});
