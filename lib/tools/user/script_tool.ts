import type { JsonObject } from "../../base/json.ts";
import type { TimedFacts } from "../../plan/tool_facts.ts";
import type { ScriptHost } from "../script_host.ts";
import type { ScriptFailure } from "../script_outcome.ts";
import type { ToolResult } from "../tool.ts";
import type { NoResult } from "./tool_output.ts";
import { bounded, no } from "./tool_output.ts";

/** A script to call. */
export interface ScriptCall {
  /** What is known of the tool. */
  readonly facts: Pick<TimedFacts, "name" | "timeout">;
  /** Name of the script. */
  readonly script: string;
  /** What it is given: it fits the tool's parameters. */
  readonly input: JsonObject;
}

/** How a script is called. */
export interface ScriptTerms {
  /** Where scripts run. */
  readonly scripts: Pick<ScriptHost, "call">;
  /** Gives the call up. */
  readonly signal?: AbortSignal;
  /** Takes what the script wrote beside its result. */
  readonly log?: (text: string) => void;
}

const CODES: { readonly [C in ScriptFailure["code"]]: NoResult["code"] } = {
  script: "failed",
  shape: "failed",
  crash: "failed",
  timeout: "timeout",
  aborted: "aborted",
};

/** Calls a tool that is a script. Its function gets the arguments; its result is the tool's, as text and as data. */
export async function callScriptTool({ facts, script, input }: ScriptCall, terms: ScriptTerms): Promise<ToolResult> {
  const signal = terms.signal ? { signal: terms.signal } : {};
  const outcome = await terms.scripts.call(script, input, { ...signal, timeout: facts.timeout });
  if (outcome.logs !== "") terms.log?.(outcome.logs);
  if (!outcome.ok) return no(CODES[outcome.code], `The tool \`${facts.name}\` failed: ${outcome.message}`);
  const { value } = outcome, text = typeof value === "string" ? value : JSON.stringify(value);
  return { ok: true, output: bounded(text) || "(an empty text)", data: value };
}
