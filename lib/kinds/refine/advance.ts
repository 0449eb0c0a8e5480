/** The state after a round: what is the best, and what the next round is made from. */
import { isBetter } from "./better.ts";
import { conditionsOf } from "./combined.ts";
import type { Decision, Winner } from "./decide.ts";
import { withScore } from "./plateau.ts";
import { progressAfter, progressFrom } from "./progress.ts";
import type { Kept, Marks, Round, Scored, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** The state after a round that came to this. */
export function advance(round: Round, before: State, decision: Decision): State {
  const { winner, verdict } = decision, depth = roundOf(before);
  const scored = winner && scoredOf(before, winner, verdict === "accepted");
  const best = scored?.accepted && isBest(round, before, scored) ? scored : before.best;
  const error = "error" in decision ? decision.error : "";
  return {
    ...before,
    depth,
    best,
    current: scored?.accepted ? scored : backFrom(round, { ...before, best }),
    last: scored ?? before.last,
    error,
    failures: verdict === "failed" ? before.failures + 1 : 0,
    ...watched(round, before, { best, scored }),
    ...(before.history ? { history: [...before.history, remembered(scored ?? unscored(depth, error))] } : {}),
  };
}

function scoredOf(before: State, { candidate: { node, model }, worth }: Winner, accepted: boolean): Scored {
  return {
    round: roundOf(before),
    node,
    ...worth,
    valid: true,
    accepted,
    ...(model === undefined ? {} : { model }),
  };
}

/** A tie keeps the newest; what passes its gates beats what does not. */
function isBest({ plan: { goal } }: Round, { best }: State, { total }: Scored): boolean {
  return !best.valid || !isBetter(goal, best.total, total);
}

/** What a round that was not accepted goes back to. */
function backFrom({ plan: { backtrack } }: Round, { best, current }: State): Scored {
  return backtrack === "best_score" ? best : current;
}

interface Outcome {
  readonly best: Scored;
  readonly scored: Scored | undefined;
}

/** What conditions and the ladder look at, as far as there are any. */
function watched(
  { plan: { goal, stall, stop } }: Round,
  { best: before, progress, scores, drafts }: State,
  { best, scored }: Outcome,
): Pick<State, "progress" | "scores" | "drafts"> {
  const isPassing = best.valid && !before.valid;
  return {
    ...(progress && stall
      ? {
        progress: isPassing
          ? progressFrom(best.total)
          : progressAfter(progress, best.total, { goal, minDelta: stall.minDelta }),
      }
      : {}),
    ...(scores && stop
      ? { scores: scored ? withScore(scores, scored.total, { goal, patience: longest(stop) }) : scores }
      : {}),
    ...(drafts ? { drafts: scored ? [...drafts.slice(-1), { round: scored.round, node: scored.node }] : drafts } : {}),
  };
}

function longest(stop: NonNullable<Round["plan"]["stop"]>): number {
  return Math.max(1, ...conditionsOf(stop).map((one) => one.stop === "plateau" ? one.patience : 1));
}

function unscored(round: number, error: string): Kept {
  return { round, node: null, total: null, valid: false, accepted: false, marks: {}, error };
}

/** All rounds are kept: without what programs printed, which may be much. */
function remembered(kept: Kept): Kept {
  const { stdout: _, stderr: __, ...marks } = kept.marks as Marks;
  return { ...kept, marks };
}
