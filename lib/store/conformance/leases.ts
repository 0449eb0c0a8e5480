import assert from "node:assert/strict";
import type { Store } from "../store.ts";
import type { Promises } from "./setting.ts";
import { drive, fails, newRun, row } from "./setting.ts";

/** What a store promises about leases and fences. */
export const LEASES: Promises = {
  "a lease has one holder": async (store) => {
    const { id } = await store.createRun(newRun("leased"));
    const epoch = (await store.acquire(id, "one", { ttl: 60_000 }))!;
    assert.ok(epoch > 0);
    assert.equal(await store.acquire(id, "two", { ttl: 60_000 }), undefined);
    assert.equal(await store.acquire(id, "one", { ttl: 60_000 }), undefined);
    assert.deepEqual((await store.run(id)).lease, { epoch, holder: "one", live: true });
  },

  "of many who ask for a lease at once one gets it": async (store) => {
    const { id } = await store.createRun(newRun("wanted"));
    const epochs = await Promise.all(Array.from({ length: 12 }, () => store.acquire(id, "same", { ttl: 60_000 })));
    assert.equal(epochs.filter((epoch) => epoch !== undefined).length, 1);
  },

  "a lease lapses, and who takes it then has a newer epoch": async (store) => {
    const { id } = await store.createRun(newRun("lapsed"));
    const old = (await store.acquire(id, "one", { ttl: 0 }))!;
    await lapse(store, id);
    const epoch = (await store.acquire(id, "two", { ttl: 60_000 }))!;
    assert.ok(epoch > old);
    assert.deepEqual((await store.run(id)).lease, { epoch, holder: "two", live: true });
    assert.equal(await store.beat(id, old, { ttl: 60_000, walls: [{ run: id, wall: 9 }] }), false);
    assert.equal((await store.run(id)).ledger.wall, 0);
  },

  "a live lease passes on only from the epoch that is known to be gone": async (store) => {
    const { run, epoch } = await drive(store, "gone");
    assert.equal(await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch + 1 }), undefined);
    const next = (await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch }))!;
    assert.ok(next > epoch);
    assert.equal(await store.acquire(run.id, "three", { ttl: 60_000, gone: epoch }), undefined);
  },

  "a lease that was given back is free, and a late beat does not bring it back": async (store) => {
    const { run, epoch } = await drive(store, "released");
    await store.release(run.id, epoch + 1);
    assert.equal((await store.run(run.id)).lease.live, true);
    await store.release(run.id, epoch);
    assert.deepEqual((await store.run(run.id)).lease, { epoch, holder: "", live: false });
    assert.equal(await store.beat(run.id, epoch, { ttl: 60_000, walls: [] }), false);
    assert.ok((await store.acquire(run.id, "two", { ttl: 60_000 }))! > epoch);
    await store.release(run.id, epoch);
    assert.equal((await store.run(run.id)).lease.holder, "two");
  },

  "a beat prolongs the lease and keeps the longest working times": async (store) => {
    const { id } = await store.createRun(newRun("root")), epoch = (await store.acquire(id, "one", { ttl: 0 }))!;
    const child = await store.createRun(newRun("child", { parent: { run: id, key: "k" } }));
    await lapse(store, id);
    assert.equal(
      await store.beat(id, epoch, { ttl: 60_000, walls: [{ run: id, wall: 40.6 }, { run: child.id, wall: 7 }] }),
      true,
    );
    await store.beat(id, epoch, { ttl: 60_000, walls: [{ run: id, wall: 12 }] });
    const head = await store.run(id);
    assert.deepEqual([head.lease.live, head.ledger.wall], [true, 41]);
    assert.equal((await store.run(child.id)).ledger.wall, 7);
    assert.equal((await store.run(child.id)).lease.epoch, epoch);
  },

  "a driver that lost its lease writes nothing at all": async (store) => {
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "lost", { limits: { calls: 10 } });
    await store.append(run.id, epoch, [row(1, { type: "drive" })]);
    await store.send(run.id, { kind: "guide", value: "x" });
    const [message] = await store.inbox(run.id);
    await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch });
    const before = await all(store, run.id);
    await assert.rejects(
      store.append(run.id, epoch, [
        {
          ...row(2, { type: "pause", value: "x".repeat(5_000), state: { round: 1 } }),
          node: { id: "n", document: "doc", parent: null, text: "t", role: "seed", meta: {} },
          notes: [{ document: "doc", node: "n", kind: "grade", value: 1 }],
          takes: [message!.id],
          snapshot: { round: 1 },
        },
        row(3, { type: "intent", key: "k", booking: { usd: 0, tokens: 0, calls: 1 } }),
      ]),
      fails("fenced"),
    );
    assert.deepEqual(await all(store, run.id), before);
  },

  "a lost driver hears so even when the wall would refuse all it wants": async (store) => {
    const { run, epoch } = await drive(store, "walled", { limits: { calls: 0 } });
    await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch });
    const intent = row(1, { type: "intent", key: "k", booking: { usd: 0, tokens: 0, calls: 1 } });
    await assert.rejects(store.append(run.id, epoch, [intent]), fails("fenced"));
    assert.deepEqual(await store.openIntents(run.id), []);
  },

  "nobody writes before taking the lease, and a child is written under its root's": async (store) => {
    const root = await store.createRun(newRun("root"));
    const child = await store.createRun(newRun("child", { parent: { run: root.id, key: "k" } }));
    await assert.rejects(store.append(root.id, 0, [row(1)]), fails("fenced"));
    await assert.rejects(store.append(child.id, 1, [row(1)]), fails("fenced"));
    const epoch = (await store.acquire(root.id, "one", { ttl: 60_000 }))!;
    assert.deepEqual(await store.append(child.id, epoch, [row(1)]), [true]);
  },

  "a lost driver raises no limit": async (store) => {
    const { run, epoch } = await drive(store, "raised", { limits: { usd: 5 } });
    await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch });
    await assert.rejects(store.raise(run.id, epoch, { usd: 5 }), fails("fenced"));
    assert.deepEqual((await store.run(run.id)).ledger.limits, { usd: 5 });
  },
};

async function all(store: Store, run: number): Promise<unknown> {
  return [
    await store.run(run),
    await store.load(run),
    await store.inbox(run),
    await store.openIntents(run),
    await store.document("doc"),
  ];
}

/** By the store's clock, which this one waits for. */
async function lapse(store: Store, id: number): Promise<void> {
  while ((await store.run(id)).lease.live) await new Promise((next) => setTimeout(next, 1));
}
