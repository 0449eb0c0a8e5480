import assert from "node:assert/strict";
import { sha256 } from "../../base/hash.ts";
import type { Promises } from "./setting.ts";
import { bytesOf, drive, fails, noise, sweepAll } from "./setting.ts";

/** What a store promises about the contents that changes and snapshots need. */
export const CONTENTS: Promises = {
  "a content comes back byte for byte, however long, and is named by its SHA-256": async (store) => {
    for (const length of [0, 1, 999_999, 1_000_000, 1_000_001, 5_300_000]) {
      const bytes = noise(length), [hash] = await store.changes.keep([bytes]);
      assert.equal(hash, sha256(bytes));
      const kept = await store.changes.content(hash!);
      // By its name: a difference between millions of bytes takes seconds to be shown.
      assert.deepEqual([kept?.length, kept && sha256(kept)], [length, hash]);
    }
    assert.equal(await store.changes.content(sha256("unknown")), undefined);
  },

  "many contents are kept at once, and those that are there are told": async (store) => {
    const { changes } = store, all = Array.from({ length: 1_300 }, (_, i) => bytesOf(`${i % 1_200}`));
    const hashes = await changes.keep(all);
    assert.deepEqual(hashes, all.map((bytes) => sha256(bytes)));
    assert.deepEqual(await changes.holds([...hashes, sha256("no"), hashes[0]!]), new Set(hashes));
    assert.deepEqual(await changes.holds([]), new Set());
    assert.deepEqual(await changes.keep([]), []);
    assert.deepEqual(await changes.content(hashes[700]!), bytesOf("700"));
  },

  "a removed run takes its changes and snapshots with it, and a sweep the contents that nobody needs": async (
    store,
  ) => {
    const { changes } = store, one = await drive(store, "one"), two = await drive(store, "two");
    const shared = bytesOf("shared"),
      mine = bytesOf("mine"),
      [held, loose] = await changes.keep([bytesOf("h"), bytesOf("l")]);
    const last = await changes.add(one.run.id, one.epoch, { by: "s", change: 1, contents: { shared, mine } });
    await changes.guard(one.run.id, one.epoch, { by: "s", entries: [{ hash: held! }], contents: [held!] });
    await changes.add(two.run.id, two.epoch, { by: "s", change: 2, contents: { shared } });
    const [weight] = await store.weigh([one.run.id]);
    assert.ok(weight!.bytes > 0);
    await sweepAll(store);
    assert.deepEqual(await changes.holds([sha256("mine"), held!, loose!]), new Set([sha256("mine"), held!]));
    await store.release(one.run.id, one.epoch);
    assert.equal(await store.remove({ run: one.run.id, epoch: one.epoch, forks: [] }), true);
    assert.deepEqual([await changes.list(one.run.id), await changes.guards(one.run.id)], [[], []]);
    await assert.rejects(changes.add(one.run.id, one.epoch, { by: "s", change: 3 }), fails("fenced"));
    await sweepAll(store);
    assert.deepEqual(await changes.holds([sha256("mine"), held!, sha256("shared")]), new Set([sha256("shared")]));
    assert.deepEqual(await changes.content(sha256("shared")), shared);
    assert.ok(
      await changes.add(two.run.id, two.epoch, { by: "s", change: 4 }) > last,
      "its numbers are not given again",
    );
  },

  "a run weighs the contents that it alone needs": async (store) => {
    const { changes } = store, one = await drive(store, "one"), two = await drive(store, "two");
    const shared = noise(30_000), mine = noise(200_000);
    const [before] = await store.weigh([one.run.id]);
    await changes.add(one.run.id, one.epoch, { by: "s", change: "c", contents: { shared, mine } });
    await changes.add(two.run.id, two.epoch, { by: "s", change: "c", contents: { shared } });
    const [after] = await store.weigh([one.run.id]);
    const more = after!.bytes - before!.bytes;
    assert.ok(more >= 200_000 && more < 210_000, `${more}`);
    const both = await store.weigh([one.run.id, two.run.id]);
    assert.ok(both.reduce((sum, { bytes }) => sum + bytes, 0) >= 230_000, "together they free what they share");
  },
};
