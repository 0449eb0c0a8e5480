/** Letters of a short id at least: one letter alone would change its meaning with the next node. */
const LEAST = 4;

/** Cuts ids to as few letters, the same number for each, as tell all of them apart. */
export function shortIds(ids: Iterable<string>): (id: string) => string {
  const sorted = [...new Set(ids)].sort();
  const shared = sorted.map((id, i) => i === 0 ? 0 : sharedLength(sorted[i - 1]!, id));
  const letters = shared.reduce((most, length) => Math.max(most, length + 1), LEAST);
  return (id) => id.slice(0, letters);
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
