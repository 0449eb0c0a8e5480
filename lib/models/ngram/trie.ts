/**
 * Counts of all n-grams of a corpus, as a sorted trie in flat arrays: about 16 bytes an n-gram.
 *
 * Level `k` holds the n-grams of length `k` in lexicographic order of their tokens. The children of a node, the n-grams
 * that continue it by one token, stand side by side in the next level, sorted by that token.
 *
 * @module
 */

/** All n-grams of one length. */
export interface Level {
  /** Last token of every n-gram. */
  readonly tokens: Int32Array;
  /**
   * Kneser–Ney counts: how often it occurred at the highest level; below, how many different tokens it occurred after,
   * which tells how freely it is used rather than how often.
   */
  readonly counts: Int32Array;
  /** Where its children begin in the next level; they end where those of the next node begin. Empty at the highest. */
  readonly first: Int32Array;
  /** The node of the level below that lacks the first token. Empty at the lowest level. */
  readonly shorter: Int32Array;
}

/** Levels by length, from 1; index 0 is the n-gram of no token and unused. */
export type Trie = readonly Level[];

/** A stretch of tokens that n-grams do not leave. */
export type Segment = readonly number[];

/** Counts the n-grams of up to `order` tokens. Every token below `size` must occur in some segment. */
export function growTrie(segments: readonly Segment[], order: number, size: number): Trie {
  const tokens = Int32Array.from(segments.flat());
  const ends = endsOf(segments, tokens.length);
  const sorted = sortPositions(tokens, ends, { order, size });
  const levels = fillLevels(tokens, ends, { sorted, order });
  linkLevels(levels);
  countPredecessors(levels);
  return levels;
}

/** The child of `node` that ends in `token`; -1: there is none. `node` is of `level`, its children are of `next`. */
export function childOf(level: Level, next: Level, { node, token }: { node: number; token: number }): number {
  let low = level.first[node]!, high = level.first[node + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1, found = next.tokens[middle]!;
    if (found === token) return middle;
    if (found < token) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function endsOf(segments: readonly Segment[], length: number): Int32Array {
  const ends = new Int32Array(length);
  let from = 0;
  for (const segment of segments) ends.fill(from + segment.length, from, from += segment.length);
  return ends;
}

/** Positions by the `order` tokens that start there: a counting sort by each token, last first, which is stable. */
function sortPositions(
  tokens: Int32Array,
  ends: Int32Array,
  { order, size }: { order: number; size: number },
): Int32Array {
  let sorted = Int32Array.from(tokens.keys()), spare = new Int32Array(tokens.length);
  for (let offset = order - 1; offset >= 0; offset--) {
    const keys = tokens.map((_, i) => i + offset < ends[i]! ? tokens[i + offset]! + 1 : 0);
    const starts = new Int32Array(size + 2);
    for (const key of keys) starts[key + 1]!++;
    for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1]!;
    for (const position of sorted) spare[starts[keys[position]!]!++] = position;
    [sorted, spare] = [spare, sorted];
  }
  return sorted;
}

function fillLevels(
  tokens: Int32Array,
  ends: Int32Array,
  { sorted, order }: { sorted: Int32Array; order: number },
): Level[] {
  const shared = sharedLengths(tokens, ends, { sorted, order });
  const sizes = new Array<number>(order + 2).fill(0);
  sorted.forEach((position, i) => {
    for (let k = shared[i]! + 1; k <= lengthAt(position); k++) sizes[k]!++;
  });
  const levels = sizes.slice(0, order + 1).map((size, k) => ({
    tokens: new Int32Array(size),
    counts: new Int32Array(size),
    first: new Int32Array(k < order ? size + 1 : 0),
    shorter: new Int32Array(k > 1 ? size : 0),
  }));
  const used = new Array<number>(order + 2).fill(0);
  sorted.forEach((position, i) => {
    for (let k = shared[i]! + 1; k <= lengthAt(position); k++) {
      const level = levels[k]!, node = used[k]!++;
      level.tokens[node] = tokens[position + k - 1]!;
      if (k < order) level.first[node] = used[k + 1]!;
    }
    if (lengthAt(position) === order) levels[order]!.counts[used[order]! - 1]!++;
  });
  for (let k = 1; k < order; k++) levels[k]!.first[sizes[k]!] = sizes[k + 1]!;
  return levels;

  function lengthAt(position: number): number {
    return Math.min(order, ends[position]! - position);
  }
}

/** How many tokens each position, in sorted order, shares with the one before it. */
function sharedLengths(
  tokens: Int32Array,
  ends: Int32Array,
  { sorted, order }: { sorted: Int32Array; order: number },
): Uint8Array {
  return Uint8Array.from(sorted, (position, i) => {
    if (i === 0) return 0;
    const before = sorted[i - 1]!;
    const most = Math.min(order, ends[position]! - position, ends[before]! - before);
    let length = 0;
    while (length < most && tokens[position + length] === tokens[before + length]) length++;
    return length;
  });
}

/** Finds, for every n-gram, the one that lacks its first token: among the children of the one its parent has found. */
function linkLevels(levels: readonly Level[]): void {
  for (let k = 2; k < levels.length; k++) {
    const parents = levels[k - 1]!, level = levels[k]!, below = levels[k - 1]!;
    for (let parent = 0; parent < parents.tokens.length; parent++) {
      let at = k === 2 ? 0 : levels[k - 2]!.first[parents.shorter[parent]!]!;
      for (let node = parents.first[parent]!; node < parents.first[parent + 1]!; node++) {
        while (below.tokens[at] !== level.tokens[node]) at++;
        level.shorter[node] = at;
      }
    }
  }
}

function countPredecessors(levels: readonly Level[]): void {
  for (let k = 2; k < levels.length; k++) {
    const { counts } = levels[k - 1]!;
    for (const shorter of levels[k]!.shorter) counts[shorter]!++;
  }
}
