import assert from "node:assert/strict";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import { ReplayMismatch } from "../../lib/engine/replay.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, commit, demand } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { gate, until, wordModel } from "./models.ts";
import { ask, generic, loomWith } from "./quick_looms.ts";

Deno.test("a changed program is refused on resume, at the step where it differs", async () => {
  const store = memoryStore(), { loom } = await loomWith({ store });
  const hold = gate<string>();
  const before = program("p@1", function* (): Program<Json> {
    yield* call("a", () => 1, { what: "one" });
    return yield* call(
      "b",
      (signal) =>
        Promise.race([
          hold.passed,
          new Promise<string>((_, no) => signal.addEventListener("abort", () => no(signal.reason))),
        ]),
    );
  });
  const run = await loom.start(generic(before));
  await until(async () => (await store.entries(1, 0)).some(({ key }) => key === "a"));
  run.pause({ abort: true });
  await run.end;
  const other = await loomWith({ store });
  const changed = (key: string, input: Json) => program("p@1", () => call(key, () => 1, input));
  await assert.rejects(
    (await other.loom.resume(run.name, { program: changed("a", { what: "two" }) as never })).end,
    (error) => error instanceof ReplayMismatch && error.key === "a",
  );
  await assert.rejects(
    (await other.loom.resume(run.name, { program: changed("z", null) as never })).end,
    (error) => error instanceof ReplayMismatch && /does not ask/.test(error.message),
  );
  hold.open("fine");
  assert.equal(
    (await (await other.loom.resume(run.name, { program: before as never })).end).outputs,
    "fine",
    "the run is as it was",
  );
});

Deno.test("a fork takes outcomes up to its row for nothing, has its own ledger, and leaves its origin alone", async () => {
  const store = memoryStore(),
    model = wordModel((_, n) => `v${n}`),
    { loom } = await loomWith({ store, models: { m: model } });
  const own = program("p@1", function* (_: Json, from?: { n: number; said: string[] }): Program<string[]> {
    let state = from ?? { n: 0, said: [] };
    while (state.n < 4) {
      const pair = yield* all([0, 1].map((i) => () => demand(ask(`k/${state.n}/${i}`))));
      state = { n: state.n + 1, said: [...state.said, ...pair.map(({ text }) => text)] };
      yield* commit(state);
    }
    return state.said;
  });
  const run = await loom.start(generic(own), { input: null, budget: { calls: 8 } }), origin = await run.end;
  const rows = await store.entries(1, 0), results = rows.filter(({ type }) => type === "result");
  const middle = results[4]!.seq,
    fork = await loom.fork(run.name, middle, { program: own as never }),
    end = await fork.end;
  const said = end.outputs as string[];
  assert.deepEqual(said.slice(0, 5), (origin.outputs as string[]).slice(0, 5));
  assert.notDeepEqual(said[5], (origin.outputs as string[])[5]);
  assert.equal(model.calls.length, 8 + 3);
  assert.equal(end.spent.calls, 3);
  assert.deepEqual(await store.entries(1, 0), rows);
  const own2 = await store.findRun(fork.name);
  assert.equal((await store.entries(own2.id, 0)).filter(({ reused }) => reused).length, 1);
});

Deno.test("a fork of a run that has committed nothing takes the outcomes over as well", async () => {
  const store = memoryStore(), { loom } = await loomWith({ store });
  let rolls = 0;
  const dice = program("p@1", function* (): Program<number[]> {
    return [yield* call("roll/1", () => ++rolls), yield* call("roll/2", () => ++rolls)];
  });
  const run = await loom.start(generic(dice));
  await run.end;
  const first = (await store.entries(1, 0)).find(({ key }) => key === "roll/1")!.seq;
  const fork = await loom.fork(run.name, first, { program: dice as never });
  assert.deepEqual((await fork.end).outputs, [1, 3]);
});
