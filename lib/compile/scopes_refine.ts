/**
 * What expressions and templates of each field of a refine spec may speak of.
 *
 * @module
 */
import type { Scope } from "../expr/scope.ts";
import { ANY, BOOL, enumOf, listOf, nullable, NUMBER, objectOf, STRING } from "../expr/types.ts";
import type { Fields, Type } from "../expr/types.ts";
import { BUDGET, PLACE, RUN, WHOLE } from "./scopes.ts";

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
  /** Present where what one of them gives is not known: it was wrong, and has been reported. */
  readonly flawed?: true;
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
  node: STRING,
  total: NUMBER,
  round: WHOLE,
  model: STRING,
  valid: BOOL,
  accepted: BOOL,
  error: STRING,
};

const CANDIDATE = objectOf({
  text: STRING,
  tokens: WHOLE,
  index: WHOLE,
  model: STRING,
  finish: enumOf(["end", "stop", "length", "filter"]),
});

// A round that came to nothing has no total, and no scorer has said anything of it.
const HISTORY = listOf(objectOf({ ...RECORD, total: nullable(NUMBER) }));

/** What a program that scores leaves behind beside its number. */
const PRINTED: Fields = { output: STRING, code: WHOLE };

/** The fields that scorers add to what a round is remembered by. */
export function scorerFields({ judge = {}, script, command }: Scorers): Fields {
  const own = script?.kind === "object" ? script.fields : {};
  return { ...judge, ...own, ...(command ? PRINTED : {}) };
}

/** The scopes of a spec with these inputs and scorers. */
export function refineScopes(inputs: Type, scorers: Scorers): RefineScopes {
  const everywhere: Fields = { inputs, spec: objectOf({ name: STRING }) };
  const scope = (...more: readonly Fields[]): Scope => ({ names: Object.assign({}, everywhere, ...more) });
  const record = recordOf(scorers), loop: Fields = { round: WHOLE, depth: WHOLE };
  const state: Fields = { best: record, last: record, current: record, ...loop };
  const shown: Fields = { ...state, candidate: CANDIDATE }, scored: Fields = { ...shown, ...resultsOf(scorers) };
  const end: Fields = { ...state, text: STRING, total: NUMBER, history: HISTORY };
  return {
    text: scope({ run: RUN }),
    sampling: scope(PLACE, loop),
    propose: scope(state, PLACE, { text: STRING, guidance: STRING }),
    candidate: scope(shown),
    compare: scope(loop),
    total: scope(scored),
    accept: scope(scored, { total: NUMBER }),
    stop: scope(end, { budget: BUDGET }),
    ask: scope(state),
    outputs: scope(end),
  };
}

/** What a round is remembered by: anything at all where a scorer is not known. */
function recordOf(scorers: Scorers): Type {
  return scorers.flawed ? ANY : objectOf({ ...scorerFields(scorers), ...RECORD });
}

const ANYTHING: Fields = { judge: ANY, script: ANY, command: NUMBER, ...PRINTED, compare: NUMBER };

/** What each scorer gives, by its name. */
function resultsOf({ judge, script, command, compare, flawed }: Scorers): Fields {
  return {
    ...(flawed ? ANYTHING : {}),
    ...(judge ? { judge: objectOf(judge) } : {}),
    ...(script ? { script } : {}),
    ...(command ? { command: NUMBER, ...PRINTED } : {}),
    ...(compare ? { compare: NUMBER } : {}),
  };
}
