import type { AutoloomPlan, Tuning } from "../../plan/mod.ts";
import type { KindContext } from "../kind.ts";

/** What every part of a round works with. */
export interface Round {
  readonly plan: AutoloomPlan;
  readonly context: KindContext;
}

/** One text that is being grown, named by where it ends. */
export interface Path {
  readonly node: string;
  /** Mean grade of the pieces chosen for it; 0 before the first. */
  readonly score: number;
}

/** The cursor of the loop. Small: it names texts and holds none. */
export interface State {
  /** Rounds finished. */
  readonly depth: number;
  /** Pieces each path has been given: rounds that had a word in them. */
  readonly pieces: number;
  /** The paths kept, best first; never empty. */
  readonly paths: readonly Path[];
  /** Rounds in a row without a word in any candidate. */
  readonly blanks: number;
  /** Rounds in a row whose chosen piece mostly repeats what stands before it; 0 where no stop asks. */
  readonly repeats: number;
  /** The piece chosen last; absent before the first. */
  readonly last?: Choice;
  /** Settings that were changed while it ran. */
  readonly tuned?: Tuning;
  /** Every choice, when an expression looks at them. */
  readonly history?: readonly Choice[];
}

/** A piece that was chosen. */
export interface Choice {
  /** From 1. */
  readonly round: number;
  readonly node: string;
  readonly score: number;
}

/** A piece of text that may be chosen. */
export interface Candidate {
  /** Its place in the round, from 0. */
  readonly index: number;
  readonly node: string;
  readonly text: string;
  /** Generated tokens. */
  readonly tokens: number;
  /** Sum of log-probabilities, where the model tells. */
  readonly logprob?: number;
  readonly finish: string;
  /** Name of the model in the plan. */
  readonly model: string;
  /** The path it continues. */
  readonly path: Path;
}

/** A candidate and its grade; higher is better. */
export interface Graded {
  readonly candidate: Candidate;
  readonly score: number;
}

/** The number of the round a state stands before, from 1. */
export function roundOf({ depth }: State): number {
  return depth + 1;
}
