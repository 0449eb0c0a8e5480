/**
 * Settings of the provider, read when a spec is compiled: nothing here loads the SDK.
 *
 * @module
 */
import type { Json, JsonObject } from "../../base/json.ts";
import type { ModelOptions } from "../model.ts";
import type { Check } from "../options.ts";
import { fields, oneOf, whole } from "../options.ts";
import { REMOTE_FIELDS } from "../remote/remote_options.ts";

/** The fewest tokens that a model may be given to think. */
const LEAST_THINKING = 1024;

const BUDGET = fields({ budget: whole(LEAST_THINKING, Infinity) }, ["budget"]);
const MODE = oneOf("adaptive", "off");

/** The settings of `anthropic/…` by name. */
export const ANTHROPIC_FIELDS: { readonly [name: string]: Check } = {
  ...REMOTE_FIELDS,
  thinking: (value, path) => typeof value === "object" && value !== null ? BUDGET(value, path) : MODE(value, path),
  effort: oneOf("low", "medium", "high", "xhigh", "max"),
};

/** The official address. */
export const OFFICIAL = "https://api.anthropic.com";

/** Whether the official address is meant. */
export function isOfficial(baseUrl: string | undefined): boolean {
  return baseUrl === undefined || new URL(baseUrl).host === new URL(OFFICIAL).host;
}

/** How a model is told to think; both parts are absent where its own default holds. */
export interface Thinking {
  /** `thinking` of the request. */
  readonly thinking?: JsonObject;
  /** How much it takes upon itself. */
  readonly effort?: string;
}

/** The settings `thinking` and `effort` as the protocol writes them. */
export function thinkingOf({ thinking, effort }: ModelOptions): Thinking {
  const written = writtenThinking(thinking);
  return { ...(written ? { thinking: written } : {}), ...(typeof effort === "string" ? { effort } : {}) };
}

function writtenThinking(thinking: Json | undefined): JsonObject | undefined {
  if (thinking === "off") return { type: "disabled" };
  // Some models hide their thoughts unless they are asked for a summary.
  if (thinking === "adaptive") return { type: "adaptive", display: "summarized" };
  const budget = typeof thinking === "object" ? (thinking as { readonly budget?: Json } | null)?.budget : undefined;
  return budget === undefined ? undefined : { type: "enabled", budget_tokens: budget };
}
