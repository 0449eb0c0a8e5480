/**
 * Whether a loop ends after a round. What costs nothing is looked at first; embeddings are asked for, and then judges, only
 * where the answer decides.
 *
 * @module
 */
import type { Values } from "../../expr/evaluate.ts";
import type { Program, RefineCondition, RefineStop } from "../../plan/mod.ts";
import { budgetValues } from "../budget_values.ts";
import { valueOf } from "../value_of.ts";
import type { StepError } from "../step_error.ts";
import type { Truth } from "./combined.ts";
import { conditionsOf, unknownsOf } from "./combined.ts";
import { textDistance } from "./distance.ts";
import { findOut } from "./find_out.ts";
import { plateaued } from "./plateau.ts";
import { endFor } from "./reasons.ts";
import type { Finding, Sight } from "./sight.ts";
import type { Round, State } from "./state.ts";
import { endValues, textIn } from "./values.ts";

/** The state with what was found out, and its end when it is one. */
export interface Stopping {
  readonly state: State;
  /** Why a condition could not be found out; it is held not to hold. */
  readonly error?: StepError;
}

/**
 * Looks at the stop after a round, or before the first: then only what is said of the start can hold, its depth and
 * `converged`, for nothing has been done yet.
 */
export function* lookAtStop(round: Round, state: State): Program<Stopping> {
  const { stop } = round.plan;
  if (!stop) return { state };
  const sight = yield* look(round, state, stop), truth = truthIn(sight);
  let found: Stopping = { state };
  for (;;) {
    const unknowns = unknownsOf(sightly(stop, state), truth);
    const next = unknowns.find((one) => one.stop === "similar") ?? unknowns[0];
    if (!next) break;
    const told = yield* findOut(sight, next, found.state);
    sight.findings.set(next, told.finding);
    found = { ...found, state: told.state, ...(told.error ? { error: told.error } : {}) };
  }
  const end = endFor(sightly(stop, state), sight, truth);
  return { ...found, state: { ...found.state, unanswered: unansweredAfter(state, found), ...(end ? { end } : {}) } };
}

/** Whether the condition holds, as far as it is known. */
function truthIn({ findings }: Sight): (condition: RefineCondition) => Truth {
  return (condition) => findings.get(condition)?.truth ?? "unknown";
}

function unansweredAfter({ unanswered }: State, { error }: Stopping): number {
  return error ? unanswered + 1 : 0;
}

/** Before the first round, that something does not hold means nothing. */
function sightly(stop: RefineStop, state: State): RefineStop {
  if (state.depth > 0) return stop;
  if (stop.stop === "not") return { stop: "any", of: [] };
  return stop.stop === "any" || stop.stop === "all" ? { ...stop, of: stop.of.map((one) => sightly(one, state)) } : stop;
}

function* look(round: Round, state: State, stop: RefineStop): Program<Sight> {
  const conditions = conditionsOf(stop), findings = new Map<RefineCondition, Finding>();
  const isAsked = conditions.some(({ stop }) => stop === "done" || stop === "converged" || stop === "judge");
  const values: Values = isAsked
    ? { ...yield* endValues(round, state), ...yield* budgetValues(round, `round/${state.depth}/stop/budget`) }
    : {};
  const sight = { round, state, values, findings, conditions };
  for (const condition of conditions) findings.set(condition, yield* freely(sight, condition));
  return sight;
}

const TRUE: Finding = { truth: "true" }, FALSE: Finding = { truth: "false" }, UNKNOWN: Finding = { truth: "unknown" };

function finding(holds: boolean): Finding {
  return holds ? TRUE : FALSE;
}

/** What can be told without asking anybody. */
function* freely({ round, state, values }: Sight, condition: RefineCondition): Program<Finding> {
  const { depth, scores = [], best, shown = {}, failures } = state, { plan: { goal, stop } } = round;
  switch (condition.stop) {
    case "depth":
      return finding(depth >= condition.depth);
    case "converged":
      return finding(valueOf(round, { field: "stop.converged", expression: condition.when }, values) === true);
    case "done":
      if (depth === 0) return FALSE;
      return finding(valueOf(round, { field: "stop.done", expression: condition.when }, values) === true);
    case "plateau":
      return finding(plateaued(scores, { ...condition, goal }));
    case "similar":
      return yield* similarly({ round, state }, condition);
    case "judge": {
      const place = conditionsOf(stop!).indexOf(condition), isNew = depth > 0 && failures === 0;
      return isNew && shown[place] !== best.round ? UNKNOWN : FALSE;
    }
  }
}

/** A round that made no text is like none. */
function* similarly(
  { round, state: { depth, drafts = [] } }: Pick<Sight, "round" | "state">,
  { threshold, model }: Extract<RefineCondition, { stop: "similar" }>,
): Program<Finding> {
  const [before, newest] = drafts;
  if (!before || newest?.round !== depth) return FALSE;
  if (model !== undefined) return UNKNOWN;
  const distance = textDistance(yield* textIn(round, before), yield* textIn(round, newest));
  return { ...finding(distance < threshold), distance };
}
