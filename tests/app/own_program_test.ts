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
