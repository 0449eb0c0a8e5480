import assert from "node:assert/strict";
import { hashOf } from "../../lib/engine/effect_hash.ts";
import type { Entry } from "../../lib/plan/mod.ts";

/** The longest pause that is looked for, in milliseconds. */
const LONGEST = 1000;

/** How long a program waited before it tried something again: found by the hashes of its waits, so no clock counts. */
export function pausesIn(rows: readonly Entry[]): readonly number[] {
  return rows.flatMap(({ type, key, hash }) => {
    if (type !== "done" || !key?.includes("/pause/")) return [];
    const spans = Array.from({ length: LONGEST }, (_, i) => i + 1);
    const found = spans.find((duration) => hashOf({ do: "wait", key, duration }) === hash);
    assert.ok(found, `the pause \`${key}\` is of no whole number of milliseconds up to ${LONGEST}`);
    return [found];
  });
}
