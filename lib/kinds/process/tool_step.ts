import type { Json, JsonObject } from "../../base/json.ts";
import type { Program } from "../../plan/mod.ts";
import { demand, EffectFailed } from "../../plan/mod.ts";

/** A call of a tool of the plan, or of one of the engine's own. */
export interface ToolStep {
  /** Key of the step. */
  readonly key: string;
  /** Name of the tool. */
  readonly tool: string;
  /** What it is given. */
  readonly input: JsonObject;
}

/** What a tool has done. */
export interface ToolDone {
  /** What the caller is told. */
  readonly output: string;
  /** The same as data; null where there is none. */
  readonly data: Json;
  /** Paths that were changed. */
  readonly changed: readonly string[];
}

/** Calls a tool. Throws {@link EffectFailed} with its code where it could not do what it was asked to. */
export function* useTool({ key, tool, input }: ToolStep): Program<ToolDone> {
  const result = yield* demand({ do: "tool", key, tool, input });
  const { ok, output, data, changed, code, message } = result as JsonObject;
  if (ok !== true) {
    throw new EffectFailed(key, String(code ?? "failed"), String(message ?? `the tool \`${tool}\` gave no reason`));
  }
  return {
    output: typeof output === "string" ? output : "",
    data: data ?? null,
    changed: Array.isArray(changed) ? changed.map(String) : [],
  };
}
