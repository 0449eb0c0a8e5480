import type { Json } from "../../base/json.ts";
import type { Booking, End } from "../../plan/mod.ts";
import type { Progress } from "../refine/progress.ts";
import { progressFrom } from "../refine/progress.ts";
import type { Log } from "./log.ts";
import { NO_ROUNDS } from "./log.ts";

/** A state that a round made, as the cursor keeps it. */
export interface HeldState {
  /** The round; 0 is the start. */
  readonly step: number;
  /** Null where it has none. */
  readonly score: number | null;
  /** Absent where another place of the cursor holds it: see {@link stateAt}. */
  readonly state?: Json;
}

/** The cursor of a loop over functions. It holds at most three states of the user, each once. */
export interface CodeState {
  /** Rounds finished. */
  readonly round: number;
  /** The newest state; null while there is none but the start. */
  readonly last: HeldState | null;
  /** The one with the best score. */
  readonly best: HeldState & { readonly score: number } | null;
  /** What the next round is made from. */
  readonly current: HeldState;
  /** Rounds in a row that came to nothing. */
  readonly failures: number;
  /** Scores, as far back as a plateau looks. */
  readonly scores: readonly number[];
  readonly progress: Progress;
  /** Rungs of the ladder that were taken. */
  readonly rungs: number;
  /** Place of the rung whose value steps are handed; null before the first. */
  readonly escalation: number | null;
  /** What people have said, oldest first. */
  readonly guidance: readonly string[];
  /** The dearest step, and the dearest look at the conditions. */
  readonly dearest: Booking;
  readonly dearestStop: Booking;
  /** What the run had spent when it was last looked at. */
  readonly spent: Booking;
  /** What every round came to. */
  readonly log: Log;
  /** Why the run ends, and the version that says so: another one that adopts the run goes on. Null: it goes on. */
  readonly end: (End & { readonly by: string }) | null;
}

/** Nothing. */
export const NOTHING: Booking = { usd: 0, tokens: 0, calls: 0 };

/** The cursor before the first round. */
export const FIRST: CodeState = {
  round: 0,
  last: null,
  best: null,
  current: { step: 0, score: null },
  failures: 0,
  scores: [],
  progress: progressFrom(null),
  rungs: 0,
  escalation: null,
  guidance: [],
  dearest: NOTHING,
  dearestStop: NOTHING,
  spent: NOTHING,
  log: NO_ROUNDS,
  end: null,
};

/** The state that a round made, which the cursor holds; `start` is that of round 0. */
export function stateAt({ last, best, current }: CodeState, step: number, start: Json): Json {
  if (step === 0) return start;
  const held = [last, best, current].find((one) => one?.step === step && one.state !== undefined);
  return held?.state ?? null;
}

/** The cursor with these places, each state in it once. */
export function holding(
  state: CodeState,
  { last, best, current }: Pick<CodeState, "last" | "best" | "current">,
): CodeState {
  const bare = ({ step, score }: HeldState) => ({ step, score });
  const best_ = best && best.step === last?.step ? { ...bare(best), score: best.score } : best;
  const isHeld = current.step === last?.step || current.step === best?.step;
  return { ...state, last, best: best_, current: isHeld ? bare(current) : current };
}

/** The greater of two bookings, dimension by dimension. */
export function dearer(a: Booking, b: Booking): Booking {
  return { usd: Math.max(a.usd, b.usd), tokens: Math.max(a.tokens, b.tokens), calls: Math.max(a.calls, b.calls) };
}

/** The sum of two bookings. */
export function plus(a: Booking, b: Booking): Booking {
  return { usd: a.usd + b.usd, tokens: a.tokens + b.tokens, calls: a.calls + b.calls };
}

/** What is left of a booking after another; never less than nothing. */
export function less(a: Booking, b: Booking): Booking {
  return {
    usd: Math.max(0, a.usd - b.usd),
    tokens: Math.max(0, a.tokens - b.tokens),
    calls: Math.max(0, a.calls - b.calls),
  };
}
