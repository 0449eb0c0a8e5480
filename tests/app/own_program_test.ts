import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { definitionOf, program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { call, commit } from "../../lib/plan/mod.ts";

const own = (one: unknown) => one as OwnProgram<never, never, unknown>;

Deno.test("a program is named with its version, so that a changed one is told apart", () => {
  const body = () => call("k", () => 1);
  for (const name of ["fixer@1", "a@0", "my-Fixer_2@12"]) {
    assert.deepEqual(program(name, body), { program: name, body });
  }
  for (const name of ["fixer", "fixer@", "@1", "1x@1", "a b@1", "fixer@1.2", "fixer@one", ""]) {
    assert.throws(
      () => program(name, body),
      /^TypeError: Cannot name a program `.*`: write a name and a version, such as `fixer@1`$/,
      name,
    );
  }
});

Deno.test("what it returns is what the run is worth; nothing is null", async () => {
  using loom = await openLoom({ memory: true });
  const worth = async (value: unknown) => {
    const gives = program("gives@1", function* (): Program<unknown> {
      yield* call("k", () => 1);
      return value;
    });
    const { kind, outputs, reason } = await (await loom.start(own(gives))).end;
    return [kind, outputs, reason];
  };
  assert.deepEqual(await worth({ a: [1] }), ["done", { a: [1] }, "the program returned"]);
  assert.deepEqual((await worth(undefined))[1], null);
});

Deno.test("a program that ends before its time is worth what it committed last", async () => {
  using loom = await openLoom({ memory: true });
  const counts = program("counts@1", function* (): Program<void> {
    for (let n = 1;; n++) {
      yield* call(`k/${n}`, () => n);
      yield* commit({ n });
    }
  });
  const { kind, outputs } = await (await loom.start(own(counts), { budget: { iterations: 3 } })).end;
  assert.deepEqual([kind, outputs], ["exhausted", { n: 3 }]);
});

Deno.test("a program that throws fails with its words", async () => {
  using loom = await openLoom({ memory: true });
  const throws = program("throws@1", function* (): Program<void> {
    yield* call("k", () => 1);
    throw new Error("the moon is full");
  });
  const { kind, reason } = await (await loom.start(own(throws))).end;
  assert.deepEqual([kind, reason], ["failed", "the moon is full"]);
});

Deno.test("before its first commit a program is worth nothing", () => {
  const definition = definitionOf(program("p@1", () => call("k", () => 1)) as unknown as OwnProgram, "input" as Json);
  assert.deepEqual(definition.outputs(undefined).next(), { done: true, value: null });
  assert.deepEqual(definition.outputs({ n: 1 }).next(), { done: true, value: { n: 1 } });
  assert.equal(definition.saves, undefined);
});

Deno.test("a program is made of a generator function, and of nothing that looks like one", () => {
  const cases: readonly [unknown, string][] = [
    [async function* () {}, "an async generator function"],
    [async () => {}, "an async function"],
    ["x", "`x`"],
    [undefined, "`undefined`"],
    [call("k", () => 1), "an object"],
  ];
  for (const [body, found] of cases) {
    assert.throws(() => program("p@1", body as () => Program<number>), {
      name: "TypeError",
      message:
        `Cannot make the program \`p@1\` of ${found}: give a \`function*\`, which waits with \`yield* call("key", async () => …)\``,
    });
  }
});

Deno.test("a program that is used wrongly fails with words about what to write", async () => {
  using loom = await openLoom({ memory: true });
  const reasonOf = async (body: () => unknown) =>
    (await (await loom.start(program("p@1", body as () => Program<unknown>))).end).reason;
  assert.match(
    await reasonOf(function* () {
      yield call("k", () => 1);
    }),
    /^ProgramError: Cannot go on from a `yield` of a step that was not run: write `yield\*`/,
  );
  assert.match(
    await reasonOf(function* () {
      yield Promise.resolve(1);
    }),
    /^ProgramError: Cannot go on from a `yield` of a promise: make it a step/,
  );
  assert.match(
    await reasonOf(() => Promise.resolve(1)),
    /^TypeError: Cannot run a promise as a program: write `function/,
  );
  assert.match(await reasonOf(() => 7), /^TypeError: Cannot run `7` as a program: give a generator function/);
});

Deno.test("a body that is no function is no program, though it stands where one would", async () => {
  using loom = await openLoom({ memory: true, programs: [program("p@1", () => call("k", () => 1))] });
  const made = { program: "p@2", body: "k" } as unknown as OwnProgram<void>;
  await assert.rejects(loom.start(made), /^TypeError: Cannot make the program `p@2` of `k`/);
});
