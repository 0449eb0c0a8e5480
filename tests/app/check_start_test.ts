import assert from "node:assert/strict";
import { checkStart } from "../../lib/app/check_start.ts";
import { compile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { call } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { dreamer, planFor } from "../kinds/growing.ts";

interface Page {
  readonly title: string;
}

const title = program("title@1", function* (page: Page) {
  return yield* call("title", () => page.title);
});
const plan = planFor({ m: dreamer() });

/** Whether the compiler lets a program be started with nothing: a wrong `true` or `false` below does not compile. */
type Bare<P> = P extends OwnProgram<infer I, infer _S, infer _R> ? [I] extends [void] ? true : false : never;

Deno.test("what cannot be started is told by what it is and what to give", async () => {
  const compiled = await compile("loom: 1\nkind: autolom\n");
  const cases: readonly [unknown, RegExp][] = [
    [
      {},
      /^TypeError: Cannot start an object that is no plan: give a plan that `compile` made, or what `program` made$/,
    ],
    [undefined, /^TypeError: Cannot start `undefined`: a spec with errors has no plan; its `diagnostics` tell them$/],
    [null, /^TypeError: Cannot start `null`: give a plan/],
    ["story.yaml", /^TypeError: Cannot start `story\.yaml`: give a plan/],
    [function* () {}, /^TypeError: Cannot start a function: make it a program, `program\("name@1", function\* /],
    [compiled, /^TypeError: Cannot start what `compile` gave: hand on its `plan`/],
    [{ ...plan, version: 99 }, /^TypeError: Cannot start a plan of version `99`: this is 1; compile its spec anew$/],
    [{ program: "x@1", body: 1 }, /^TypeError: Cannot make the program `x@1` of `1`: give a `function\*`/],
  ];
  using loom = await openLoom({ memory: true });
  for (const [what, message] of cases) {
    await assert.rejects(loom.start(what as typeof title, undefined as never), message);
  }
});

Deno.test("a program that takes an input is not begun without one, null included; nothing is made", async () => {
  const store = memoryStore(), loom = await openLoom({ store });
  await assert.rejects(
    loom.start(title as unknown as OwnProgram<void>),
    /^TypeError: Cannot start `title@1` without its `input`: its function takes one; `null` is one too$/,
  );
  assert.deepEqual(await store.runs(), []);
  const page: Page = { title: "Tides" };
  assert.equal((await (await loom.start(title, { input: page })).end).outputs, "Tides");
  const maybe = program("maybe@1", function* (n: number | null): Program<number | null> {
    return yield* call("n", () => n);
  });
  assert.equal((await (await loom.start(maybe, { input: null })).end).outputs, null);
  const none = program("none@1", () => call("n", () => 1));
  assert.equal((await (await loom.start(none)).end).outputs, 1);
  const types: [Bare<typeof title>, Bare<typeof maybe>, Bare<typeof none>] = [false, false, true];
  assert.deepEqual(types, [false, false, true]);
});

Deno.test("inputs stand where they belong", () => {
  assert.throws(
    () => checkStart(plan, { input: 1 }),
    /Cannot start `test` with `input`: a plan takes `inputs`, by their/,
  );
  assert.throws(
    () => checkStart(title, { inputs: {} }),
    /Cannot start `title@1` with `inputs`: a program of your own takes one `input`/,
  );
});

Deno.test("an input that is not JSON is refused with its place, and nothing is made", async () => {
  const store = memoryStore(), loom = await openLoom({ store });
  const taken = program("taken@1", (_: null) => call("k", () => 1)) as unknown as OwnProgram<{ readonly at: unknown }>;
  await assert.rejects(
    loom.start(taken, { input: { at: new Date() } }),
    /^NotJson: Cannot store the value at \$\.at: an instance of Date is not JSON$/,
  );
  assert.deepEqual(await store.runs(), []);
});
