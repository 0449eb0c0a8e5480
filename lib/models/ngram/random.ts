/**
 * Random numbers of our own, so that a seed means the same text on every machine and in every version: xoshiro128**
 * (Blackman and Vigna 2018), its state filled from the seed by SplitMix32. Not for secrets.
 *
 * @param seed any number; its 64 bits all count.
 * @returns a function that gives numbers from 0 up to 1, with 53 random bits.
 */
export function randomNumbers(seed: number): () => number {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, seed + 0);
  let filling = bytes.getInt32(4) ^ Math.imul(bytes.getInt32(0), 0x9e3779b1);
  const state = Uint32Array.from({ length: 4 }, splitMix);
  return () => (bits() >>> 5) * 2 ** -27 + (bits() >>> 6) * 2 ** -53;

  function splitMix(): number {
    filling = (filling + 0x9e3779b9) | 0;
    let mixed = filling ^ (filling >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  }

  function bits(): number {
    const [a, b, c, d] = state as unknown as [number, number, number, number];
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9);
    state[2] = c ^ a, state[3] = d ^ b;
    state[1] = b ^ c ^ a, state[0] = a ^ d ^ b;
    state[2] = state[2]! ^ (b << 9), state[3] = rotated(state[3]!, 11);
    return result;
  }
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** A seed for a request that gives none. */
export function anySeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
