import type { JsonObject } from "../../base/json.ts";
import type { Sampler, Sampling } from "../../plan/mod.ts";
import { SAMPLERS } from "../../plan/mod.ts";
import { ModelError } from "../model.ts";

/** What the protocol has. */
const KNOWN = ["temperature", "top_p", "top_k"] as const satisfies readonly Sampler[];

/** The values that change nothing: they are the same as saying nothing. */
const NEUTRAL: Readonly<Record<Sampler, number>> = {
  temperature: 1,
  top_p: 1,
  top_k: 0,
  min_p: 0,
  typical_p: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  repetition_penalty: 1,
};

/**
 * Samplers as the protocol spells them. A model that thinks draws as it pleases: what would be an error there is left
 * out.
 */
export function samplersOf(
  sampling: Sampling,
  { id, thinks }: { readonly id: string; readonly thinks: boolean },
): JsonObject {
  const unknown = asked(sampling).find((name) => !isKnown(name));
  if (unknown) {
    throw new ModelError(
      "request",
      `Cannot ask \`${id}\` with \`${unknown}: ${sampling[unknown]}\`: Anthropic's protocol has no such sampler; ` +
        "leave it out, or put it under `extra` for a host that has it",
    );
  }
  return thinks ? {} : Object.fromEntries(asked(sampling).map((name) => [name, sampling[name]!]));
}

/** Whether a request holds a sampler. */
export function hasSamplers(body: JsonObject): boolean {
  return KNOWN.some((name) => body[name] !== undefined);
}

function asked(sampling: Sampling): readonly Sampler[] {
  return SAMPLERS.filter((name) => sampling[name] !== undefined && sampling[name] !== NEUTRAL[name]);
}

function isKnown(name: Sampler): boolean {
  return KNOWN.some((known) => known === name);
}
