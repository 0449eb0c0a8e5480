/**
 * What expressions and templates of each field of a refine spec may speak of.
 *
 * @module
 */
import type { Scope } from "../expr/scope.ts";
import { BOOL, listOf, nullable, NUMBER, objectOf, STRING } from "../expr/types.ts";
import type { Fields, Type } from "../expr/types.ts";
import { BUDGET, FINISH, PLACE, RUN, WHOLE } from "./scopes.ts";

/** What the scorers of a spec give. */
export interface Scorers {
  /** Fields of a judge's answer. */
  readonly judge?: Fields;
  /** What a script gives: a number, or a map of fields. */
  readonly script?: Type;
  /** Whether a program scores. */
  readonly command?: boolean;
  /** Whether a model compares. */
  readonly compare?: boolean;
}

/** The scopes of a refine spec, by what is written in them. */
export interface RefineScopes {
  /** `start` and `save`. */
  readonly text: Scope;
  /** `propose.max_tokens` and `propose.sampling`. */
  readonly sampling: Scope;
  /** Templates of `propose`. */
  readonly propose: Scope;
  /** `score.gates`, and templates of `score`. */
  readonly candidate: Scope;
  /** `score.compare.ask`. */
  readonly compare: Scope;
  /** `score.total`. */
  readonly total: Scope;
  /** `accept`. */
  readonly accept: Scope;
  /** `stop.done` and `stop.converged`. */
  readonly stop: Scope;
  /** Questions to a person, and `stop.judge.ask`. */
  readonly ask: Scope;
  /** `outputs`. */
  readonly outputs: Scope;
}

/** Names of what every round is remembered by. */
export const RECORD: Fields = {
  text: STRING,
  total: NUMBER,
  round: WHOLE,
  model: STRING,
  valid: BOOL,
  accepted: BOOL,
  error: STRING,
};

const CANDIDATE = objectOf({ text: STRING, tokens: WHOLE, index: WHOLE, model: STRING, finish: FINISH });

const HISTORY = listOf(
  objectOf({ round: WHOLE, total: nullable(NUMBER), valid: BOOL, accepted: BOOL, error: STRING }),
);

/** The fields that scorers add to what a round is remembered by. */
export function scorerFields({ judge = {}, script, command }: Scorers): Fields {
  const own = script?.kind === "object" ? script.fields : {};
  return { ...judge, ...own, ...(command ? { output: STRING } : {}) };
}

/** The scopes of a spec with these inputs and scorers. */
export function refineScopes(inputs: Type, scorers: Scorers): RefineScopes {
  const everywhere: Fields = { inputs, spec: objectOf({ name: STRING }) };
  const scope = (...more: readonly Fields[]): Scope => ({ names: Object.assign({}, everywhere, ...more) });
  const record = { ...RECORD, ...scorerFields(scorers) }, kept = objectOf(record);
  // A round that no gate let through has no total.
  const newest = { best: kept, last: objectOf({ ...record, total: nullable(NUMBER) }) };
  const state: Fields = { ...newest, current: kept, round: WHOLE }, history: Fields = { history: HISTORY };
  const scored: Fields = { candidate: CANDIDATE, ...newest, ...resultsOf(scorers) };
  return {
    text: scope({ run: RUN }),
    sampling: scope(PLACE, { round: WHOLE }),
    propose: scope(state, PLACE, { guidance: STRING }),
    candidate: scope(state, { candidate: CANDIDATE }),
    compare: scope({ round: WHOLE }),
    total: scope(scored),
    accept: scope(scored, { total: NUMBER }),
    stop: scope(state, history, { budget: BUDGET }),
    ask: scope(state),
    outputs: scope(newest, history, { round: WHOLE }),
  };
}

/** What each scorer gives, by its name. */
function resultsOf({ judge, script, command, compare }: Scorers): Fields {
  return {
    ...(judge ? { judge: objectOf(judge) } : {}),
    ...(script ? { script } : {}),
    ...(command ? { command: NUMBER, output: STRING } : {}),
    ...(compare ? { compare: NUMBER } : {}),
  };
}
