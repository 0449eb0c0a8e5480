import assert from "node:assert/strict";
import { plateau, predicate } from "../../../lib/app/refine/detectors.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";

interface Draft {
  readonly n: number;
  readonly text: string;
}

/** A store that weighs what each round writes; snapshots, which replace the one before, apart. */
function weighing(store: Store, rounds: number[], snapshots: number[]): Store {
  return {
    ...store,
    append: (run, epoch, writes) => {
      for (const { entry, snapshot } of writes) {
        const round = Number(/^round\/(\d+)\//.exec(entry.key ?? "")?.[1] ?? 0);
        rounds[round] = (rounds[round] ?? 0) + JSON.stringify(entry).length;
        if (snapshot !== undefined) snapshots.push(JSON.stringify(snapshot).length);
      }
      return store.append(run, epoch, writes);
    },
  };
}

Deno.test("a long loop writes as much in its last rounds as in its first ones, and keeps its whole history", async () => {
  const rounds: number[] = [], snapshots: number[] = [], last = 1200;
  let seen = 0;
  const fix = refine<Draft>({
    store: weighing(memoryStore(), rounds, snapshots),
    budget: { iterations: last },
    score: ({ n }) => n,
    cost: () => 0.01,
    converge: [
      plateau({ patience: 5 }),
      predicate((history) => {
        seen = history.length;
        return false;
      }),
    ],
  }, ({ n }) => ({ n: n + 1, text: `step ${String(n % 10)}: ${"a text of some length ".repeat(10)}` }));
  const end = await fix({ n: 0, text: "" });
  assert.deepEqual([end.steps, end.history.length, seen], [last, last, last]);
  assert.equal(end.spent.usd, 12);
  const mean = (from: number, to: number) => rounds.slice(from, to).reduce((sum, size) => sum + size, 0) / (to - from);
  const early = mean(100, 300), late = mean(900, 1100);
  assert.ok(late < early * 1.1, `${late} characters a round at the end, ${early} at the beginning`);
  const all = rounds.reduce((sum, size) => sum + size, 0), copies = snapshots.reduce((sum, size) => sum + size, 0);
  assert.ok(copies < all, `${copies} characters of snapshots beside ${all} of rows`);
});
