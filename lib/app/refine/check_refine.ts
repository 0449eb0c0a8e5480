/** What every option of a loop over functions may be. */
import { nameOfValue } from "../../plan/begin.ts";
import type { Fields, Rule } from "../check_fields.ts";
import { ANYTHING, checkFields, number, oneOf, TEXT, whole, withMethods, YES_OR_NO } from "../check_fields.ts";
import type { RefineBudget, RefineErrors, RefineOptions } from "./options.ts";
import { bookingOf } from "./spend.ts";

type RulesOf<T> = { readonly [K in keyof T]-?: Rule };

const FUNCTION: Rule = { expected: "a function", is: (value) => typeof value === "function" };

const TIME: Rule = {
  expected: "milliseconds, or a duration such as `10m`",
  is: (value) => typeof value === "number" || typeof value === "string",
};

/** What a budget may be. */
export const BUDGET: RulesOf<RefineBudget> & Fields = {
  usd: number("dollars from 0 on", (usd) => usd >= 0 && usd <= 9_007_199),
  tokens: whole("a whole number", 0),
  calls: whole("a whole number", 0),
  iterations: whole("a whole number", 0),
  wall: TIME,
  deadline: whole("a whole number of milliseconds since 1970,", 0),
};

const ERRORS: RulesOf<RefineErrors> & Fields = {
  attempts: whole("a whole number", 1),
  pause: TIME,
  most: whole("a whole number", 1),
};

const DETECTOR: Rule = {
  expected: "a condition such as `plateau({ patience: 3 })`, or a list of them",
  is: (value) => (Array.isArray(value) ? value : [value]).every(isDetector),
};

const STOPS: readonly unknown[] = ["any", "all", "not", "plateau", "similar", "predicate", "judge"];

function isDetector(value: unknown): boolean {
  return typeof value === "object" && value !== null && STOPS.includes((value as { stop?: unknown }).stop);
}

const STORE: Rule = {
  expected: "a store, the path or URL of a database, or a loom",
  is: (value) => typeof value === "string" || (typeof value === "object" && value !== null && isStore(value)),
};

function isStore(value: object): boolean {
  return typeof (value as { createRun?: unknown }).createRun === "function" || "store" in value;
}

const OPTIONS: RulesOf<RefineOptions<unknown>> & Fields = {
  name: {
    ...TEXT,
    expected: "a letter, then letters, digits, `-` and `_`",
    holds: (name: string) => /^[a-z][\w-]*$/i.test(name),
  },
  version: whole("a whole number", 0),
  budget: { fields: BUDGET },
  converge: DETECTOR,
  backtrack: {
    expected: "`bestScore()`, `lastGood()` or `noBacktrack()`",
    is: (value) => typeof value === "object" && value !== null && "backtrack" in value,
  },
  goal: oneOf("max", "min"),
  onStall: {
    expected: "what `escalate` makes",
    is: (value) => typeof value === "object" && value !== null && "escalates" in value,
  },
  score: FUNCTION,
  scoreInitial: YES_OR_NO,
  cost: FUNCTION,
  reserve: ANYTHING,
  errors: { fields: ERRORS },
  state: withMethods("a schema with `parse`", "parse"),
  store: STORE,
  on: FUNCTION,
  seed: whole("a whole number", 0, 2 ** 31 - 1),
};

/** Throws a TypeError or a RangeError that names the first option that does not hold. */
export function checkRefineOptions<S>(options: RefineOptions<S>, step: unknown): void {
  checkFields(DOING, options, OPTIONS);
  if (typeof step !== "function") {
    throw new TypeError(`${DOING} of ${nameOfValue(step)}: give a function, \`async (state, ctx) => …\``);
  }
  if (/^(Async)?GeneratorFunction$/.test(Object.prototype.toString.call(step).slice(8, -1))) {
    throw new TypeError(`${DOING} of a generator function: give one that returns the new state`);
  }
  const { score, onStall, scoreInitial, backtrack, reserve } = options;
  if (reserve !== undefined && typeof reserve !== "function") bookingOf(reserve, "`reserve`");
  if (score) return;
  const needy = [
    ...(onStall ? ["onStall"] : []),
    ...(scoreInitial ? ["scoreInitial"] : []),
    ...(backtrack?.backtrack === "best_score" ? ["backtrack: bestScore()"] : []),
    ...(usesPlateau(options.converge) ? ["converge: plateau()"] : []),
  ];
  if (needy.length > 0) throw new TypeError(`${DOING}: \`${needy[0]}\` takes a \`score\`; give one`);
}

function usesPlateau(converge: unknown): boolean {
  if (Array.isArray(converge)) return converge.some(usesPlateau);
  const { stop, of } = (converge ?? {}) as { readonly stop?: string; readonly of?: unknown };
  return stop === "plateau" || (of !== undefined && usesPlateau(of));
}

const DOING = "Cannot make a loop";
