import type { Goal } from "../../plan/mod.ts";
import { isBetter } from "./better.ts";

/** How long a loop has got no better. */
export interface Progress {
  /** The best total when it last got better; null before there was one. */
  readonly mark: number | null;
  /** Rounds since then. */
  readonly rounds: number;
}

/** When a best counts as better. */
export interface Stride {
  /** Whether more is better. */
  readonly goal: Goal;
  /** What it must be better by; 0: better at all. */
  readonly minDelta: number;
}

/** A loop that has done no round; `best` is the total of what it begins with. */
export function progressFrom(best: number | null): Progress {
  return { mark: best, rounds: 0 };
}

/**
 * The same after one more round that left this best. Small steps add up: the best is held against what it was when it last
 * got better, not against the round before. A tie is no progress.
 */
export function progressAfter({ mark, rounds }: Progress, best: number | null, { goal, minDelta }: Stride): Progress {
  const isProgress = best !== null && (mark === null || isBetter(goal, best, mark, minDelta));
  return isProgress ? { mark: best, rounds: 0 } : { mark, rounds: rounds + 1 };
}
