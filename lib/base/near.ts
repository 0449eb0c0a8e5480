/** The name closest to what was written, where one is close enough to be meant: at most a third of it may differ. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  let best: string | undefined, least = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const far = distance(written.toLowerCase(), name.toLowerCase(), least);
    if (far < least) best = name, least = far;
  }
  return best;
}

/** Edits (insert, delete, replace, swap of neighbours) between two words; stops counting at `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [], above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = above, above = row;
  }
  return Math.min(above[b.length]!, limit);
}
