import { ModelError, type ModelRequest } from "../model.ts";
import { type Sampler, SAMPLERS } from "../../plan/mod.ts";

const RANGES: { readonly [S in Sampler]: readonly [least: number, most: number] } = {
  temperature: [0, Infinity],
  top_p: [0, 1],
  top_k: [0, Infinity],
  min_p: [0, 1],
  typical_p: [0, 1],
  frequency_penalty: [-Infinity, Infinity],
  presence_penalty: [-Infinity, Infinity],
  repetition_penalty: [0, Infinity],
};

/** The text to continue. Throws {@link ModelError} for a request that an n-gram model cannot honour to the letter. */
export function textToContinue({ prompt, sampling, schema }: ModelRequest, id: string): string {
  for (const sampler of SAMPLERS) checkRange(id, sampler, sampling[sampler]);
  const unknown = Object.keys(sampling.extra ?? {})[0];
  if (unknown !== undefined) {
    throw new ModelError("request", `Model \`${id}\` knows no sampler \`${unknown}\`: remove it`);
  }
  if (schema) {
    throw new ModelError(
      "model",
      `Model \`${id}\` cannot answer in a given shape: ask a model that follows instructions`,
    );
  }
  if (prompt.form === "text") return prompt.text;
  throw new ModelError("model", `Model \`${id}\` cannot answer messages: it continues text, so give it one text`);
}

function checkRange(id: string, sampler: Sampler, value: number | undefined): void {
  const [least, most] = RANGES[sampler];
  if (value === undefined || (Number.isFinite(value) && value >= least && value <= most)) return;
  const range = most !== Infinity ? `from ${least} to ${most}` : least === 0 ? "not below 0" : "that is finite";
  throw new ModelError(
    "request",
    `Model \`${id}\` cannot sample with \`${sampler}: ${value}\`: expected a number ${range}`,
  );
}
