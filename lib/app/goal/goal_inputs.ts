import type { JsonObject } from "../../base/json.ts";
import type { ProcessPlan } from "../../plan/mod.ts";

/** What somebody wants. */
export interface Goal {
  /** What is to be reached. */
  readonly goal: string;
  /** What there is to know beside it. */
  readonly context?: string | undefined;
}

/**
 * The inputs of a process that is started for a goal. What there is to know goes into its input `context`, or behind the
 * goal where it has none. Throws a RangeError for a process that takes no goal.
 */
export function goalInputs({ name, inputs }: ProcessPlan, { goal, context }: Goal): JsonObject {
  const words = goal.trim(), more = context?.trim() ?? "";
  if (words === "") throw new RangeError("Cannot carry out nothing: write a goal");
  if (!Object.hasOwn(inputs, "goal")) {
    throw new RangeError(
      `Cannot give a goal to \`${name}\`: it takes none; add \`inputs: {goal: text}\` to it, or start it with \`loom run\``,
    );
  }
  if (more === "") return { goal: words };
  return Object.hasOwn(inputs, "context")
    ? { goal: words, context: more }
    : { goal: `${words}\n\nWhat there is to know:\n${more}` };
}
