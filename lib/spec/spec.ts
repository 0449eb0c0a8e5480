/**
 * What a spec says, as plain data with the spelling of its author: nothing is parsed further and no default is filled
 * in. What was wrong has been reported and left out, so every part may be absent; the schema says what a spec must have.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { ProcessSettings } from "./definition_settings.ts";

/** A text, or the file that holds it. */
export type TextOrFile = string | FileRef;

/** A text in a file beside the spec. */
export interface FileRef {
  /** Path, relative to the file that names it. */
  readonly file?: string;
}

/** A node of a document to go on from: `NAME@NODE`, a template. */
export interface DocumentRef {
  /** Name of the document, `@`, and the node. */
  readonly document?: string;
}

/** Where a text begins. */
export type StartSpec = TextOrFile | DocumentRef;

/** A value that is never written down: a variable of the environment, or a name in the user's key file. */
export interface Secret {
  /** Name of the variable. */
  readonly env?: string;
  /** Name of the key. */
  readonly key?: string;
}

/** A function of a user's TypeScript module. */
export interface ScriptRef {
  /** `./score.ts`, or `./score.ts#name` for an export other than the default one. */
  readonly script?: string;
}

/** A number of tokens: `800`, or a text such as `8k`. */
export type Size = number | string;

/** Tokens of a long text: the last ones, or some from both ends. */
export type Window = Size | {
  /** Tokens kept from the beginning. */
  readonly head?: Size;
  /** Tokens kept from the end. */
  readonly tail?: Size;
};

/** A number, or an expression that gives one. */
export type Quantity = number | string;

/** How tokens are drawn. */
export const SAMPLER_NAMES = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "typical_p",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
] as const;

/** One of {@link SAMPLER_NAMES}. */
export type SamplerName = typeof SAMPLER_NAMES[number];

/** Values of samplers. */
export type Samplers<T> = { readonly [S in SamplerName]?: T };

/** Literal settings that only a provider understands. */
export interface Extra {
  /** A setting by its name. */
  readonly [key: string]: Json;
}

/** How tokens of candidates are drawn. */
export type SamplingSpec = Samplers<Quantity> & {
  /** Literal settings for the provider. */
  readonly extra?: Extra;
};

/** A declared input; a text alone is its type. */
export type InputSpec = string | InputEntry;

/** A declared input in full. */
export interface InputEntry {
  /** A shape: the name of a type, a list of choices, or a map of fields. */
  readonly type?: Json;
  /** Absent: the input must be given. */
  readonly default?: Json;
  /** What it is for. */
  readonly description?: string;
}

/** A model; a text alone is its `use`. */
export type ModelSpec = string | ModelEntry;

/** What a model costs, in dollars. */
export interface PriceSpec {
  /** A million prompt tokens. */
  readonly input?: number;
  /** A million generated tokens. */
  readonly output?: number;
  /** A million prompt tokens that were read from a cache. */
  readonly cached?: number;
}

/** What models can do, by the names of `Abilities`. */
export const ABILITY_NAMES = [
  "complete",
  "chat",
  "instructs",
  "logprobs",
  "score",
  "embed",
  "seed",
  "structured",
  "prefill",
  "tools",
  "images",
  "reasoning",
] as const;

/** Ways to count tokens, by the names of the counters of `lib/models`. */
export const COUNTER_NAMES = ["bytes", "o200k", "cl100k"] as const;

/** What `emulate` may say. */
export const EMULATE_NAMES = ["prefill", "system", "cli", "off"] as const;

/** A model in full. Keys that are not listed are its provider's. */
export interface ModelEntry extends Samplers<number> {
  /** `provider/model`. */
  readonly use?: string;
  /** Where the provider is. */
  readonly base_url?: string | Secret;
  /** The provider's key. */
  readonly key?: Secret;
  /** Headers of every request. */
  readonly headers?: { readonly [name: string]: string | Secret };
  /** What it costs, where that is not known or not true. */
  readonly price?: PriceSpec;
  /** The most tokens of prompt and answer together. */
  readonly context?: Size;
  /** The most tokens of an answer, reasoning included. */
  readonly max_output?: Size;
  /** How it cuts a text into tokens. */
  readonly counter?: typeof COUNTER_NAMES[number];
  /** What it is there for: a spec may name it by each of these. */
  readonly roles?: string | readonly string[];
  /** Its place among models of the same role, 1 to 3: the lowest is taken. */
  readonly tier?: number;
  /** The most calls in flight at a time. */
  readonly concurrency?: number;
  /** The most calls that begin in a stretch of time, as `60/m`. */
  readonly rate?: string;
  /** What it can do, where that is not known or not true. */
  readonly abilities?: { readonly [A in typeof ABILITY_NAMES[number]]?: boolean };
  /** How it is made to continue texts, or `off`. Absent: as it is able to, where it does not continue them itself. */
  readonly emulate?: typeof EMULATE_NAMES[number];
  /** Literal settings for the provider. */
  readonly extra?: Extra;
  /** Paths of the texts that an n-gram model learns from. */
  readonly files?: string | readonly string[];
  /** Settings of the provider's own. */
  readonly [option: string]: unknown;
}

/** What a run may use up. */
export interface BudgetSpec {
  /** Dollars. */
  readonly usd?: number;
  /** Prompt and generated tokens. */
  readonly tokens?: Size;
  /** Model calls. */
  readonly calls?: number;
  /** Rounds. */
  readonly iterations?: number;
  /** Working time: `20m`. */
  readonly wall?: string;
  /** The last moment: `2026-03-01T18:00:00Z`. */
  readonly deadline?: string;
}

/** Conditions, any of which ends a run; `C` are those of its kind. */
export type Stopping<C> = C & {
  /** Conditions, one of which must hold. */
  readonly any?: readonly Stopping<C>[];
  /** Conditions, all of which must hold. */
  readonly all?: readonly Stopping<C>[];
  /** Conditions, none of which may hold. */
  readonly not?: Stopping<C>;
};

/** What scripts and commands may reach. */
export interface PermissionsSpec {
  /** Files and folders to read. */
  readonly read?: readonly string[];
  /** Files and folders to write. */
  readonly write?: readonly string[];
  /** Hosts. */
  readonly net?: readonly string[];
  /** Programs. */
  readonly run?: readonly string[];
  /** Variables of the environment. */
  readonly env?: readonly string[];
}

/** When a run starts by itself. */
export interface ScheduleSpec {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron?: string;
  /** A time zone of IANA, such as `Europe/London`. */
  readonly tz?: string;
  /** What becomes of starts that were missed. */
  readonly missed?: "skip" | "once" | "all";
  /** What becomes of a start while the last run goes on. */
  readonly overlap?: "skip" | "queue" | "allow";
}

/** What specs of every kind may say. */
export interface CommonSpec {
  /** Version of the language. */
  readonly loom?: 1;
  /** Names its runs; absent: the name of the file. */
  readonly name?: string;
  /** What the spec is for. */
  readonly description?: string;
  /** What a run is given. */
  readonly inputs?: { readonly [name: string]: InputSpec };
  /** Models by name. */
  readonly models?: { readonly [name: string]: ModelSpec };
  /** Other specs by name. */
  readonly import?: { readonly [name: string]: string };
  /** What scripts and commands may reach. */
  readonly permissions?: PermissionsSpec;
  /** When a run ends of itself. */
  readonly stop?: "never" | Stopping<object>;
  /** What a run may use up. */
  readonly budget?: BudgetSpec;
  /** What a run is worth: expressions by name. */
  readonly outputs?: { readonly [name: string]: string };
  /** Where the text is saved: a template. */
  readonly save?: string;
  /** When runs start by themselves. */
  readonly on?: ScheduleSpec;
}

/** A `loom.toml`: what holds for every spec. */
export interface DefaultsSpec extends ProcessSettings {
  /** Models by name; a spec's own entry of the same name wins. */
  readonly models?: { readonly [name: string]: ModelSpec };
  /** What holds for specs that say nothing of it. */
  readonly defaults?: StandingSpec;
}

/** What specs need not say themselves. */
export interface StandingSpec {
  /** The budget of a spec that has none. */
  readonly budget?: BudgetSpec;
  /** Where the text of a spec is saved that does not say it: a template. */
  readonly save?: string;
}
