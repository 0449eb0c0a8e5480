/**
 * What checks of arguments hand to each other.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import { quoted } from "./describe_schema.ts";

/** One check of arguments: what all of its visits share. */
export interface Walk {
  /** The whole schema: references start from it. */
  readonly root: JsonObject;
  /** Takes what is not checked, a sentence each. */
  readonly unchecked: Set<string>;
  /** Visits that are left. */
  readonly steps: { left: number };
  /** Whether a pattern is found in a text; undefined when that cannot be told. */
  readonly matches?: (pattern: string, text: string) => boolean | undefined;
}

/** Where a value stands. */
export interface Place {
  /** The check. */
  readonly walk: Walk;
  /** Path from the arguments, such as `edits[0].old`; empty for the arguments. */
  readonly at: string;
  /** How many schemas are around it. */
  readonly deep: number;
  /** Whether values may be mended. */
  readonly repair: boolean;
}

/** What came of checking a value. */
export interface Checked {
  /** The value, mended where that was plain. */
  readonly value: Json;
  /** What is wrong with it. */
  readonly problems: readonly string[];
  /** What was mended. */
  readonly repairs: readonly string[];
}

/** How a value is called in a sentence. */
export function named(at: string): string {
  return at === "" ? "the whole of the arguments" : quoted(at);
}

/** The sentence for a restriction that nobody checks. */
export function unchecked(word: string, at: string): string {
  return `\`${word}\` of ${named(at)} was not checked`;
}

/** A value that nothing is wrong with. */
export function fine(value: Json): Checked {
  return { value, problems: [], repairs: [] };
}

/** A value with a problem. */
export function wrong(value: Json, ...problems: readonly string[]): Checked {
  return { value, problems, repairs: [] };
}
