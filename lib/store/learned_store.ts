import type { Json } from "../base/json.ts";

/** Something that a run has shown. */
export interface NewPattern {
  /** What sort of thing it is. */
  readonly kind: string;
  /** What it is about; unique among those of its sort. */
  readonly key: string;
  /** What there is to know of it; replaces what was known. */
  readonly value?: Json;
  /** Milliseconds since 1970 when it was seen. */
  readonly at: number;
}

/** Something that runs have shown, one or many. */
export interface Pattern {
  /** What sort of thing it is. */
  readonly kind: string;
  /** What it is about. */
  readonly key: string;
  /** What there is to know of it, as it was seen last. */
  readonly value?: Json;
  /** How many runs have shown it. */
  readonly count: number;
  /** Milliseconds since 1970 when it was seen last. */
  readonly last: number;
}

/** Which patterns are meant; what is left out is any. */
export interface PatternFilter {
  /** Of this sort. */
  readonly kind?: string;
  /** About this. */
  readonly key?: string;
}

/** What runs have taught, over all runs of a database. It outlives them. */
export interface LearnedStore {
  /** Counts what a run has shown. What it has shown before counts once, however often it is resumed. */
  learn(run: number, patterns: readonly NewPattern[]): Promise<void>;
  /** Patterns, the most frequent first, then the latest, then by kind and key. */
  list(filter?: PatternFilter & { readonly limit?: number }): Promise<readonly Pattern[]>;
  /** Forgets patterns, all when nothing else is said; tells how many. A run that shows one again counts again. */
  forget(filter?: PatternFilter): Promise<number>;
  /** Forgets what one run alone has shown, last seen before this moment; tells how many. */
  prune(before: number): Promise<number>;
}
