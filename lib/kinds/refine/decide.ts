/** What a round comes to. */
import type { StepError } from "../step_error.ts";
import { isStepError, stepWordsOf } from "../step_error.ts";
import type { Attempt } from "./attempt.ts";
import { isBetter } from "./better.ts";
import { wordsOfGates } from "./gates.ts";
import type { Judged } from "./judge_all.ts";
import { valueOf } from "../value_of.ts";
import type { Candidate } from "./propose.ts";
import type { Worth } from "./score.ts";
import type { Round, State } from "./state.ts";
import { scorerValues } from "./values.ts";

/** A round's best candidate. */
export interface Winner {
  readonly candidate: Candidate;
  readonly worth: Worth;
}

/** What a round comes to. */
export type Decision =
  | { readonly verdict: "accepted" | "rejected"; readonly winner: Winner }
  /** All that was made was refused by gates. */
  | { readonly verdict: "rejected"; readonly winner?: undefined; readonly error: string; readonly node: string }
  | { readonly verdict: "failed"; readonly winner?: undefined; readonly error: string; readonly cause: StepError };

/** What was made in a round, and what it is worth. */
export interface Made {
  readonly state: State;
  readonly attempts: readonly Attempt<Candidate>[];
  readonly judged: readonly Judged[];
}

/** Chooses the best candidate, and whether it is gone on from. */
export function decide(round: Round, made: Made): Decision {
  const best = bestOf(round, made.judged);
  if (best) return accepting(round, made.state, best);
  const [first] = made.judged;
  if (first && made.judged.every(({ refused }) => refused.length > 0)) {
    return { verdict: "rejected", error: wordsOfRefusals(made), node: first.candidate.node };
  }
  const cause = errorsIn(made)[0]!;
  return { verdict: "failed", error: stepWordsOf(cause), cause };
}

interface Best extends Winner {
  readonly judged: Judged;
}

/** Of equals the one that was asked for first. */
function bestOf({ plan: { goal } }: Round, judged: readonly Judged[]): Best | undefined {
  let best: Best | undefined;
  for (const one of judged) {
    if (!one.worth?.ok) continue;
    const { candidate, worth: { value: worth } } = one;
    if (!best || isBetter(goal, worth.total, best.worth.total)) best = { candidate, worth, judged: one };
  }
  return best;
}

/** While the best does not pass its gates, whatever does is better. */
function accepting(round: Round, state: State, { candidate, worth, judged: { values } }: Best): Decision {
  const winner = { candidate, worth }, { marks, total } = worth;
  if (!state.best.valid) return { verdict: "accepted", winner };
  const known = { ...values, ...scorerValues(marks), total };
  try {
    const isAccepted = valueOf(round, { field: "accept", expression: round.plan.accept }, known) === true;
    return { verdict: isAccepted ? "accepted" : "rejected", winner };
  } catch (error) {
    if (!isStepError(error)) throw error;
    return { verdict: "failed", error: stepWordsOf(error), cause: error };
  }
}

/** What every candidate was refused for; those that came to nothing otherwise are told as well. */
function wordsOfRefusals(made: Made): string {
  const gates = [...new Set(made.judged.flatMap(({ refused }) => refused))], errors = errorsIn(made);
  return [wordsOfGates(gates), ...errors.map(stepWordsOf)].join("; ");
}

function errorsIn({ attempts, judged }: Made): readonly StepError[] {
  const worths = judged.flatMap(({ worth }) => worth ? [worth] : []);
  return [...attempts, ...worths].flatMap((one) => one.ok ? [] : [one.error]);
}
