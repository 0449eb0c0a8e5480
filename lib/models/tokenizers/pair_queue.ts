/** Numbers that come out smallest first. */
export interface PairQueue {
  /** Takes a number in. */
  push(key: number): void;
  /** The smallest one, which leaves; undefined: there is none. */
  pop(): number | undefined;
}

/** A queue that holds its numbers in one array, as a binary heap. */
export function pairQueue(room: number): PairQueue {
  let keys = new Float64Array(Math.max(16, room)), size = 0;
  return { push, pop };

  function push(key: number): void {
    if (size === keys.length) keys = grown(keys);
    let at = size++;
    for (; at > 0; at = above(at)) {
      const parent = keys[above(at)]!;
      if (parent <= key) break;
      keys[at] = parent;
    }
    keys[at] = key;
  }

  function pop(): number | undefined {
    if (size === 0) return undefined;
    const smallest = keys[0]!, last = keys[--size]!;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= last) break;
      keys[at] = keys[child]!;
      at = child;
    }
    keys[at] = last;
    return smallest;
  }
}

function above(at: number): number {
  return (at - 1) >> 1;
}

function grown(keys: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * keys.length);
  larger.set(keys);
  return larger;
}
