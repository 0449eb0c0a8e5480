/**
 * The schema of `stop`: conditions of a kind's own, and `any`, `all` and `not` of them.
 *
 * @module
 */
import { z } from "zod";
import { either, map, several } from "./schema_parts.ts";
import type { Stopping } from "./spec.ts";

const CONDITIONS = "a map of conditions, such as `{depth: 40}`";

/** How the conditions of a kind are called. */
export interface Conditions {
  /** Name of the definition in the JSON Schema. */
  readonly id: string;
  /** Conditions of other kinds, as `key@kind`. */
  readonly others: readonly string[];
}

/** When a run ends of itself: `never`, or any of the conditions of a kind. */
export function stopping<C>(own: z.ZodRawShape, { id, others }: Conditions): z.ZodType<"never" | Stopping<C>> {
  const shape: z.ZodRawShape = {
    ...own,
    get any() {
      return several(condition, "a list of conditions").exactOptional();
    },
    get all() {
      return several(condition, "a list of conditions").exactOptional();
    },
    get not() {
      return condition.exactOptional();
    },
  };
  const condition = map(shape, CONDITIONS, others).refine((written) => Object.keys(written).length > 0, {
    error: CONDITIONS,
  }).meta({
    id,
    minProperties: 1,
    description: "When a run ends of itself: any of these. `any`, `all` and `not` nest.",
  }) as unknown as z.ZodType<Stopping<C>>;
  return either("`never`, or a map of conditions such as `{depth: 40}`", z.literal("never"), condition)
    .describe("When a run ends of itself: any of these conditions, or `never`.");
}
