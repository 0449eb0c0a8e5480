import assert from "node:assert/strict";
import { refine } from "../../../lib/app/refine/refine.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import { dying } from "./dying.ts";
import { brief } from "./loops.ts";

Deno.test("wherever a run is killed, the loop inside it goes on where it was and does not start anew", async () => {
  for (let at = 3; at < 36; at++) await killed(at);
});

async function killed(at: number): Promise<void> {
  const store = memoryStore();
  let inner = 0;
  const make = (store: Store) => {
    const leaf = refine<number>({ name: "leaf", budget: { iterations: 3 } }, (n, ctx) => {
      inner++;
      ctx.spend(0.1);
      return n + 1;
    });
    return refine<number>({ name: "root", store, budget: { usd: 5, iterations: 2 } }, async (n) => {
      return (await leaf(n)).last!.state;
    });
  };
  const run = await make(dying(store, at, at % 2 === 0)).start(0, { name: "r" });
  const crashed = await run.end.then(() => false, () => true);
  const { id, lease } = await store.findRun("r");
  if (crashed) await store.release(id, lease.epoch);
  const end = await make(store).resume("r");
  const where = `killed at batch ${at}`;
  assert.deepEqual([...brief(end), end.last?.state], ["exhausted", "iterations", 2, 6], where);
  assert.ok(inner <= 7, `${where}: ${inner} inner steps`);
  assert.equal((await store.runs({ parent: id })).length, 2, where);
  assert.ok(end.spent.usd >= 0.6 && end.spent.usd <= 0.7 + 1e-9, `${where}: ${end.spent.usd}`);
}
