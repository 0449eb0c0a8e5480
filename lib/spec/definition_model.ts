/**
 * Models of a `loom.toml` that name their provider in a key of its own, as the language of specs says it.
 *
 * @module
 */
import { z } from "zod";
import { A_KEY, either, map, numeric, oneOf, SECRET, several, text, textLike, whole } from "./schema_parts.ts";
import { MODEL, samplers } from "./schema_model.ts";
import type { ModelEntry, ModelSpec, Secret } from "./spec.ts";

/** A model that names its provider. */
export interface ProviderEntry {
  /** Who serves it. */
  readonly provider?: keyof typeof PROVIDERS;
  /** Where. */
  readonly base_url?: string;
  /** What it is called there. */
  readonly model?: string;
  /** Tokens of an answer. */
  readonly max_tokens?: number;
  /** How freely tokens are drawn. */
  readonly temperature?: number;
  /** What it is there for. */
  readonly roles?: string | readonly string[];
  /** How able it is: 1 to 3, or 0 for what its name says. */
  readonly tier?: number;
  /** Its key by name, or nothing. */
  readonly api_key?: "" | Secret;
  /** What it can do. */
  readonly capabilities?: { readonly [name: string]: boolean };
}

/** The provider of a spec, by what such an entry calls it. */
const PROVIDERS = { ollama: "ollama", openai_compatible: "openai", openai: "openai", anthropic: "anthropic" } as const;

const ROLE = textLike(/^[A-Za-z][A-Za-z0-9_-]*$/, "the name of a role, such as `planner`");

const ABILITY = z.boolean({ error: "`true` or `false`" }).exactOptional();

const ENTRY: z.ZodType<ProviderEntry> = map({
  provider: oneOf(...Object.keys(PROVIDERS) as [keyof typeof PROVIDERS]),
  base_url: text("an address").exactOptional(),
  model: text("the name of a model").min(1, { error: "the name of a model" }),
  max_tokens: whole(1, 1_000_000).exactOptional(),
  temperature: samplers((bounds) => numeric(bounds)).temperature,
  roles: either("the name of a role, or a list of them", ROLE, several(ROLE, "at least one role")).exactOptional(),
  tier: whole(0, 3).exactOptional(),
  api_key: either(A_KEY, z.literal("", { error: A_KEY }), SECRET).exactOptional(),
  capabilities: map({
    vision: ABILITY,
    native_pdf: ABILITY,
    thinking: ABILITY,
    citations: ABILITY,
    audio_input: ABILITY,
    audio_output: ABILITY,
  }, "a map of abilities").exactOptional(),
}, "a map with `provider` and `model`");

/** Whether a model names its provider in a key of its own. */
export function isNamedByProvider(model: unknown): boolean {
  return typeof model === "object" && model !== null && Object.hasOwn(model, "provider") &&
    !Object.hasOwn(model, "use");
}

/** A model of a `loom.toml`, in either form. */
export const SETTINGS_MODEL: z.ZodType<ModelSpec> = z.unknown().check((context) => {
  const schema: z.ZodType = isNamedByProvider(context.value) ? ENTRY : MODEL, read = schema.safeParse(context.value);
  for (const issue of read.error?.issues ?? []) context.issues.push({ ...issue, input: context.value } as never);
}) as unknown as z.ZodType<ModelSpec>;

/** Roles of an entry that names none. */
const ROLES = ["executor"];

/** The entry as a spec would write it. */
export function entryOf(entry: ProviderEntry): ModelEntry {
  const { provider, model, base_url, max_tokens, temperature, roles = ROLES, tier, api_key, capabilities = {} } = entry;
  const { vision: images, thinking: reasoning } = capabilities;
  const abilities = { ...(images === undefined ? {} : { images }), ...(reasoning === undefined ? {} : { reasoning }) };
  return {
    ...(provider === undefined || model === undefined ? {} : { use: `${PROVIDERS[provider]}/${model}` }),
    ...(base_url === undefined || base_url === "" ? {} : { base_url }),
    ...(api_key === undefined || api_key === "" ? {} : { key: api_key }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(max_tokens === undefined ? {} : { max_output: max_tokens }),
    roles,
    ...(tier === undefined || tier === 0 ? {} : { tier }),
    ...(Object.keys(abilities).length === 0 ? {} : { abilities }),
  };
}
