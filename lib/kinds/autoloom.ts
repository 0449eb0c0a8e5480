/**
 * Autoloom: grow a text. A round makes candidates, grades them, keeps the best, and begins again from there.
 *
 * @module
 */
import type { AutoloomPlan, Conclusion, Definition, Program, TextRef } from "../plan/mod.ts";
import { commit } from "../plan/mod.ts";
import { annotateRound } from "./autoloom/annotate.ts";
import { expand } from "./autoloom/expand.ts";
import { gradeAll } from "./autoloom/grade.ts";
import { heed, roundWith } from "./autoloom/heed.ts";
import { worthOf } from "./autoloom/outputs.ts";
import { plant } from "./autoloom/plant.ts";
import type { Selection } from "./autoloom/select.ts";
import { grown, select } from "./autoloom/select.ts";
import type { Round, State } from "./autoloom/state.ts";
import { stopReason } from "./autoloom/stop.ts";
import type { KindContext } from "./kind.ts";
import { outputsOf, outputsSoFar } from "./outputs.ts";

/** Name and version of the program: a change that replays differently makes another version. */
export const AUTOLOOM = "autoloom@1";

/** Commits before the first round: the start is one. */
export const OPENING = 1;

/** The program of an autoloom plan. */
export function autoloom(plan: AutoloomPlan, context: KindContext): Definition {
  return {
    program: AUTOLOOM,
    opening: OPENING,
    begin: (from) => grow({ plan, context }, from as unknown as State | undefined),
    outputs: (state) =>
      outputsSoFar(
        { plan, context },
        state === undefined ? undefined : worthOf({ plan, context }, state as unknown as State),
      ),
    saves: (state) => bestOf(context, state as unknown as State),
  };
}

function* grow(asked: Round, from: State | undefined): Program<Conclusion> {
  let state = from;
  if (!state) {
    state = yield* plant(asked);
    yield* commit(state);
  }
  for (;;) {
    state = yield* heed(asked, state);
    const round = roundWith(asked, state), end = yield* stopReason(round, state);
    if (end) return { end, outputs: yield* outputsOf(round, worthOf(round, state)) };
    const candidates = yield* expand(round, state);
    const graded = yield* gradeAll(round, state, candidates);
    const selection: Selection = yield* select(round, state, graded);
    yield* annotateRound(round, state, { graded, ...selection });
    state = yield* grown(round, state, selection.kept);
    yield* commit(state);
  }
}

/** The best text of a state. */
function bestOf({ document }: Pick<KindContext, "document">, { paths }: State): TextRef {
  return { document, node: paths[0]!.node };
}
