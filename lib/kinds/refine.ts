/**
 * Refine: make a text better. A round makes candidates of it, scores them, and goes on from the best of them or goes back.
 *
 * @module
 */
import type { Conclusion, Definition, Program, RefinePlan } from "../plan/mod.ts";
import { commit } from "../plan/mod.ts";
import type { KindContext } from "./kind.ts";
import { annotateStart } from "./refine/annotate.ts";
import { courseOf, scaleOf, turnedTo } from "./refine/course.ts";
import { heed } from "./refine/heed.ts";
import { makeRound } from "./refine/make_round.ts";
import { outputsOf, outputsSoFar } from "./outputs.ts";
import { worthOf } from "./refine/outputs.ts";
import { plant } from "./refine/plant.ts";
import { rescore } from "./refine/rescore.ts";
import type { Round, State } from "./refine/state.ts";
import { lookAtStop } from "./refine/stop.ts";
import { tellStart } from "./refine/tell.ts";

/** Name and version of the program: a change that replays differently makes another version. */
export const REFINE = "refine@1";

/** Commits before the first round: the start is one. */
const OPENING = 1;

/** The program of a refine plan. */
export function refine(plan: RefinePlan, context: KindContext): Definition {
  const round = { plan, context };
  return {
    program: REFINE,
    opening: OPENING,
    begin: (from) => improve(round, from as unknown as State | undefined),
    outputs: (state) =>
      outputsSoFar(round, state === undefined ? undefined : worthOf(round, state as unknown as State)),
    saves: (state) => ({ document: context.document, node: (state as unknown as State).best.node }),
  };
}

/** A state knows its end: what was asked to find it is never asked again. */
function* improve(round: Round, from: State | undefined): Program<Conclusion> {
  let state = from ? yield* resume(round, from) : yield* begin(round);
  while (!state.end) {
    const made = yield* makeRound(round, yield* heed(state));
    state = made.state;
    yield* commit(state);
    // The state rides in the end row: a resume goes on with the next round.
    if (made.fatal) throw made.fatal;
  }
  return { end: state.end, outputs: yield* outputsOf(round, worthOf(round, state)) };
}

/** Under another plan than it was kept for, a state may be good enough now, or not any more. */
function* resume(round: Round, from: State): Program<State> {
  const { plan } = round, isMeasured = from.scale === undefined || from.scale === scaleOf(plan);
  if (isMeasured && from.course === courseOf(plan)) return from;
  const state = isMeasured ? from : yield* rescore(round, from);
  return (yield* lookAtStop(round, turnedTo(plan, state))).state;
}

function* begin(round: Round): Program<State> {
  const planted = yield* plant(round);
  yield* annotateStart(round, planted.best);
  const { state } = yield* lookAtStop(round, planted);
  yield* tellStart(state);
  yield* commit(state);
  return state;
}
