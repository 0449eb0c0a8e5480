import type { JsonObject } from "../../base/json.ts";
import type { Sampler } from "../../plan/mod.ts";
import { SAMPLERS } from "../../plan/mod.ts";
import type { ModelRequest } from "../model.ts";

/** What of `extra` belongs to the request itself; everything else is an option of the run, such as `mirostat`. */
const OF_REQUEST: ReadonlySet<string> = new Set([
  "format",
  "keep_alive",
  "logprobs",
  "raw",
  "shift",
  "suffix",
  "system",
  "template",
  "think",
  "tools",
  "top_logprobs",
  "truncate",
]);

/** `extra`, parted. */
export interface Extra {
  /** Fields of the request. */
  readonly request: JsonObject;
  /** Options of the run. */
  readonly options: JsonObject;
}

/** Parts `extra` into fields of the request and options; options may be written with or without `options` around. */
export function extraOf(extra: JsonObject = {}): Extra {
  const { options, ...named } = extra, entries = Object.entries(named);
  const inside = typeof options === "object" && options !== null && !Array.isArray(options)
    ? options as JsonObject
    : {};
  return {
    request: Object.fromEntries(entries.filter(([name]) => OF_REQUEST.has(name))),
    options: { ...Object.fromEntries(entries.filter(([name]) => !OF_REQUEST.has(name))), ...inside },
  };
}

/** The options of a run: how many tokens, in how large a context, drawn how, up to which texts. */
export function runOptions(request: ModelRequest, context: number | undefined): JsonObject {
  const { sampling, seed, stop, maxTokens } = request, stops = stop.filter((text) => text !== "");
  const samplers = SAMPLERS.flatMap((name): readonly (readonly [string, number])[] => {
    const value = sampling[name];
    return value === undefined ? [] : [[spelled(name), value]];
  });
  return {
    num_predict: maxTokens,
    ...(context === undefined ? {} : { num_ctx: context }),
    ...(seed === undefined ? {} : { seed }),
    ...(stops.length === 0 ? {} : { stop: stops }),
    ...Object.fromEntries(samplers),
  };
}

function spelled(name: Sampler): string {
  return name === "repetition_penalty" ? "repeat_penalty" : name;
}
