/** What the step after one that was not good enough, or that failed, is made from. */
export interface Backtrack {
  /** Which of the three. */
  readonly backtrack: "best_score" | "last_good" | "none";
}

/**
 * Goes back to the state with the best score whenever a step scores worse, or fails. A tie is no worse: the newer state
 * stays. The default of loops that have a `score`.
 */
export function bestScore(): Backtrack {
  return { backtrack: "best_score" };
}

/** Goes on from every step that does not fail; after one that does, from the state before it. */
export function lastGood(): Backtrack {
  return { backtrack: "last_good" };
}

/** Never goes back: a step that fails, as often as it may be tried, ends the run as `failed`; a resume tries it again. */
export function noBacktrack(): Backtrack {
  return { backtrack: "none" };
}
