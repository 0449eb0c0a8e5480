/**
 * Conditions made of others, some of which cost something to find out: whether they hold is true, false or unknown, and
 * what is unknown is only found out where it decides.
 *
 * @module
 */
import type { Combined } from "../../plan/mod.ts";

/** Whether a condition holds. */
export type Truth = "true" | "false" | "unknown";

/** A condition that is not made of others. */
export interface Condition {
  /** Which one; never `any`, `all` or `not`. */
  readonly stop: string;
}

/** Whether a condition holds, when that much is known of what it is made of. */
export function truthOf<C extends Condition>(stop: Combined<C>, leaf: (condition: C) => Truth): Truth {
  const { sort, of } = madeOf(stop), truths = of.map((one) => truthOf(one, leaf));
  switch (sort) {
    case "any":
      return anyTruth(truths);
    case "all":
      return inverse(anyTruth(truths.map(inverse)));
    case "not":
      return inverse(truths[0]!);
    case "one":
      return leaf(stop as C);
  }
}

/** The conditions that are still to be found out, in the order they are written; none when what is known decides. */
export function unknownsOf<C extends Condition>(stop: Combined<C>, leaf: (condition: C) => Truth): readonly C[] {
  if (truthOf(stop, leaf) !== "unknown") return [];
  const { sort, of } = madeOf(stop);
  return sort === "one" ? [stop as C] : of.flatMap((one) => unknownsOf(one, leaf));
}

/** The first condition to find out; undefined when what is known decides. */
export function firstUnknown<C extends Condition>(stop: Combined<C>, leaf: (condition: C) => Truth): C | undefined {
  return unknownsOf(stop, leaf)[0];
}

/** The conditions that a condition is made of, in the order they are written. */
export function conditionsOf<C extends Condition>(stop: Combined<C>): readonly C[] {
  const { sort, of } = madeOf(stop);
  return sort === "one" ? [stop as C] : of.flatMap((one) => conditionsOf(one));
}

/**
 * The conditions that make a condition hold, in the order they are written: those of the first that holds of an `any`,
 * those of each of an `all`, a `not` as a whole. None when it does not hold.
 */
export function reasonsOf<C extends Condition>(
  stop: Combined<C>,
  leaf: (condition: C) => Truth,
): readonly Combined<C>[] {
  if (truthOf(stop, leaf) !== "true") return [];
  const { sort, of } = madeOf(stop);
  if (sort === "any") return reasonsOf(of.find((one) => truthOf(one, leaf) === "true")!, leaf);
  return sort === "all" && of.length > 0 ? of.flatMap((one) => reasonsOf(one, leaf)) : [stop];
}

interface Made<C> {
  readonly sort: "any" | "all" | "not" | "one";
  readonly of: readonly Combined<C>[];
}

function madeOf<C extends Condition>(stop: Combined<C>): Made<C> {
  const { stop: sort, of } = stop as { readonly stop: string; readonly of: readonly Combined<C>[] | Combined<C> };
  if (sort === "any" || sort === "all") return { sort, of: of as readonly Combined<C>[] };
  return sort === "not" ? { sort, of: [of as Combined<C>] } : { sort: "one", of: [] };
}

function anyTruth(truths: readonly Truth[]): Truth {
  if (truths.includes("true")) return "true";
  return truths.includes("unknown") ? "unknown" : "false";
}

function inverse(truth: Truth): Truth {
  if (truth === "unknown") return truth;
  return truth === "true" ? "false" : "true";
}
