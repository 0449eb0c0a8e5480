/**
 * Settings of the provider, read when a spec is compiled: nothing here loads the SDK.
 *
 * @module
 */
import type { Check } from "../options.ts";
import { REMOTE_FIELDS } from "../remote/remote_options.ts";

/** The settings of `ollama/…` by name. */
export const OLLAMA_FIELDS: { readonly [name: string]: Check } = {
  ...REMOTE_FIELDS,
  think: (value, path) =>
    typeof value === "boolean" || (typeof value === "string" && value !== "")
      ? undefined
      : { problem: `\`${path}\` is not what it should be: expected true, false or a level, such as \`low\`` },
  keep_alive: (value, path) =>
    typeof value === "number" || (typeof value === "string" && value !== "")
      ? undefined
      : { problem: `\`${path}\` is not what it should be: expected seconds or a duration, such as \`30m\`` },
};

/** Where Ollama listens unless it is told otherwise. */
export const LOCAL = "http://127.0.0.1:11434";

/**
 * Milliseconds without a byte before an answer is given up, unless somebody says otherwise: a large model is loaded and
 * a long prompt is read in silence.
 */
export const PATIENCE = 600_000;
