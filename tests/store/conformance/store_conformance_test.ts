import assert from "node:assert/strict";
import type { ConformanceOptions } from "../../../lib/store/conformance/store_conformance.ts";
import { storeConformance } from "../../../lib/store/conformance/store_conformance.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import { OF_CHANGES } from "./broken_changes.ts";
import { OF_DOCUMENTS } from "./broken_documents.ts";
import { OF_LEARNED } from "./broken_learned.ts";
import { OF_MONEY } from "./broken_money.ts";
import { OF_REMOVAL } from "./broken_removal.ts";
import { OF_ROWS } from "./broken_rows.ts";
import { OF_RUNS } from "./broken_runs.ts";
import { OF_TURNS } from "./broken_turns.ts";

const FAULTS = [
  ...[...OF_RUNS, ...OF_MONEY, ...OF_ROWS, ...OF_DOCUMENTS, ...OF_REMOVAL],
  ...[...OF_CHANGES, ...OF_TURNS, ...OF_LEARNED],
];

/** All tests that the suite declares, by the promise they are named after. */
function declared(options: Omit<ConformanceOptions, "name" | "test">): Map<string, () => Promise<void>> {
  const tests = new Map<string, () => Promise<void>>();
  storeConformance({ name: "it", ...options, test: (name, run) => tests.set(name.slice("it: ".length), run) });
  return tests;
}

/** A store in memory under which no store ever is: what it knows outlives every connection. */
function lasting(): { readonly store: Store; readonly connect: () => Promise<Store> } {
  const store = memoryStore();
  return { store, connect: () => Promise.resolve(store) };
}

async function holds(run: () => Promise<void>): Promise<boolean> {
  return await run().then(() => true, () => false);
}

for (const fault of FAULTS) {
  Deno.test(`the suite notices when ${fault.what}`, async () => {
    const tests = declared({
      open: () => {
        const store = memoryStore();
        return { store: { ...store, ...fault.in(store) } };
      },
    });
    for (const promise of fault.breaks) {
      assert.ok(!await holds(tests.get(promise) ?? assert.fail(`there is no promise \`${promise}\``)), promise);
    }
  });
}

Deno.test("for every promise of the suite there is a store that breaks it", () => {
  const broken = new Set(FAULTS.flatMap(({ breaks }) => breaks));
  const promised = [...declared({ open: () => ({ store: memoryStore() }) }).keys()];
  assert.deepEqual(promised.filter((promise) => !broken.has(promise)), []);
});

Deno.test("every promise of stores that last is kept by one store under all connections, and broken by several", async () => {
  const plain = declared({ open: lasting }), all = declared({ open: lasting, openDurable: lasting });
  const apart = declared({
    open: lasting,
    openDurable: () => ({ store: memoryStore(), connect: () => Promise.resolve(memoryStore()) }),
  });
  const unaware = declared({
    open: lasting,
    openDurable: () => {
      const { store } = lasting();
      const acquire: Store["acquire"] = async (...asked) => await store.acquire(...asked) ?? 1;
      return { store, connect: () => Promise.resolve({ ...store, acquire }) };
    },
  });
  const more = [...all.keys()].filter((promise) => !plain.has(promise));
  assert.ok(more.length >= 8);
  for (const promise of more) {
    assert.ok(await holds(all.get(promise)!), promise);
    assert.ok(!(await holds(apart.get(promise)!) && await holds(unaware.get(promise)!)), promise);
  }
});

Deno.test("every test has a store of its own, which is closed, whatever came of it", async () => {
  let opened = 0, closed = 0;
  const open = () => {
    opened++;
    return { store: { ...memoryStore(), runs: () => Promise.reject(new Error("no")) }, close: () => void closed++ };
  };
  const tests = declared({ open });
  await Promise.all([...tests.values()].slice(0, 12).map(holds));
  assert.deepEqual([opened, closed], [12, 12]);
  let ended = false;
  const closing = declared({ open: () => ({ store: { ...memoryStore(), close: () => void (ended = true) } }) });
  assert.ok(await holds([...closing.values()][0]!));
  assert.ok(ended, "a store without an end of its own is closed");
});
