import { pairQueue } from "./pair_queue.ts";

/** The place of every token in the order in which pairs are joined, by its bytes, one a character. */
export type Ranks = ReadonlyMap<string, number>;

/** Room for a place beside a rank in one number. */
const PLACES = 2 ** 30;

/**
 * Tokens that byte-pair encoding makes of a piece, given as its bytes, one a character: of all neighbours that make a
 * token together, those of the lowest rank are joined, the leftmost first, until no two are left. Exact, and the work
 * grows as n log n, so that one letter a million times over is no trap.
 */
export function countBytePairs(bytes: string, ranks: Ranks): number {
  const n = bytes.length;
  if (n < 2 || ranks.has(bytes)) return Math.min(n, 1);
  // Each part begins where `next` of the one before says; `rank` is that of it joined with the one after it, or -1.
  const next = new Int32Array(n + 1), previous = new Int32Array(n + 1), rank = new Float64Array(n + 1).fill(-1);
  const queue = pairQueue(n);
  for (let at = 0; at <= n; at++) next[at] = at + 1, previous[at] = at - 1;
  for (let at = 0; at < n; at++) look(at);
  let parts = n;
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const at = key % PLACES, second = next[at]!;
    if (rank[at] !== (key - at) / PLACES) continue;
    const end = next[second]!;
    next[at] = end, previous[end] = at, rank[second] = -1, parts--;
    look(at);
    if (at > 0) look(previous[at]!);
  }
  return parts;

  function look(at: number): void {
    const second = next[at]!, joined = second >= n ? undefined : ranks.get(bytes.slice(at, next[second]));
    rank[at] = joined ?? -1;
    if (joined !== undefined) queue.push(joined * PLACES + at);
  }
}
