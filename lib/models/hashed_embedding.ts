/** Length of every vector. */
export const HASHED_DIMENSIONS = 256;

/**
 * An embedding that needs no model: every word, every pair of neighbouring words and every three letters in a row are
 * hashed to a dimension and a sign, and the sums of the signs are scaled to length 1. Texts that share words and
 * phrases come out close; it knows nothing of meaning. Case does not count. A text without letters or digits gives the
 * zero vector.
 */
export function hashedEmbedding(text: string): number[] {
  const sums = new Float64Array(HASHED_DIMENSIONS);
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  words.forEach((word, i) => {
    add(sums, word);
    if (i > 0) add(sums, `${words[i - 1]} ${word}`);
    const marked = ` ${word} `;
    for (let at = 0; at + 3 <= marked.length; at++) add(sums, marked.slice(at, at + 3));
  });
  const length = Math.hypot(...sums);
  return Array.from(sums, (sum) => length === 0 ? 0 : sum / length);
}

function add(sums: Float64Array, feature: string): void {
  const hash = hashOf(feature);
  sums[hash % HASHED_DIMENSIONS]! += (hash & 0x80000000) === 0 ? 1 : -1;
}

/** FNV-1a over UTF-16 code units, its bits mixed once more so that the low and the high ones are independent. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
