import type { ToldRound } from "../../plan/told.ts";
import { formatUsd } from "../../base/money.ts";
import { isBest, roundLine, roundStyle } from "../round_words.ts";
import type { Milestone } from "./milestone.ts";

/** What rounds before have come to. */
export interface EarlierRounds {
  /** Scores, oldest first. */
  readonly scores: readonly (number | null)[];
  readonly last?: ToldRound;
}

/** Scores that are kept: more than a line can show. */
const KEPT_SCORES = 400;

/** Rounds of a run that is driven here, as it tells of them. */
export class LoopProgress {
  /** Scores of the last rounds, oldest first. */
  readonly scores: (number | null)[];
  /** The round that was told last. */
  last: ToldRound | undefined;

  /** Begins where the run stands. */
  constructor({ scores, last }: EarlierRounds = { scores: [] }) {
    this.scores = scores.slice(-KEPT_SCORES);
    this.last = last;
  }

  /** Takes a round that is over. */
  take(told: ToldRound): void {
    this.last = told;
    this.scores.push(told.score);
    if (this.scores.length > KEPT_SCORES) this.scores.shift();
  }
}

/** The line of a round that was told. `cost`: nano-dollars. */
export function toldMilestone(
  told: ToldRound,
  { at, cost }: { readonly at: number; readonly cost: number },
): Milestone {
  const style = isBest(told) ? "good" : roundStyle(told);
  return { at, text: roundLine(told, cost > 0 ? { cost: formatUsd(cost) } : {}), ...(style ? { style } : {}) };
}
