import type { JsonObject } from "../../base/json.ts";
import type { ModelFacts, Sampler, Sampling } from "../../plan/mod.ts";
import { SAMPLERS } from "../../plan/mod.ts";
import { NEUTRAL } from "../../plan/neutral.ts";
import { ModelError } from "../model.ts";
import type { Host } from "./options.ts";

/** What the official API knows, where facts do not say; its models that think draw their tokens in a way of their own. */
const OFFICIAL: ReadonlySet<Sampler> = new Set(["temperature", "top_p", "frequency_penalty", "presence_penalty"]);

/**
 * Samplers as the host spells them, `extra` as it is. One that the host refuses is an error before anything is asked,
 * unless it changes nothing. One that the model ignores is left out.
 */
export function samplersOf(sampling: Sampling, { facts, host }: {
  readonly facts: ModelFacts;
  readonly host: Host;
}): JsonObject {
  const ignored = new Set(facts.ignores ?? (host === "openai" && facts.supports.reasoning ? OFFICIAL : []));
  const named = SAMPLERS.flatMap((name): readonly (readonly [string, number])[] => {
    const value = sampling[name];
    if (value === undefined || ignored.has(name)) return [];
    if (!isRefused(name, { facts, host })) return [[spelled(name, host), value]];
    if (value === NEUTRAL[name]) return [];
    throw new ModelError(
      "request",
      `Cannot ask \`${facts.id}\` with \`${name}: ${value}\`: its host has no such sampler; ` +
        "leave it out, or ask a host that has it",
    );
  });
  return { ...Object.fromEntries(named), ...sampling.extra };
}

function isRefused(name: Sampler, { facts, host }: { readonly facts: ModelFacts; readonly host: Host }): boolean {
  return (host === "openai" && !OFFICIAL.has(name)) || (facts.refuses ?? []).includes(name);
}

function spelled(name: Sampler, host: Host): string {
  return name === "repetition_penalty" && (host === "llama.cpp" || host === "lmstudio") ? "repeat_penalty" : name;
}
