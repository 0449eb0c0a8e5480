import type { JsonObject } from "../../base/json.ts";
import type { Fit, Grade } from "../../plan/mod.ts";
import type { Candidate, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";
import { textOf } from "../value_of.ts";

/** A grade that a model gives. */
export type ModelGrade = Extract<Grade, { by: "model" }>;

/** Candidates to be judged, and how. */
export interface Judged {
  /** The grade of the plan. */
  readonly grade: ModelGrade;
  /** What is judged: the candidates of all paths. */
  readonly candidates: readonly Candidate[];
}

/** The question of the spec; `n`: how many candidates it is about. */
export function questionOf(
  round: Round,
  state: State,
  { grade, n }: { readonly grade: ModelGrade; readonly n: number },
): string {
  const { plan, context: { inputs } } = round, spec: JsonObject = { name: plan.name };
  const values = { inputs, spec, n, round: roundOf(state), depth: state.depth };
  return textOf(round, { field: "grade.ask", expression: grade.ask }, values);
}

/** The least share of its context that a text keeps beside its candidates. */
const SHARE = 0.25;

/** How much of a text a judge sees whose context holds these candidates as well. */
export function contextBeside({ head, tail }: Fit, candidates: readonly Candidate[]): Fit {
  const taken = candidates.reduce((sum, { tokens }) => sum + tokens, 0), least = Math.ceil(tail * SHARE);
  return { ...(head === undefined ? {} : { head }), tail: Math.max(least, tail - taken) };
}
