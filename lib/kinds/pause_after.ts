import type { Program } from "../plan/mod.ts";
import { perform } from "../plan/mod.ts";

/** The longest pause between attempts in milliseconds, unless the first is longer. */
const LONGEST = 60_000;

/** A pause between two attempts. */
export interface Pause {
  /** Key of the step that waits. */
  readonly key: string;
  /** Milliseconds after the first attempt. */
  readonly first: number;
}

/** Waits after an attempt that came to nothing: `first` milliseconds after the first one, twice as long after each. */
export function* pauseAt(attempt: number, { key, first }: Pause): Program<void> {
  const duration = Math.min(first * 2 ** (attempt - 1), Math.max(LONGEST, first));
  if (duration > 0) yield* perform({ do: "wait", key, duration });
}

/** The same after an attempt whose key no other has: its pause has a key below that. */
export function* pauseAfter(attempt: number, { key, first }: Pause): Program<void> {
  yield* pauseAt(attempt, { key: `${key}/pause`, first });
}
