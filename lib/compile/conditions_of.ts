/**
 * What conditions of a stop come to, whatever their kind.
 *
 * @module
 */
import type { Combined } from "../plan/mod.ts";
import { least } from "./amount.ts";

/** The conditions that a stop is made of, in the order they are written. */
export function leavesOf<C extends { readonly stop: string }>(stop: Combined<C>): readonly C[] {
  const { stop: sort, of } = stop as {
    readonly stop: string;
    readonly of?: readonly Combined<C>[] | Combined<C>;
  };
  if (sort === "any" || sort === "all") return (of as readonly Combined<C>[]).flatMap((one) => leavesOf(one));
  return sort === "not" ? leavesOf(of as Combined<C>) : [stop as C];
}

/** Rounds after which a stop holds for sure; null: any number. */
export function depthOf<C extends { readonly stop: string }>(stop: Combined<C>): number | null {
  const { stop: sort, of, depth } = stop as {
    readonly stop: string;
    readonly of?: readonly Combined<C>[];
    readonly depth?: number;
  };
  switch (sort) {
    case "depth":
      return depth ?? null;
    case "any":
      return least((of ?? []).map((one) => depthOf(one)));
    case "all": {
      const depths = (of ?? []).map((one) => depthOf(one));
      return depths.some((one) => one === null) ? null : Math.max(0, ...depths.map(Number));
    }
    default:
      return null;
  }
}
