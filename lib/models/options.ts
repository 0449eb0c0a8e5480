/**
 * Checks for the settings a provider takes: each names the first thing that is not as it should be, and where.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { nearest } from "../base/near.ts";

/** What is wrong with a setting, as the end of a sentence; undefined: nothing. */
export type Check = (value: Json, path: string) => Problem | undefined;

/** Why a model cannot be had. */
export interface Problem {
  /** What is wrong and what to do, no final period. */
  readonly problem: string;
  /** The name that may have been meant. */
  readonly near?: string;
}

/** Whether a result is a problem. */
export function isProblem(result: object): result is Problem {
  return "problem" in result;
}

/** A text. */
export const text: Check = expecting("a text", (value) => typeof value === "string");

/** True or false. */
export const flag: Check = expecting("true or false", (value) => typeof value === "boolean");

/** A number. */
export const number: Check = expecting("a number", (value) => typeof value === "number");

/** A number that is not below 0. */
export const amount: Check = expecting("a number not below 0", (value) => typeof value === "number" && value >= 0);

/** A whole number in a range. */
export function whole(least: number, most: number): Check {
  const range = most === Infinity ? `not below ${least}` : `from ${least} to ${most}`;
  return expecting(
    `a whole number ${range}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

/** One of several words. */
export function oneOf(...words: readonly string[]): Check {
  return (value, path) => {
    if (typeof value === "string" && words.includes(value)) return undefined;
    const near = nearest(String(value), words);
    return { ...unexpected(value, path, `one of ${words.join(", ")}`), ...(near !== undefined && { near }) };
  };
}

/** A list of at least one item, all alike. */
export function listOf(item: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0) return unexpected(value, path, "a list that is not empty");
    return first(value.map((each: Json, i) => item(each, `${path}[${i}]`)));
  };
}

/** Null, or what `check` wants. */
export function orNull(check: Check): Check {
  return (value, path) => value === null ? undefined : check(value, path);
}

/** A text, or what `check` wants. */
export function orText(check: Check): Check {
  return (value, path) => typeof value === "string" ? undefined : check(value, path);
}

/** An object with some of these fields, those in `required` at least, and no other. */
export function fields(known: { readonly [name: string]: Check }, required: readonly string[] = []): Check {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return unexpected(value, path, `an object with ${Object.keys(known).join(", ")}`);
    }
    const missing = required.find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) return { problem: `\`${path}\` has no \`${missing}\`: give it` };
    return first(Object.entries(value).map(([name, each]) => fieldProblem(known, { name, each: each as Json, path })));
  };
}

function fieldProblem(
  known: { readonly [name: string]: Check },
  { name, each, path }: { name: string; each: Json; path: string },
): Problem | undefined {
  const at = path === "" ? name : `${path}.${name}`;
  if (Object.hasOwn(known, name)) return known[name]!(each, at);
  const near = nearest(name, Object.keys(known));
  const problem = `\`${at}\` is not known here: use ${Object.keys(known).join(", ")}`;
  return { problem, ...(near !== undefined && { near }) };
}

function expecting(what: string, holds: (value: Json) => boolean): Check {
  return (value, path) => holds(value) ? undefined : unexpected(value, path, what);
}

function unexpected(value: Json, path: string, what: string): Problem {
  const shown = JSON.stringify(value);
  return { problem: `\`${path}\` is ${shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}: expected ${what}` };
}

function first(problems: readonly (Problem | undefined)[]): Problem | undefined {
  return problems.find((problem) => problem !== undefined);
}
