/**
 * What expressions and templates of each field may speak of.
 *
 * @module
 */
import type { Scope } from "../expr/scope.ts";
import { enumOf, listOf, nullable, NUMBER, objectOf, STRING } from "../expr/types.ts";
import type { Fields, Type } from "../expr/types.ts";

/** The scopes of an autoloom spec, by what is written in them. */
export interface AutoloomScopes {
  /** `start` and `save`. */
  readonly text: Scope;
  /** `expand.max_tokens` and `expand.sampling`. */
  readonly expand: Scope;
  /** `grade.ask`. */
  readonly ask: Scope;
  /** `grade.by`. */
  readonly grade: Scope;
  /** `stop.done`. */
  readonly done: Scope;
  /** `outputs`. */
  readonly outputs: Scope;
}

/** Counts. */
export const WHOLE: Type = { kind: "number", min: 0, whole: true };

/** What templates know of a run. */
export const RUN: Type = objectOf({ name: STRING, date: { kind: "string", format: "date" }, seed: NUMBER });

const CANDIDATE = objectOf({
  text: STRING,
  tokens: WHOLE,
  logprob: nullable(NUMBER),
  index: WHOLE,
  model: STRING,
  finish: enumOf(["end", "stop", "length", "filter"]),
});

const PIECE = objectOf({ text: STRING, score: NUMBER, node: STRING });

/** What is spent and left. */
export const BUDGET: Type = objectOf({
  spent: objectOf({ usd: NUMBER, tokens: WHOLE, calls: WHOLE }),
  left: objectOf({ usd: nullable(NUMBER), tokens: nullable(WHOLE), calls: nullable(WHOLE) }),
});

const LOOP: Fields = { round: WHOLE, depth: WHOLE };

/** A candidate's place among its siblings. */
export const PLACE: Fields = { i: WHOLE, n: WHOLE, t: { kind: "number", min: 0, max: 1 } };

const STATE: Fields = {
  depth: WHOLE,
  text: STRING,
  score: NUMBER,
  best: PIECE,
  last: PIECE,
  history: listOf(objectOf({ round: WHOLE, text: STRING, score: NUMBER })),
};

/** The scopes of a spec with these inputs. */
export function autoloomScopes(inputs: Type): AutoloomScopes {
  const everywhere: Fields = { inputs, spec: objectOf({ name: STRING }) };
  const scope = (...more: readonly Fields[]): Scope => ({ names: Object.assign({}, everywhere, ...more) });
  return {
    text: scope({ run: RUN }),
    expand: scope(PLACE, LOOP),
    ask: scope(LOOP, { n: WHOLE }),
    grade: scope({ candidate: CANDIDATE, text: STRING, score: NUMBER }, PLACE, LOOP),
    done: scope(LOOP, STATE, { budget: BUDGET }),
    outputs: scope(STATE),
  };
}
