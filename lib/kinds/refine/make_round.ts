/** One round: candidates, what they are worth, what is gone on from, and whether it goes on at all. */
import type { Program } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import { advance } from "./advance.ts";
import { annotateRound } from "./annotate.ts";
import type { StepError } from "../step_error.ts";
import { isStepError, stepWordsOf } from "../step_error.ts";
import type { Decision } from "./decide.ts";
import { decide } from "./decide.ts";
import { judgeAll } from "./judge_all.ts";
import { propose } from "./propose.ts";
import { climb, stuckAt } from "./stall.ts";
import type { Round, State } from "./state.ts";
import type { Stopping } from "./stop.ts";
import { lookAtStop } from "./stop.ts";
import { tellRound } from "./tell.ts";
import { loopValues } from "./values.ts";

/** The loop after a round. */
export interface Made {
  readonly state: State;
  /** Why the run cannot go on. */
  readonly fatal?: StepError;
}

/** Makes one round. */
export function* makeRound(round: Round, before: State): Program<Made> {
  const values = yield* loopValues(round, before), attempts = yield* propose(round, before, values);
  const candidates = attempts.flatMap((one) => one.ok ? [one.value] : []);
  const judged = yield* judgeAll(round, { state: before, values }, candidates);
  const decision = decide(round, { state: before, attempts, judged });
  yield* annotateRound(round, before, { judged, decision });
  const advanced = advance(round, before, decision), ruin = ruinIn(round, advanced, decision);
  const over = { before, decision, candidates: candidates.length };
  if (ruin) {
    yield* tellRound({ ...over, after: advanced });
    return { state: advanced, fatal: ruin };
  }
  return yield* goOn(round, over, advanced);
}

interface Over {
  readonly before: State;
  readonly decision: Decision;
  readonly candidates: number;
}

/** Looks whether the loop ends, and does something about one that is stuck. */
function* goOn(round: Round, over: Over, advanced: State): Program<Made> {
  const looked = yield* looking(round, advanced), { state, fatal } = looked;
  const error = looked.error ? { error: stepWordsOf(looked.error) } : {};
  const stuck = state.end || fatal ? undefined : stuckAt(round, state);
  yield* tellRound({ ...over, after: state, ...error, ...(stuck ? { stalled: stuck.told } : {}) });
  if (fatal) return { state, fatal };
  return { state: stuck ? yield* climb(round, state, stuck) : state };
}

/** An expression without a value ends the run; a judge that cannot be asked does when that is how failures are met. */
function* looking(round: Round, state: State): Program<Stopping & Pick<Made, "fatal">> {
  try {
    const looked = yield* lookAtStop(round, state), { error } = looked;
    if (!error) return looked;
    const times = looked.state.unanswered, isFatal = endsAt(round, times);
    return isFatal ? { ...looked, fatal: inARow(round, error, times) } : looked;
  } catch (error) {
    if (!isStepError(error)) throw error;
    return { state, error, fatal: error };
  }
}

/** Why a round that failed ends the run; undefined when it goes on from what it has. */
function ruinIn(round: Round, { failures }: State, decision: Decision): StepError | undefined {
  if (decision.verdict !== "failed" || !endsAt(round, failures)) return undefined;
  return inARow(round, decision.cause, failures);
}

function endsAt({ plan: { errors, backtrack } }: Round, times: number): boolean {
  return errors.then === "fail" || backtrack === "none" || times >= errors.most;
}

/** The same error, with the number that made it the last. */
function inARow({ plan: { errors } }: Round, error: StepError, times: number): StepError {
  if (times < errors.most || times === 1 || !(error instanceof EffectFailed)) return error;
  return new EffectFailed(error.key, error.code, `${error.message}; ${times} rounds in a row came to nothing`);
}
