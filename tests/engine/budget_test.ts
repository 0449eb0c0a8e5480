import assert from "node:assert/strict";
import fc from "../properties.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Generate, Program } from "../../lib/plan/mod.ts";
import { all, commit, demand, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { wordModel } from "./models.ts";

function ask(key: string, { maxTokens = 100, text = "a b" }: { maxTokens?: number; text?: string } = {}): Generate {
  return {
    do: "generate",
    key,
    model: "m",
    prompt: { form: "text", parts: [{ text }] },
    maxTokens,
    sampling: {},
    seed: 1,
  };
}

const generic = (own: unknown) => own as OwnProgram<never, never, unknown>;

Deno.test("calls run side by side until their worst cases fill the budget; the rest wait for what comes back", async () => {
  // Worst case 2 + 2 × 100 µ$ = 202 µ$; real cost 2 + 2 × 3 = 8 µ$. A budget of 500 µ$ holds two at a time.
  let flying = 0, most = 0;
  const model = wordModel(async () => {
    most = Math.max(most, ++flying);
    await new Promise((resolve) => setTimeout(resolve, 1));
    flying--;
    return "one two three";
  });
  using loom = await openLoom({ memory: true, models: { m: model } });
  const eight = program("eight@1", () => all(Array.from({ length: 8 }, (_, i) => () => demand(ask(`k/${i}`)))));
  const end = await (await loom.start(generic(eight), { budget: { usd: 500e-6 } })).end;
  assert.equal(end.kind, "done");
  assert.equal(most, 2);
  assert.equal(Math.round(end.spent.usd * 1e6), 64);
});

Deno.test("with nobody left to give anything back a call is cut to what is affordable, and below the floor the run is exhausted", async () => {
  const model = wordModel(({ maxTokens }) => "w ".repeat(maxTokens).trim());
  using loom = await openLoom({ memory: true, models: { m: model } });
  const two = program("two@1", function* (_: Json, from?: { done: number }): Program<Json> {
    const first = yield* demand(ask("first"));
    yield* commit({ done: 1, from: from ?? null });
    const second = yield* demand(ask("second"));
    yield* commit({ done: 2 });
    yield* demand(ask("third"));
    return [first.clamped ?? null, second.clamped ?? null];
  });
  // 202 µ$ for the first; 98 µ$ are left: 2 for the prompt, 48 tokens; then 0.
  const run = await loom.start(generic(two), { input: null, budget: { usd: 300e-6 } }), end = await run.end;
  assert.equal(end.kind, "exhausted");
  assert.match(end.reason, /budget of \$0\.0003 does not allow another call/);
  assert.deepEqual(model.calls.map(({ maxTokens }) => maxTokens), [100, 48]);
  assert.equal(Math.round(end.spent.usd * 1e6), 300);
  assert.deepEqual(end.outputs, { done: 2 });

  assert.equal((await (await loom.resume(run.name)).end).kind, "exhausted", "a resume never refills");
  assert.equal(model.calls.length, 2);
});

Deno.test("more budget opens an exhausted run again, and only the missing calls are bought", async () => {
  const model = wordModel(({ maxTokens }) => "w ".repeat(maxTokens).trim()), store = memoryStore();
  const four = program("four@1", () => all([0, 1, 2, 3].map((i) => () => demand(ask(`k/${i}`)))));
  const loom = await openLoom({ store, models: { m: model } });
  const run = await loom.start(generic(four), { budget: { calls: 2 } });
  assert.equal((await run.end).kind, "exhausted");
  assert.match((await run.end).reason, /budget of 2 calls/);
  const more = await (await loom.resume(run.name, { addBudget: { calls: 2 } })).end;
  assert.equal(more.kind, "done");
  assert.equal(model.calls.length, 4);
  assert.equal(more.spent.calls, 4);
});

Deno.test("iterations end a loop after the commit that reaches them, unless the program ends by itself", async () => {
  using loom = await openLoom({ memory: true, models: { m: wordModel(() => "x") } });
  const loop = program("loop@1", function* (to: number, from?: { n: number }): Program<number> {
    let n = from?.n ?? 0;
    while (n < to) {
      yield* demand(ask(`k/${n}`));
      yield* commit({ n: ++n });
    }
    return n;
  });
  const cut = await (await loom.start(generic(loop), { input: 9, budget: { iterations: 3 } })).end;
  assert.deepEqual([cut.kind, cut.outputs], ["exhausted", { n: 3 }]);
  const whole = await (await loom.start(generic(loop), { input: 3, budget: { iterations: 3 } })).end;
  assert.deepEqual([whole.kind, whole.outputs], ["done", 3]);
  const gone = await (await loom.resume(cut.run, { addBudget: { iterations: 2 } })).end;
  assert.deepEqual([gone.kind, gone.outputs, gone.spent.calls], ["exhausted", { n: 5 }, 5]);
});

Deno.test("a child's own limit ends the child; an ancestor's limit rests the child and ends the ancestor", async () => {
  const model = wordModel(() => "one two"), store = memoryStore();
  const kid = program("kid@1", function* (_: Json): Program<number> {
    for (let i = 0; i < 5; i++) yield* demand(ask(`kid/${i}`));
    return 5;
  });
  const mother = program("mother@1", function* (limit: number): Program<Json> {
    const end = yield* demand({
      do: "run",
      key: "kid",
      plan: "kid",
      inputs: {},
      ...(limit > 0 ? { budget: { calls: limit } } : {}),
    });
    return { kind: end.kind, reason: end.reason };
  });
  const loom = await openLoom({ store, models: { m: model }, programs: [kid as unknown as OwnProgram] });
  const own = await (await loom.start(generic(mother), { input: 3 })).end;
  assert.equal(own.kind, "done");
  assert.equal((own.outputs as { kind: string }).kind, "exhausted");
  assert.equal(own.spent.calls, 3, "the child's calls are booked on its parent");

  const theirs = await loom.start(generic(mother), { input: 0, budget: { calls: 2 } }), end = await theirs.end;
  assert.equal(end.kind, "exhausted");
  const [child] = await store.runs({ parent: (await store.findRun(theirs.name)).id });
  assert.equal((await store.entries(child!.id, 0)).some(({ type }) => type === "end"), false);
  const before = model.calls.length, on = await (await loom.resume(theirs.name, { addBudget: { calls: 3 } })).end;
  assert.deepEqual([on.kind, (on.outputs as { kind: string }).kind], ["done", "done"]);
  assert.equal(model.calls.length - before, 3, "the two calls before were not bought again");
});

Deno.test("every intent names its model, whatever the call is for", async () => {
  const words = wordModel(() => "x"), store = memoryStore();
  const m = {
    ...words,
    score: () => Promise.resolve({ scores: [{ logprob: -1, tokens: 1 }], usage: { input: 1, output: 0 } }),
    embed: () => Promise.resolve({ vectors: [[1]], usage: { input: 1, output: 0 } }),
  };
  const loom = await openLoom({ store, models: { writer: words, critic: m, space: m } });
  const three = program("three@1", function* (): Program<Json> {
    yield* demand({ ...ask("a"), model: "writer" });
    yield* demand({ do: "score", key: "b", model: "critic", prompt: [{ text: "a" }], texts: [{ text: "b" }] });
    yield* demand({ do: "embed", key: "c", model: "space", texts: [{ text: "a" }] });
    return null;
  });
  const end = await (await loom.start(generic(three))).end;
  assert.equal(end.kind, "done", end.reason);
  const intents = (await store.entries(1, 0)).filter(({ type }) => type === "intent");
  assert.deepEqual(intents.map(({ key, value }) => [key, value]), [["a", "writer"], ["b", "critic"], ["c", "space"]]);
});

Deno.test("what is billed above the bound is stored as it is", async () => {
  using loom = await openLoom({ memory: true, models: { m: wordModel(() => "x", { bill: 5_000 }) } });
  const one = program("one@1", () => demand(ask("k")));
  const end = await (await loom.start(generic(one), { budget: { usd: 300e-6 } })).end;
  assert.equal(end.kind, "done");
  assert.equal(Math.round(end.spent.usd * 1e6), 10_002);
});

Deno.test("no schedule of parallel calls under any tree of budgets passes a limit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        limits: fc.array(
          fc.record({ usd: fc.integer({ min: 50, max: 2_000 }), calls: fc.integer({ min: 1, max: 12 }) }),
          { minLength: 1, maxLength: 3 },
        ),
        widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
        waits: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
        maxTokens: fc.integer({ min: 10, max: 120 }),
      }),
      async ({ limits, widths, waits, maxTokens }) => {
        let calls = 0;
        const model = wordModel(async ({ maxTokens }) => {
          const n = calls++;
          await new Promise((resolve) => setTimeout(resolve, waits[n % 4]));
          return "w ".repeat(Math.max(1, Math.floor(maxTokens * ((n % 4) / 3)))).trim();
        });
        const store = memoryStore();
        const level = program("level@1", function* (input: { depth: number }): Program<Json> {
          const depth = input.depth, width = widths[depth % widths.length]!;
          const starts = Array.from({ length: width }, (_, i) => () => perform(ask(`k/${i}`, { maxTokens })));
          yield* all(starts);
          yield* commit({ depth });
          if (depth + 1 < limits.length) {
            const budget = { usd: limits[depth + 1]!.usd * 1e3, calls: limits[depth + 1]!.calls };
            yield* all(
              [0, 1].map((i) => () =>
                perform({ do: "run", key: `child/${i}`, plan: "level", inputs: { depth: depth + 1 }, budget })
              ),
            );
          }
          return null;
        });
        const loom = await openLoom({ store, models: { m: model }, programs: [level as unknown as OwnProgram] });
        const run = await loom.start(generic(level), {
          input: { depth: 0 },
          budget: { usd: limits[0]!.usd / 1e6, calls: limits[0]!.calls },
        });
        await run.end;
        const heads = [await store.findRun(run.name)];
        for (let i = 0; i < heads.length; i++) heads.push(...await store.runs({ parent: heads[i]!.id }));
        for (const { ledger: { limits, spent, reserved }, name } of heads) {
          assert.ok(spent.usd <= (limits.usd ?? Infinity), `${name} spent ${spent.usd} of ${limits.usd}`);
          assert.ok(spent.calls <= (limits.calls ?? Infinity), name);
          assert.deepEqual(reserved, { usd: 0, tokens: 0, calls: 0 }, `${name} holds reservations`);
        }
        assert.equal(heads[0]!.ledger.spent.calls, calls, "every call is booked on the root");
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});
