import type { Json } from "../base/json.ts";
import type { Meter } from "./meter.ts";
import { ANY, listOf, mapOf, NUMBER, STRING } from "./types.ts";
import type { Type } from "./types.ts";

/** One parameter of a function. */
export interface Param {
  /** Its name, for messages and documentation. */
  readonly name: string;
  /** The types it takes: a value must be of one of them. */
  readonly accepts: readonly Type[];
}

/** What the checker knows of a function. Every function may also be written as a method of its first argument. */
export interface Signature {
  /** What it does, as the reference says it: a phrase without a final period. */
  readonly about: string;
  /** An expression with it that is true. */
  readonly example: string;
  /** Its parameters in order. */
  readonly params: readonly Param[];
  /** How many arguments it needs at least; all of `params` when absent. */
  readonly required?: number;
  /** Whether the last parameter may be given any number of times. */
  readonly rest?: true;
  /** What it gives, which may depend on what it is given. */
  readonly returns: Type | ((args: readonly Type[]) => Type);
}

/** Signatures by name. Look up own properties only: a name in an expression may be anything. */
export type Signatures = Readonly<Record<string, Signature>>;

/** A function with its implementation. It gets arguments its signature accepts, and pays for work beyond reading them once. */
export interface Fn extends Signature {
  /**
   * Computes the value.
   *
   * @throws {Failure} where it has none for these arguments.
   */
  readonly call: (args: readonly Json[], meter: Meter) => Json;
}

/** Functions by name. Look up own properties only. */
export type Functions = Readonly<Record<string, Fn>>;

/**
 * A function whose implementation is typed by hand: `A` states in TypeScript what the parameters state as data.
 */
export function fn<A extends readonly (Json | undefined)[]>(
  signature: Signature,
  call: (args: A, meter: Meter) => Json,
): Fn {
  return { ...signature, call: (args, meter) => call(args as unknown as A, meter) };
}

/** A parameter that takes a text. */
export function text(name: string): Param {
  return { name, accepts: [STRING] };
}

/** A parameter that takes a number. */
export function number(name: string): Param {
  return { name, accepts: [NUMBER] };
}

/** A parameter that takes a list of numbers. */
export function numbers(name: string): Param {
  return { name, accepts: [listOf(NUMBER)] };
}

/** A parameter that takes anything, null included. */
export function anything(name: string): Param {
  return { name, accepts: [ANY] };
}

/** Any list. */
export const ANY_LIST: Type = listOf(ANY);

/** Any map. */
export const ANY_MAP: Type = mapOf(ANY);
