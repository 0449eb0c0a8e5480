import assert from "node:assert/strict";
import type { Booking, Dimension } from "../../plan/mod.ts";
import type { Write } from "../store.ts";
import type { Promises } from "./setting.ts";
import { booking, drive, intent, newRun, result, row } from "./setting.ts";

/** What a store promises about money. */
export const BUDGET: Promises = {
  ...wallOf("usd"),
  ...wallOf("tokens"),
  ...wallOf("calls"),

  "only dimensions of which something is reserved are looked at": async (store) => {
    const { run, epoch } = await drive(store, "free", { limits: { usd: 0, calls: 5 } });
    assert.deepEqual(
      await store.append(run.id, epoch, [
        intent(1, { calls: 1 }),
        intent(2, { usd: 1, calls: 1 }),
        intent(3, { tokens: 900 }),
      ]),
      [true, false, true],
    );
  },

  "neighbours of a refused intent stand, and each is told its own answer": async (store) => {
    const { run, epoch } = await drive(store, "batch", { limits: { usd: 100 } });
    const asked = [60, 50, 30, 20, 10, 1].map((usd, i) => intent(10 + i, { usd }));
    const writes = [row(5), ...asked.slice(0, 3), row(30), ...asked.slice(3)];
    assert.deepEqual(await store.append(run.id, epoch, writes), [true, true, false, true, true, false, true, false]);
    assert.deepEqual((await store.entries(run.id, 0)).map(({ seq }) => seq), [5, 10, 12, 14, 30]);
    assert.deepEqual((await store.openIntents(run.id)).map(({ seq, reserved }) => [seq, reserved.usd]), [
      [10, 60],
      [12, 30],
      [14, 10],
    ]);
  },

  "of very many intents in one batch exactly those that fit are in": async (store) => {
    const { run, epoch } = await drive(store, "many", { limits: { calls: 700 } });
    const accepted = await store.append(
      run.id,
      epoch,
      Array.from({ length: 1_201 }, (_, i) => intent(i + 1, { calls: 1 })),
    );
    assert.deepEqual(accepted, Array.from({ length: 1_201 }, (_, i) => i < 700));
    assert.equal((await store.openIntents(run.id)).length, 700);
    assert.equal((await store.entries(run.id, 0)).length, 700);
  },

  "an intent keeps its value however long it is, and a refused one leaves nothing": async (store) => {
    const { run, epoch } = await drive(store, "long", { limits: { calls: 1 } });
    const asked = [1, 2].map((seq): Write => {
      const { entry } = intent(seq, { calls: 1 });
      return { entry: { ...entry, value: `${seq}`.repeat(9_000) } };
    });
    assert.deepEqual(await store.append(run.id, epoch, asked), [true, false]);
    assert.deepEqual(await store.entries(run.id, 0), [asked[0]!.entry]);
  },

  "what a batch settles makes room for what it reserves": async (store) => {
    const { run, epoch } = await drive(store, "room", { limits: { usd: 10 } });
    await store.append(run.id, epoch, [intent(1, { usd: 10 })]);
    assert.deepEqual(await store.append(run.id, epoch, [intent(2, { usd: 8 }), result(3, 1, { usd: 2 })]), [
      true,
      true,
    ]);
  },

  "rows that reserve nothing pass every wall": async (store) => {
    const { run, epoch } = await drive(store, "spent", { limits: { usd: 0, tokens: 0, calls: 0 } });
    assert.deepEqual(await store.append(run.id, epoch, [row(1), intent(2, {}), row(3, { type: "cursor" })]), [
      true,
      true,
      true,
    ]);
  },

  "a settlement turns a reservation into what was spent, for the run and its ancestors": async (store) => {
    const { run: root, epoch } = await drive(store, "root");
    const child = await store.createRun(newRun("child", { parent: { run: root.id, key: "a" } }));
    await store.append(child.id, epoch, [intent(1, { usd: 90, tokens: 50, calls: 1 }), intent(2, { usd: 7 })]);
    await store.append(child.id, epoch, [result(3, 1, { usd: 31, tokens: 40, calls: 1 })]);
    const purses = await store.purses(child.id);
    assert.deepEqual(purses.map(({ run }) => run), [child.id, root.id]);
    for (const purse of purses) {
      assert.deepEqual(purse.spent, { usd: 31, tokens: 40, calls: 1 });
      assert.deepEqual(purse.reserved, booking({ usd: 7 }));
    }
    assert.deepEqual(await store.openIntents(child.id), [{
      run: child.id,
      seq: 2,
      key: "step/2",
      reserved: booking({ usd: 7 }),
    }]);
  },

  "settling twice books what was spent and gives the reservation back once": async (store) => {
    const { run, epoch } = await drive(store, "twice");
    await store.append(run.id, epoch, [intent(1, { usd: 10 }), intent(2, { usd: 5 })]);
    await store.append(run.id, epoch, [result(3, 1, { usd: 4 })]);
    await store.append(run.id, epoch, [row(4, { type: "settled", ref: 1, booking: booking({ usd: 3 }) })]);
    const { spent, reserved } = (await store.run(run.id)).ledger;
    assert.deepEqual([spent.usd, reserved.usd], [7, 5]);
  },

  "a settlement is stored however much it passes its reservation and every limit": async (store) => {
    const { run, epoch } = await drive(store, "overrun", { limits: { usd: 10, tokens: 10, calls: 1 } });
    await store.append(run.id, epoch, [intent(1, { usd: 10, tokens: 10, calls: 1 })]);
    assert.deepEqual(await store.append(run.id, epoch, [result(2, 1, { usd: 5e12, tokens: 99, calls: 1 })]), [true]);
    assert.deepEqual((await store.run(run.id)).ledger.spent, { usd: 5e12, tokens: 99, calls: 1 });
    assert.deepEqual(await store.append(run.id, epoch, [intent(3, { tokens: 1 })]), [false]);
  },

  "bills beyond all reason are booked as the most there is, settle, and leave every ledger readable": async (store) => {
    const { run, epoch } = await drive(store, "absurd"), most = Number.MAX_SAFE_INTEGER;
    const absurd = { usd: 5e19, tokens: 2 * most, calls: 1 };
    assert.deepEqual(await store.append(run.id, epoch, [intent(1, absurd), intent(2, absurd)]), [true, true]);
    assert.equal((await store.openIntents(run.id)).length, 2);
    await store.run(run.id);
    for (const ref of [1, 2]) {
      assert.deepEqual(await store.append(run.id, epoch, [result(2 + ref, ref, absurd)]), [true]);
      const { spent, reserved } = (await store.run(run.id)).ledger;
      assert.deepEqual(spent, { usd: most, tokens: most, calls: ref });
      assert.deepEqual(reserved.calls, 2 - ref);
    }
    const [paid] = await store.entriesAt(run.id, [3]);
    assert.deepEqual(paid!.booking, { usd: most, tokens: most, calls: 1 });
    await store.raise(run.id, epoch, { usd: 1e24 });
    assert.equal((await store.runs()).length, 1);
  },

  "every kind of row settles": async (store) => {
    const { run, epoch } = await drive(store, "kinds");
    await store.append(run.id, epoch, [1, 2, 3].map((seq) => intent(seq, { calls: 1 })));
    await store.append(
      run.id,
      epoch,
      (["result", "failure", "settled"] as const).map((type, i) =>
        row(10 + i, { type, ref: i + 1, booking: booking({ calls: 1 }) })
      ),
    );
    const { spent, reserved } = (await store.run(run.id)).ledger;
    assert.deepEqual([spent.calls, reserved.calls], [3, 0]);
  },

  "intents of a dead driver stay open and charged under the next": async (store) => {
    const { run, epoch } = await drive(store, "dead", { limits: { usd: 10 } });
    await store.append(run.id, epoch, [intent(4, { usd: 8 })]);
    const next = (await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch }))!;
    assert.deepEqual((await store.openIntents(run.id)).map(({ seq, key }) => [seq, key]), [[4, "step/4"]]);
    assert.deepEqual(await store.append(run.id, next, [intent(5, { usd: 3 })]), [false]);
    await store.append(run.id, next, [row(6, { type: "settled", ref: 4, booking: booking({ usd: 1 }) })]);
    assert.deepEqual(await store.append(run.id, next, [intent(7, { usd: 3 })]), [true]);
  },

  "raising adds to a limit that is there": async (store) => {
    const { run, epoch } = await drive(store, "raise", { limits: { usd: 10, iterations: 3, wall: 100, deadline: 5 } });
    await store.append(run.id, epoch, [intent(1, { usd: 10 })]);
    await store.raise(run.id, epoch, { usd: 5, iterations: 2, wall: 50, deadline: 900 });
    assert.deepEqual((await store.run(run.id)).ledger.limits, { usd: 15, iterations: 5, wall: 150, deadline: 900 });
    assert.deepEqual(await store.append(run.id, epoch, [intent(2, { usd: 6 }), intent(3, { usd: 5 })]), [false, true]);
  },

  "raising a limit that is not there sets it on top of what is spent": async (store) => {
    const { run, epoch } = await drive(store, "set");
    await store.append(run.id, epoch, [intent(1, { usd: 10, tokens: 4, calls: 1 })]);
    await store.append(run.id, epoch, [result(2, 1, { usd: 9, tokens: 4, calls: 1 })]);
    await store.beat(run.id, epoch, { ttl: 60_000, walls: [{ run: run.id, wall: 30 }] });
    const add: { [D in Dimension]?: number } = { usd: 5, tokens: 6, calls: 2, wall: 20, iterations: 8 };
    await store.raise(run.id, epoch, add);
    assert.deepEqual((await store.run(run.id)).ledger.limits, {
      usd: 14,
      tokens: 10,
      calls: 3,
      wall: 50,
      iterations: 8,
    });
    await store.raise(run.id, epoch, {});
    assert.equal((await store.run(run.id)).ledger.limits.usd, 14);
  },
};

function wallOf(dimension: keyof Booking): Promises {
  return {
    [`no reservation passes a limit of ${dimension}`]: async (store) => {
      const { run, epoch } = await drive(store, "walled", { limits: { [dimension]: 10 } });
      assert.deepEqual(await store.append(run.id, epoch, [intent(1, { [dimension]: 11 })]), [false]);
      assert.deepEqual(await store.append(run.id, epoch, [intent(2, { [dimension]: 10 })]), [true]);
      assert.deepEqual(await store.append(run.id, epoch, [intent(3, { [dimension]: 1 })]), [false]);
      assert.deepEqual((await store.entries(run.id, 0)).map(({ seq }) => seq), [2]);
      assert.deepEqual((await store.run(run.id)).ledger.reserved, booking({ [dimension]: 10 }));
    },

    [`a limit of ${dimension} holds for every descendant together`]: async (store) => {
      const { run: root, epoch } = await drive(store, "root", { limits: { [dimension]: 10 } });
      const child = await store.createRun(newRun("child", { parent: { run: root.id, key: "a" } }));
      const deep = await store.createRun(newRun("deep", { parent: { run: child.id, key: "b" } }));
      assert.deepEqual(await store.append(deep.id, epoch, [intent(1, { [dimension]: 6 })]), [true]);
      assert.deepEqual(await store.append(child.id, epoch, [intent(1, { [dimension]: 5 })]), [false]);
      assert.deepEqual(await store.append(root.id, epoch, [intent(1, { [dimension]: 5 })]), [false]);
      assert.deepEqual(await store.append(child.id, epoch, [intent(2, { [dimension]: 4 })]), [true]);
      const reserved = (await store.purses(deep.id)).map((purse) => purse.reserved[dimension]);
      assert.deepEqual(reserved, [6, 10, 10]);
    },
  };
}
