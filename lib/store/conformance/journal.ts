import assert from "node:assert/strict";
import type { Json } from "../../base/json.ts";
import { seedFor } from "../../base/seeded.ts";
import type { Entry } from "../../plan/mod.ts";
import type { Promises } from "./setting.ts";
import { booking, drive, fails, row } from "./setting.ts";

const WEIRD: readonly Json[] = [
  null,
  false,
  "",
  "null",
  0,
  -0.5,
  1e21,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "": 2, "a.b": [[], {}]}') as Json,
  "é 😀 \u0000 \u2028 \ufeff \" ' \\ \n \r\n \t % ? ; --",
  "\ud800",
  { "ключ'\"\n": ["`", "${x}", "'; DROP TABLE run; --"] },
];

/** What a store promises about rows, values and snapshots. */
export const JOURNAL: Promises = {
  "rows come back as they were written, in order, with gaps": async (store) => {
    const { run, epoch } = await drive(store, "rows"), other = await drive(store, "other");
    const full: Entry = {
      seq: 700,
      type: "result",
      key: "round/3/é",
      hash: "00ff".repeat(8),
      at: 1_700_000_000_123,
      value: { text: "x" },
      ref: 12,
      booking: booking({ usd: 3, tokens: 2, calls: 1 }),
      state: { round: 3 },
      reused: true,
    };
    const bare: Entry = { seq: 12, type: "begin", at: 1 };
    const last: Entry = { seq: 2 ** 24 - 1, type: "end", at: 2, value: { kind: "done" } };
    await store.append(run.id, epoch, [{ entry: bare }]);
    await store.append(run.id, epoch, [{ entry: full }, { entry: last }]);
    await store.append(other.run.id, other.epoch, [row(1)]);
    assert.deepEqual(await store.entries(run.id, 0), [bare, full, last]);
    assert.deepEqual(await store.entries(run.id, 12), [full, last]);
    assert.deepEqual(await store.entries(run.id, 11, 1), [bare]);
    assert.deepEqual(await store.entries(run.id, 0, 0), []);
    assert.deepEqual(await store.entries(run.id, 2 ** 24 - 1), []);
    assert.deepEqual(await store.entriesAt(run.id, [700, 12, 13, 700]), [bare, full]);
    assert.deepEqual(await store.entriesAt(run.id, []), []);
  },

  "any JSON comes back as it was: as a value, a state, a snapshot, a note and a message": async (store) => {
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "weird", { inputs: { weird: WEIRD } });
    for (const [i, value] of WEIRD.entries()) {
      const made = { id: `n${i}`, document: "doc", parent: null, text: "", role: "seed", meta: {} };
      await store.append(run.id, epoch, [{
        ...row(i + 1, { value, state: value }),
        node: made,
        notes: [{ document: "doc", node: `n${i}`, kind: "grade", value }],
        snapshot: value,
      }]);
      await store.send(run.id, { kind: "signal", value });
      assert.deepEqual((await store.load(run.id)).snapshot, { seq: i + 1, state: value });
    }
    const entries = await store.entries(run.id, 0);
    assert.deepEqual(entries.map(({ value }) => value), WEIRD);
    assert.deepEqual(entries.map(({ state }) => state), WEIRD);
    assert.deepEqual((await store.document("doc")).notes.map(({ value }) => value), WEIRD);
    assert.deepEqual((await store.inbox(run.id)).map(({ value }) => value), WEIRD);
    assert.deepEqual(await store.inputs(run.id), { weird: WEIRD });
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  },

  "values of every length come back, and equal ones in one batch too": async (store) => {
    const { run, epoch } = await drive(store, "long");
    const values = [900, 1_020, 1_276, 1_277, 1_278, 1_279, 1_280, 1_281, 5_000, 200_000].flatMap((length) => [
      "x".repeat(length),
      "x".repeat(length),
      "é".repeat(length),
      { again: "x".repeat(length) },
    ]);
    await store.append(run.id, epoch, values.map((value, i) => row(i + 1, { value })));
    await store.append(run.id, epoch, values.map((value, i) => row(i + 1_001, { value })));
    assert.deepEqual((await store.entries(run.id, 0)).map(({ value }) => value), [...values, ...values]);
  },

  "any value of a row comes back": async (store) => {
    const { run, epoch } = await drive(store, "any");
    for (let seed = 0, seq = 0; seed < 40; seed++) {
      const values = Array.from({ length: 1 + seed % 4 }, (_, i) => anyJson(seed, `${i}`, 3)), after = seq;
      await store.append(run.id, epoch, values.map((value) => row(++seq, { value })));
      assert.deepEqual((await store.entries(run.id, after)).map(({ value }) => value), values);
    }
  },

  "a caller's later changes to what was written change nothing": async (store) => {
    const { run, epoch } = await drive(store, "shared"), value = { list: [1] }, state = { list: [1] };
    await store.append(run.id, epoch, [{ ...row(1, { value }), snapshot: state }]);
    value.list.push(2), state.list.push(2);
    const { snapshot, entries } = await store.load(run.id);
    assert.deepEqual([snapshot!.state, entries[0]!.value], [{ list: [1] }, { list: [1] }]);
  },

  "what is no JSON is refused, and nothing of its batch is in": async (store) => {
    const { run, epoch } = await drive(store, "bad");
    const bad = { entry: { seq: 2, type: "done", at: 1, value: NaN } } as const;
    await assert.rejects(store.append(run.id, epoch, [row(1), bad]));
    assert.deepEqual(await store.entries(run.id, 0), []);
  },

  "a batch of nothing is nothing": async (store) => {
    const { run, epoch } = await drive(store, "empty");
    assert.deepEqual(await store.append(run.id, epoch, []), []);
  },

  "a batch may be very long": async (store) => {
    const { run, epoch } = await drive(store, "batch");
    await store.append(run.id, epoch, Array.from({ length: 1_700 }, (_, i) => row(i + 1, { value: i })));
    assert.deepEqual(
      (await store.entries(run.id, 0)).map(({ value }) => value),
      Array.from({ length: 1_700 }, (_, i) => i),
    );
    const seqs = Array.from({ length: 1_300 }, (_, i) => i + 200);
    assert.deepEqual((await store.entriesAt(run.id, seqs.toReversed())).map(({ seq }) => seq), seqs);
  },

  "a run without a snapshot loads from its first row": async (store) => {
    const { run, epoch } = await drive(store, "fresh");
    assert.deepEqual(await store.load(run.id), { entries: [] });
    await store.append(run.id, epoch, [row(3), row(5, { state: { a: 1 } })]);
    assert.deepEqual(await store.load(run.id), { entries: await store.entries(run.id, 0) });
  },

  "a snapshot replaces the one before, and a load begins with its row": async (store) => {
    const { run, epoch } = await drive(store, "snap");
    await store.append(run.id, epoch, [row(1), { ...row(2), snapshot: { n: 1 } }, row(3)]);
    assert.deepEqual((await store.load(run.id)).snapshot, { seq: 2, state: { n: 1 } });
    await store.append(run.id, epoch, [{ ...row(8, { state: [] }), snapshot: { n: 2 } }, row(9)]);
    const { snapshot, entries } = await store.load(run.id);
    assert.deepEqual(snapshot, { seq: 8, state: { n: 2 } });
    assert.deepEqual(entries.map(({ seq }) => seq), [8, 9]);
  },

  "a row that is there is never written over": async (store) => {
    const { run, epoch } = await drive(store, "stays");
    await store.append(run.id, epoch, [row(1, { value: "first" })]);
    await assert.rejects(store.append(run.id, epoch, [row(2), row(1, { value: "second" })]), fails("broken"));
    assert.deepEqual((await store.entries(run.id, 0)).map(({ value }) => value), ["first"]);
  },
};

/** Some JSON value: the same for the same seed and path. */
function anyJson(seed: number, path: string, depth: number): Json {
  const pick = (what: string, many: number): number => seedFor(seed, `${path}/${what}`) % many;
  const parts = (): readonly Json[] =>
    Array.from({ length: pick("parts", 4) }, (_, i) => anyJson(seed, `${path}/${i}`, depth - 1));
  switch (pick("sort", depth > 0 ? 6 : 4)) {
    case 0:
      return [null, true, false][pick("word", 3)]!;
    case 1:
      return (pick("number", 2_000_001) - 1_000_000) / 10 ** pick("places", 5);
    case 2:
      return anyText(seed, path);
    case 3:
      return WEIRD[pick("weird", WEIRD.length)]!;
    case 4:
      return [...parts()];
    default:
      return Object.fromEntries(parts().map((value, i) => [anyText(seed, `${path}/key/${i}`), value]));
  }
}

/** Some text, of any characters that a text may hold. */
function anyText(seed: number, path: string): string {
  const codes = Array.from({ length: seedFor(seed, `${path}/length`) % 12 }, (_, i) => {
    const code = seedFor(seed, `${path}/${i}`) % (i % 3 === 0 ? 0x110000 : 0x250);
    return code >= 0xd800 && code < 0xe000 ? 0x20 : code;
  });
  return String.fromCodePoint(...codes);
}
