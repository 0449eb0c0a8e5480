import type { Abilities, ModelFacts, Sampler } from "../../plan/mod.ts";

/** When the tables of families were last compared with what providers say. */
export const FAMILIES_DATE = "2026-11-21";

/** Name of an ability. */
export type Ability = keyof Abilities;

/** What is known of some models of one provider without asking it. */
export interface Family {
  /** Their names, without the date of a snapshot. */
  readonly names: readonly string[];
  /** What they can do; what is not here they cannot. */
  readonly can: readonly Ability[];
  /** The most tokens of prompt and answer together. */
  readonly context?: number;
  /** The most tokens of an answer, reasoning included. */
  readonly maxOutput?: number;
  /** Name of the token counter. Default: `bytes`. */
  readonly counter?: string;
  /** Name of the counter that texts are cut by, where {@link counter} is `bytes`. */
  readonly estimate?: string;
  /** Samplers that their host has and that they do not take. */
  readonly ignores?: readonly Sampler[];
}

/** What a family tells of a model. */
export type Told = Pick<
  ModelFacts,
  "supports" | "counter" | "context" | "maxOutput" | "estimate" | "refuses" | "ignores"
>;

/** What is known of one model by its name and by where its host is, without asking anybody. */
export type KnownModel = Told & Pick<ModelFacts, "local" | "price">;

/** Of a model that no table has, at its maker's. */
export const NEW: Omit<Family, "names"> = { can: ["chat", "instructs", "structured"], estimate: "o200k+50%" };

const NOTHING: Abilities = {
  complete: false,
  chat: false,
  instructs: false,
  logprobs: false,
  score: false,
  embed: false,
  seed: false,
  structured: false,
  prefill: false,
  tools: false,
  images: false,
  reasoning: false,
};

/** Abilities by name; all others are missing. */
export function abilities(can: readonly Ability[]): Abilities {
  return { ...NOTHING, ...Object.fromEntries(can.map((ability) => [ability, true])) };
}

/** The family of a model; a snapshot with a date belongs to the one of its name. */
export function familyOf(families: readonly Family[], model: string): Family | undefined {
  return named(families, model) ?? named(families, undated(model));
}

/** The name of a model without the date of its snapshot: `gpt-5.4-2026-03-05`, `claude-haiku-4-5-20251001`. */
export function undated(model: string): string {
  return model.replace(/-(\d{4}-\d{2}-\d{2}|\d{8}|latest)$/, "");
}

function named(families: readonly Family[], model: string): Family | undefined {
  return families.find(({ names }) => names.includes(model));
}

/** What a family tells, as facts; `refuses` is what its host takes of no model. */
export function toldBy(
  { can, counter = "bytes", context, maxOutput, estimate, ignores }: Omit<Family, "names">,
  refuses?: readonly Sampler[],
): Told {
  return {
    supports: abilities(can),
    counter,
    ...(context === undefined ? {} : { context }),
    ...(maxOutput === undefined ? {} : { maxOutput }),
    ...(estimate === undefined ? {} : { estimate }),
    ...(refuses ? { refuses } : {}),
    ...(ignores ? { ignores } : {}),
  };
}
