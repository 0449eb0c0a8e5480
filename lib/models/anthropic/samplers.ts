import type { JsonObject } from "../../base/json.ts";
import type { Sampler, Sampling } from "../../plan/mod.ts";
import { SAMPLERS } from "../../plan/mod.ts";
import { NEUTRAL } from "../../plan/neutral.ts";
import { ModelError } from "../model.ts";

/** What the protocol has. */
const KNOWN = ["temperature", "top_p", "top_k"] as const satisfies readonly Sampler[];

/** Whose samplers they are. */
export interface Drawing {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** It thinks before it answers. */
  readonly thinks: boolean;
  /** Samplers that it answers with an error. */
  readonly ignores: readonly Sampler[];
}

/**
 * Samplers as the protocol spells them. A model that thinks draws as it pleases, and some others do: what would be an
 * error there is left out.
 */
export function samplersOf(sampling: Sampling, { id, thinks, ignores }: Drawing): JsonObject {
  const unknown = asked(sampling).find((name) => !isKnown(name));
  if (unknown) {
    throw new ModelError(
      "request",
      `Cannot ask \`${id}\` with \`${unknown}: ${sampling[unknown]}\`: Anthropic's protocol has no such sampler; ` +
        "leave it out, or put it under `extra` for a host that has it",
    );
  }
  const sent = thinks ? [] : asked(sampling).filter((name) => !ignores.includes(name));
  return Object.fromEntries(sent.map((name) => [name, sampling[name]!]));
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
