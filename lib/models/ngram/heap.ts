/** Places of `weights`, taken one by one, the heaviest first, of equals the lower: cheap when only a few are taken. */
export interface Heap {
  /** The heaviest place left; -1: none. */
  top(): number;
  /** Takes it away. */
  pop(): void;
}

/** A binary heap over the places of `weights`. */
export function heapOf(weights: Float64Array): Heap {
  const heap = Int32Array.from(weights.keys());
  let size = heap.length;
  for (let at = (size >> 1) - 1; at >= 0; at--) sink(at);

  function comesBefore(a: number, b: number): boolean {
    return weights[a]! > weights[b]! || (weights[a] === weights[b] && a < b);
  }

  function sink(at: number): void {
    const place = heap[at]!;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && comesBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!comesBefore(heap[child]!, place)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = place;
  }

  return {
    top: () => size > 0 ? heap[0]! : -1,
    pop() {
      heap[0] = heap[--size]!;
      if (size > 0) sink(0);
    },
  };
}
