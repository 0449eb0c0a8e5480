import type { JsonObject } from "../../base/json.ts";
import type { Act } from "../../plan/mod.ts";

/** A call that a policy decides on. */
export interface RiskyCall {
  /** Name of the tool. */
  readonly tool: string;
  /** What calling it may do. */
  readonly acts: readonly Act[];
  /** What it would be given. */
  readonly input: JsonObject;
}

/** Why a call may do harm; undefined: it is not known to. A program may do anything. */
export function riskOf({ acts }: RiskyCall): string | undefined {
  return acts.includes("run") ? "it runs a program, which may do anything" : undefined;
}
