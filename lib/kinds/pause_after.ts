import type { Program } from "../plan/mod.ts";
import { perform } from "../plan/mod.ts";

/** The longest pause between attempts in milliseconds, unless the first is longer. */
const LONGEST = 60_000;

/** Waits after an attempt that came to nothing: `first` milliseconds after the first one, twice as long after each. */
export function* pauseAfter(
  attempt: number,
  { key, first }: { readonly key: string; readonly first: number },
): Program<void> {
  const duration = Math.min(first * 2 ** (attempt - 1), Math.max(LONGEST, first));
  if (duration > 0) yield* perform({ do: "wait", key: `${key}/pause`, duration });
}
