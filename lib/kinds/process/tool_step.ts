import type { Json, JsonObject } from "../../base/json.ts";
import type { Program } from "../../plan/mod.ts";
import { EffectFailed, perform } from "../../plan/mod.ts";

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

/** What came of a call of a tool. */
export type ToolCame =
  | ToolDone & { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Calls a tool, and says what came of it. */
export function* callTool({ key, tool, input }: ToolStep): Program<ToolCame> {
  const outcome = yield* perform({ do: "tool", key, tool, input });
  if (outcome.type === "failed") return { ok: false, code: outcome.failure.code, message: outcome.failure.message };
  if (outcome.type === "unparsed") return { ok: false, code: "unparsed", message: outcome.problem };
  const { ok, output, data, changed, code, message } = outcome.value as JsonObject;
  if (ok !== true) {
    return { ok: false, code: String(code ?? "failed"), message: String(message ?? `\`${tool}\` gave no reason`) };
  }
  return {
    ok: true,
    output: typeof output === "string" ? output : "",
    data: data ?? null,
    changed: Array.isArray(changed) ? changed.map(String) : [],
  };
}

/** Calls a tool. Throws {@link EffectFailed} with its code where it could not do what it was asked to. */
export function* useTool(step: ToolStep): Program<ToolDone> {
  const came = yield* callTool(step);
  if (came.ok) return came;
  throw new EffectFailed(step.key, came.code, came.message);
}
