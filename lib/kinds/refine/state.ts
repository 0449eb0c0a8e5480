import type { Json } from "../../base/json.ts";
import type { End, RefinePlan } from "../../plan/mod.ts";
import type { KindContext } from "../kind.ts";
import type { Progress } from "./progress.ts";

/** What every part of a round works with. */
export interface Round {
  readonly plan: RefinePlan;
  readonly context: KindContext;
}

/** What scorers said of a text, as expressions see it. */
export interface Marks {
  /** What the judge answered. */
  readonly judge?: Json;
  /** What the script gave. */
  readonly script?: Json;
  /** The number in what the command did. */
  readonly command?: number;
  /** 1 better than the best so far, 0 even, -1 worse. */
  readonly compare?: number;
  /** Exit code of the command. */
  readonly code?: number;
  /** What the command printed. */
  readonly stdout?: string;
  /** What the command printed as errors. */
  readonly stderr?: string;
}

/** What is kept of a round. */
export interface Kept {
  /** From 1; 0 is the start. */
  readonly round: number;
  /** The node that holds its text; null where it made none. */
  readonly node: string | null;
  /** The number that counts; null where it has none. */
  readonly total: number | null;
  /** Whether it passes all gates. */
  readonly valid: boolean;
  /** Whether it was gone on from. */
  readonly accepted: boolean;
  /** What the scorers said. */
  readonly marks: Marks;
  /** Name of the model that made it. */
  readonly model?: string;
  /** Why it came to nothing. */
  readonly error?: string;
}

/** A round that has a text and a total. */
export interface Scored extends Kept {
  readonly node: string;
  readonly total: number;
}

/** A text and the round that made it. */
export interface Draft {
  readonly round: number;
  readonly node: string;
}

/** The cursor of the loop. Small: it names texts and holds none. */
export interface State {
  /** Rounds finished. */
  readonly depth: number;
  /** The accepted text with the best total; of equals the newest. */
  readonly best: Scored;
  /** What the next round is made from. */
  readonly current: Scored;
  /** The newest that has a total. */
  readonly last: Scored;
  /** Names what of the plan it was kept for: see `courseOf`. */
  readonly course: string;
  /** Names how its totals were made: see `scaleOf`. Absent: as the plan makes them. */
  readonly scale?: string;
  /** Why the newest round came to nothing; empty when it did not. */
  readonly error: string;
  /** Rounds in a row that failed. */
  readonly failures: number;
  /** Rounds in a row in which a condition could not be found out. */
  readonly unanswered: number;
  /** What people have said that is to be heeded. */
  readonly guidance: readonly string[];
  /** How long it has got no better; absent where nobody asks. */
  readonly progress?: Progress;
  /** Rungs of the ladder that are taken. */
  readonly rung: number;
  /** What temperatures have risen by. */
  readonly heat: number;
  /** The model that makes candidates in the place of those of the plan. */
  readonly model?: string;
  /** Totals that a plateau is looked for in; absent where nobody looks. */
  readonly scores?: readonly number[];
  /** The last two texts; absent where nobody compares them. */
  readonly drafts?: readonly Draft[];
  /** Judges that were asked whether to stop, by their place in the stop: the round whose text they were shown. */
  readonly shown?: { readonly [place: string]: number };
  /** Every round, when an expression looks at them. */
  readonly history?: readonly Kept[];
  /** How it ends. */
  readonly end?: End;
}

/** The number of the round a state stands before, from 1. */
export function roundOf({ depth }: State): number {
  return depth + 1;
}
