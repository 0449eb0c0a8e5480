/**
 * Numbers that only look random: the same seed and key give the same one, on every machine and after every restart.
 *
 * @module
 */

/** A whole number from 0 to 2³¹ − 1 that depends on the seed and the key alone (FNV-1a, then a 32-bit finaliser). */
export function seedFor(seed: number, key: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 1;
}

/** A number from 0 to before 1 that depends on the seed and the key alone. */
export function randomFor(seed: number, key: string): number {
  return seedFor(seed, key) / 2 ** 31;
}

/** The numbers from 0 to before `count` in an order that depends on the seed and the key alone. */
export function shuffled(count: number, seed: number, key: string): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(randomFor(seed, `${key}/${i}`) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
