import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, demand, EffectFailed, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { gate, until } from "../engine/models.ts";
import { dreamer, model, planFor } from "../kinds/growing.ts";
import { ask, loomWith, own } from "./quick_looms.ts";

Deno.test("a run that has ended is not run again: its end is told as it was", async () => {
  const m = dreamer(), { loom } = await loomWith({ models: { m } });
  const run = await loom.start(planFor({ m }), { name: "g" }), end = await run.end, calls = m.calls.length;
  const again = await loom.resume("g");
  again.pause();
  again.cancel();
  assert.deepEqual(await again.end, end);
  assert.equal(m.calls.length, calls);
});

Deno.test("an exhausted run ends as it did until it gets more budget", async () => {
  const m = dreamer(), { loom } = await loomWith({ models: { m } });
  const end = await (await loom.start(planFor({ m }), { name: "g", budget: { calls: 3 } })).end;
  assert.equal(end.kind, "exhausted");
  assert.deepEqual(await (await loom.resume("g")).end, end);
  const more = await (await loom.resume("g", { addBudget: { calls: 3 } })).end;
  assert.deepEqual([more.kind, more.spent.calls], ["exhausted", 6]);
  assert.equal((await (await loom.resume("g", { addBudget: { calls: 99 } })).end).kind, "done");
});

Deno.test("a failed run is tried again from the step that failed, as often as one likes", async () => {
  let mended = false;
  const m = model((_, n) => mended ? "fine" : new ModelError("auth", `refused ${n}`));
  const { loom, store } = await loomWith({ models: { m } });
  const twice = program("twice@1", function* (): Program<Json> {
    const quiet = yield* perform(ask("quiet"));
    yield* call("between", () => 1);
    return [quiet.type, (yield* demand(ask("loud"))).text];
  });
  const run = await loom.start(own(twice)), end = await run.end;
  assert.deepEqual([end.kind, end.reason, end.failure], ["failed", "step `loud` failed: refused 1", {
    code: "auth",
    message: "refused 1",
  }]);
  assert.equal((await (await loom.resume(run.name)).end).reason, "step `loud` failed: refused 2");
  mended = true;
  const last = await (await loom.resume(run.name)).end;
  assert.deepEqual(
    [last.kind, last.outputs],
    ["done", ["failed", "fine"]],
    "what the program went on without is as it was",
  );
  const again = (await store.entries(1, 0)).filter(({ type }) => type === "reopen").map(({ value }) => value);
  assert.deepEqual(again, [{ again: ["loud"] }, { again: ["loud"] }]);
});

Deno.test("of several steps that failed side by side, all are tried again", async () => {
  let mended = false;
  const m = model(() => mended ? "fine" : new ModelError("auth", "refused")),
    { loom } = await loomWith({ models: { m } });
  const three = program("three@1", function* (): Program<Json> {
    const made = yield* all(["a", "b", "c"].map((key) => () => perform(ask(key))));
    if (made.every(({ type }) => type === "failed")) throw new Error("nothing came of it");
    return made.map(({ type }) => type);
  });
  const run = await loom.start(own(three));
  assert.deepEqual([(await run.end).kind, m.calls.length], ["failed", 3]);
  mended = true;
  assert.deepEqual((await (await loom.resume(run.name)).end).outputs, ["value", "value", "value"]);
  assert.equal(m.calls.length, 6);
});

Deno.test("a run that ends elsewhere just before it is resumed or cancelled is not run again", async () => {
  const store = memoryStore(), there = await openLoom({ store }), held = gate<number>();
  const waits = program("waits@1", () => call("k", () => held.passed));
  const first = await there.start(waits, { name: "w" });
  // Whoever wants the lease sees a run that goes on, and gets the lease when it has ended.
  const late = {
    ...store,
    acquire: async (...asked: Parameters<typeof store.acquire>) => {
      held.open(1);
      await first.end;
      await until(async () => !(await store.findRun("w")).lease.live);
      return await store.acquire(...asked);
    },
  };
  const here = await openLoom({ store: late, programs: [waits] });
  assert.equal((await (await here.resume("w")).end).kind, "done");
  const types = (await store.entries(1, 0)).map(({ type }) => type);
  assert.deepEqual(types, ["begin", "drive", "done", "end"]);
  assert.equal((await store.findRun("w")).lease.live, false);
});

Deno.test("a free step that came to what its program could not use is asked again when the failed run is resumed", async () => {
  let answer = "none";
  const reads = program("reads@1", function* () {
    const before = yield* call("before", () => "kept"), read = yield* call("read", () => answer);
    if (read === "none") throw new EffectFailed("read", "no-number", "it printed no number");
    return [before, read];
  });
  const store = memoryStore(), loom = await openLoom({ store });
  const failed = await (await loom.start(reads, { name: "r" })).end;
  assert.deepEqual([failed.kind, failed.failure?.code], ["failed", "no-number"]);
  answer = "7";
  const end = await (await loom.resume("r", { program: reads })).end;
  assert.deepEqual([end.kind, end.outputs], ["done", ["kept", "7"]]);
  const keys = (await store.entries(1, 0)).flatMap(({ type, key }) => type === "done" ? [key] : []);
  assert.deepEqual(keys, ["before", "read", "read"]);
});
