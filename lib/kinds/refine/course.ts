/** What of a plan a state is kept for, and how a state goes on under another plan. */
import { nameOf } from "../../base/hash.ts";
import { canonical } from "../../base/json.ts";
import type { RefinePlan } from "../../plan/mod.ts";
import { conditionsOf } from "./combined.ts";
import { progressFrom } from "./progress.ts";
import type { Scored, State } from "./state.ts";

/** Digits that name a course. */
const DIGITS = 8;

/** Names the conditions and the ladder of a plan: an end that one of them made holds no longer where they have changed. */
export function courseOf({ stop, stall, uses }: RefinePlan): string {
  return nameOf(canonical({ stop, stall, uses }), DIGITS);
}

/** Names how a plan makes totals: those of two scales cannot be held against each other. */
export function scaleOf({ goal, score, scripts }: RefinePlan): string {
  const name = score.script?.script, script = name === undefined ? undefined : scripts[name];
  return nameOf(canonical({ goal, score, script }), DIGITS);
}

/** What the conditions and the ladder of a plan look at, where a loop begins with this text. */
export function watching(
  { stop, stall, uses }: RefinePlan,
  { round, node, total }: Scored,
): Pick<State, "progress" | "scores" | "drafts" | "history"> {
  const watched = new Set(stop ? conditionsOf(stop).map((one) => one.stop) : []);
  return {
    ...(stall ? { progress: progressFrom(total) } : {}),
    ...(watched.has("plateau") ? { scores: [total] } : {}),
    ...(watched.has("similar") ? { drafts: [{ round, node }] } : {}),
    ...(uses.includes("history") ? { history: [] } : {}),
  };
}

/**
 * A state that was kept for another course: what is looked at now and was not kept begins here, the ladder anew, and what
 * ended the loop before is looked at once more.
 */
export function turnedTo(plan: RefinePlan, { end: _, shown: __, model, ...state }: State): State {
  const { best, scores, drafts, history } = state, anew = watching(plan, best);
  return {
    ...state,
    course: courseOf(plan),
    scale: scaleOf(plan),
    rung: 0,
    ...(model !== undefined && Object.hasOwn(plan.models, model) ? { model } : {}),
    ...anew,
    ...(anew.scores && scores ? { scores } : {}),
    ...(anew.drafts && drafts ? { drafts } : {}),
    ...(anew.history && history ? { history } : {}),
  };
}
