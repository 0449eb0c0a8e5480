import assert from "node:assert/strict";
import { Patience } from "../../lib/store/patience.ts";

/** Looks until patience has come to its end, each look taking as long as it may; says when and after which pauses. */
function bear(patience: Patience, from: number): { readonly end: number; readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  for (let now = from;; now += pauses.at(-1)! + 25) {
    const pause = patience.next(now);
    if (pause === undefined) return { end: now, pauses };
    pauses.push(pause);
  }
}

Deno.test("a lock is looked at soon and then now and then, until the time is over", () => {
  const { end, pauses } = bear(new Patience(20_000), 5_000);
  assert.ok(end >= 25_000 && end < 25_500, `${end}`);
  assert.ok(pauses[0]! < 20 && Math.max(...pauses) <= 200);
  assert.deepEqual(pauses, pauses.toSorted((a, b) => a - b));
});

Deno.test("who comes after one that gave up does not wait as long again, until the lock is gone or another one is met", () => {
  const patience = new Patience(1_000), { end } = bear(patience, 0);
  assert.equal(patience.next(end + 500), undefined);
  patience.end();
  assert.ok(bear(patience, end + 600).pauses.length > 3);
  const late = end + 600 + 10_000;
  assert.ok(bear(patience, late).end >= late + 1_000, "a lock of ten seconds later is another one");
});

Deno.test("no patience is one look", () => {
  assert.deepEqual(bear(new Patience(0), 7).pauses, []);
});
