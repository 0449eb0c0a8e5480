import assert from "node:assert/strict";
import type { Plan } from "../../plan/mod.ts";
import { planHash } from "../../plan/mod.ts";
import type { Promises } from "./setting.ts";
import { drive, fails, intent, result, row } from "./setting.ts";

const BEFORE = { version: 1, name: "before" } as unknown as Plan;
const AFTER = { version: 1, name: "after" } as unknown as Plan;

/** What a store promises about plans that change. */
export const ADOPTIONS: Promises = {
  "a run that adopts another plan has all that is new at once, and keeps what it spent": async (store) => {
    const { run, epoch } = await drive(store, "adopts", {
      plan: BEFORE,
      inputs: { topic: "sea" },
      limits: { usd: 10, calls: 5, wall: 7 },
    });
    await store.append(run.id, epoch, [intent(1, { usd: 4, calls: 1 }), intent(2, { usd: 3 })]);
    await store.append(run.id, epoch, [
      result(3, 1, { usd: 2, calls: 1 }),
      row(4, { type: "end", value: { kind: "done" } }),
    ]);
    const { entry } = row(9, { type: "reopen", value: { adopted: true } }), limits = { usd: 6, iterations: 4 };
    await store.adopt(run.id, epoch, { plan: AFTER, program: "test@2", inputs: { topic: "hill" }, limits, entry });
    const head = await store.run(run.id);
    assert.deepEqual([head.program, head.planHash, head.status], ["test@2", planHash(AFTER), "running"]);
    assert.deepEqual([await store.plan(run.id), await store.inputs(run.id)], [AFTER, { topic: "hill" }]);
    assert.deepEqual(head.ledger, {
      limits,
      spent: { usd: 2, tokens: 0, calls: 1 },
      reserved: { usd: 3, tokens: 0, calls: 0 },
      wall: 0,
    });
    assert.deepEqual(await store.entries(run.id, 4), [entry]);
    assert.deepEqual(await store.append(run.id, epoch, [intent(10, { usd: 2 }), intent(11, { usd: 1 })]), [
      false,
      true,
    ]);
    assert.deepEqual([head.id, head.name, head.seed, head.created], [run.id, run.name, run.seed, run.created]);
  },

  "a run may adopt a program without a plan": async (store) => {
    const { run, epoch } = await drive(store, "bare", { plan: BEFORE });
    const { entry } = row(1, { type: "reopen" });
    await store.adopt(run.id, epoch, { program: "own@1", inputs: {}, limits: {}, entry });
    assert.equal(await store.plan(run.id), undefined);
    assert.equal("planHash" in await store.run(run.id), false);
  },

  "a driver that lost its lease adopts nothing": async (store) => {
    const { run, epoch } = await drive(store, "lost", { plan: BEFORE, limits: { usd: 5 } });
    await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch });
    const before = await store.run(run.id), { entry } = row(1, { type: "reopen" });
    const adoption = { plan: AFTER, program: "test@2", inputs: { a: 1 }, limits: {}, entry };
    await assert.rejects(store.adopt(run.id, epoch, adoption), fails("fenced"));
    assert.deepEqual(await store.run(run.id), before);
    assert.deepEqual([await store.plan(run.id), await store.inputs(run.id)], [BEFORE, {}]);
    assert.deepEqual(await store.entries(run.id, 0), []);
  },
};
