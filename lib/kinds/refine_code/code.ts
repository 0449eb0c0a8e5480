/**
 * What a loop over functions of a library user is made of, as far as its program has to know: rules as data, functions as
 * bodies of steps.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import type { Booking, CallBody, Combined, Goal, Spent } from "../../plan/mod.ts";
import type { CodeState } from "./state.ts";

/** A condition that ends a loop. The functions of the last three are called inside a step. */
export type CodeCondition =
  | { readonly stop: "plateau"; readonly patience: number; readonly minDelta: number }
  | { readonly stop: "similar"; readonly threshold: number; readonly isFree: boolean }
  | { readonly stop: "predicate"; readonly name: string }
  | { readonly stop: "judge"; readonly name: string };

/** What is done about a loop that gets no better. */
export type CodeRung =
  /** The step is handed this from here on. */
  | { readonly rung: "value"; readonly value: Json }
  /** A person is asked; the answer is guidance, or ends the run. */
  | { readonly rung: "ask"; readonly question?: string }
  /** The run ends as stalled. */
  | { readonly rung: "fail" };

/** When a loop is held to be stuck, and what is done then. */
export interface CodeStall {
  /** Rounds in a row without a better best. */
  readonly after: number;
  /** What a best must be better by, to be better. */
  readonly minDelta: number;
  /** Done one after the other; after the last the run ends as stalled. */
  readonly then: readonly CodeRung[];
}

/** What is done about steps that throw. */
export interface CodeErrors {
  /** How often each is tried. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled each time, up to a minute. */
  readonly pause: number;
  /** So many rounds in a row that came to nothing end the run as failed. */
  readonly most: number;
}

/** A function of the user that is about to be called. */
export interface Asked {
  /** Key of its step. */
  readonly key: string;
  /** The round it belongs to. */
  readonly round: number;
  /** From 1. */
  readonly attempt: number;
  /** What is reserved for it. */
  readonly reserve: Booking;
  /** The loop before the round. */
  readonly state: CodeState;
}

/** The same with the state that the round has made. */
export interface AskedOf extends Asked {
  /** That state; null where the round came to nothing. */
  readonly made: Json;
}

/** The same with what is known of the conditions, by their place. */
export interface AskedStop extends AskedOf {
  /** Absent: not known. */
  readonly known: ReadonlyMap<number, boolean>;
  /** The round that is over. */
  readonly record: RoundRecord;
}

/** What a round came to, without its state. */
export interface RoundRecord {
  /** From 1; 0 is the start. */
  readonly step: number;
  /** Gone on from; not good enough; it came to nothing. */
  readonly verdict: "accepted" | "rejected" | "failed";
  /** Null where it has none. */
  readonly score: number | null;
  /** Everything the round has cost, runs inside it included: nano-dollars, tokens, calls. */
  readonly cost: Booking;
  /** The round whose state it was made from. */
  readonly from: number;
  /** The round that was gone back to. */
  readonly back?: number;
  /** Why it came to nothing. */
  readonly error?: string;
}

/** A round that is over, for those who follow a run. */
export interface Told {
  /** The round itself. */
  readonly record: RoundRecord;
  /** The state that it made; null where it made none. */
  readonly made: Json;
  /** The best so far. */
  readonly best: { readonly score: number; readonly step: number } | null;
}

/** What a step function came to. */
export interface StepResult {
  /** The new state, as it is stored. */
  readonly state: Json;
  /** What the function booked. */
  readonly spent: Booking;
  /** Whether it ran loops of its own, which have costs of their own. */
  readonly nests?: true;
  /** What could not be found out of it: its cost, or whether it is of the right shape. */
  readonly trouble: readonly ("cost" | "parse")[];
}

/** What a scorer came to. */
export interface ScoreResult {
  readonly score: number;
  readonly spent: Booking;
  readonly nests?: true;
}

/** What the conditions came to that had to be asked: place, whether it holds, and the distance that says so. */
export interface StopResult {
  readonly truths: readonly (readonly [place: number, holds: boolean, distance?: number])[];
  readonly spent: Booking;
}

/** Functions of the user as bodies of steps, and what is asked of them beside that. */
export interface CodeActs {
  /** Gives a {@link StepResult}. */
  step(asked: Asked): CallBody;
  /** Finds out what a step left open, for good: throws while it cannot. */
  amend(what: "cost" | "parse", asked: AskedOf): CallBody;
  /** Gives a {@link ScoreResult}. */
  score(asked: AskedOf): CallBody;
  /** Gives a {@link StopResult}. */
  decide(asked: AskedStop): CallBody;
  /** The most the next step may cost. Throws for what is no amount. */
  reserve(state: CodeState): Spent;
  /** The text of a state, where no function of the user's is needed for it. */
  textOf(state: Json): string;
  /** A round is over and in the journal. */
  told(told: Told): void;
}

/** A loop over functions. */
export interface RefineCode {
  /** Name and version, such as `fix@1`. */
  readonly program: string;
  /** Whether more is better or less is. */
  readonly goal: Goal;
  /** What a round is made from that follows one which was not accepted. */
  readonly backtrack: "best_score" | "last_good" | "none";
  readonly errors: CodeErrors;
  /** Absent: a loop that is stuck goes on. */
  readonly stall?: CodeStall;
  /** Absent: it ends by its budget alone. */
  readonly stop?: Combined<CodeCondition>;
  /** Whether states have a score, and whether the one it begins with has. */
  readonly scores: "none" | "made" | "all";
  /** What is reserved for asking the conditions; undefined: none of them costs anything. */
  readonly stopReserve?: Booking;
  /** The functions. */
  readonly acts: CodeActs;
}
