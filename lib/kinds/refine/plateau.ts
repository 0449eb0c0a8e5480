import type { Goal } from "../../plan/mod.ts";
import { isBetter } from "./better.ts";

/** When totals are flat. */
export interface Plateau {
  /** Totals in a row none of which is better than all before them. */
  readonly patience: number;
  /** What one must be better by. */
  readonly minDelta: number;
  /** Whether more is better. */
  readonly goal: Goal;
}

/** Whether the last totals are flat. Rounds without a total are passed over: they say neither yes nor no. */
export function plateaued(scores: readonly (number | null)[], { patience, minDelta, goal }: Plateau): boolean {
  const scored = scores.filter((score) => score !== null), recent = scored.slice(-patience);
  if (scored.length <= patience) return false;
  const best = bestOf(scored.slice(0, -patience), goal);
  return recent.every((score) => !isBetter(goal, score, best, minDelta));
}

/**
 * The totals with one more, and no more of them than {@link plateaued} looks at for this patience: what is older than the
 * last ones is kept as its best alone.
 */
export function withScore(
  scores: readonly number[],
  score: number,
  { patience, goal }: Pick<Plateau, "patience" | "goal">,
): readonly number[] {
  const more = [...scores, score], old = more.slice(0, -patience);
  return old.length === 0 ? more : [bestOf(old, goal), ...more.slice(-patience)];
}

function bestOf(scores: readonly number[], goal: Goal): number {
  return scores.reduce((best, score) => isBetter(goal, score, best) ? score : best);
}
