/**
 * Plans: the waist between compiler and engine. Plain JSON, versioned, defaults filled in, no positions. Expressions
 * and templates are kept as the text the user wrote; the compiler has proved that they check.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Rate } from "../base/rate.ts";
import type { Limits } from "./effect.ts";
import type { Emulation } from "./emulation.ts";
import type { ModelFacts } from "./model_facts.ts";
import type { ProcessPlan } from "./process_plan.ts";
import type { Fit } from "./prompt.ts";
import type { RefinePlan } from "./refine_plan.ts";
import type { Sampler } from "./sampling.ts";

/** Version of the plan's own shape. */
export const PLAN_VERSION = 1;

/** A secret by name: resolved at the call, never stored. */
export type SecretRef = { readonly env: string } | { readonly key: string };

/** A declared input of a spec. */
export interface PlanInput {
  /** A shape of `lib/expr`, such as `"string"`. */
  readonly type: Json;
  /** Absent: the input must be given. */
  readonly default?: Json;
  /** What it is, for people. */
  readonly description?: string;
}

/** A model as the plan uses it: facts pinned, settings ready for its provider. */
export interface PlanModel {
  /** What is known of it. */
  readonly facts: ModelFacts;
  /** Settings for the provider; secrets are references. */
  readonly options: { readonly [key: string]: Json };
  /** Sampling defaults: numbers. */
  readonly sampling: { readonly [S in Sampler]?: number };
  /** Literal settings for the provider. */
  readonly extra?: { readonly [key: string]: Json };
  /** The most calls in flight at a time, in all runs of a process. */
  readonly concurrency?: number;
  /** The most calls that begin in a stretch of time, in all runs of a process. */
  readonly rate?: Rate;
  /** How it is made to continue texts, where its entry says so; absent: as {@link continuationOf} finds it able to. */
  readonly emulate?: Emulation | "off";
}

/** What user code may reach; nothing by default. */
export interface Permissions {
  /** Paths that may be read. */
  readonly read: readonly string[];
  /** Paths that may be written. */
  readonly write: readonly string[];
  /** Hosts that may be reached. */
  readonly net: readonly string[];
  /** Programs that may be run. */
  readonly run: readonly string[];
  /** Environment variables that may be read. */
  readonly env: readonly string[];
}

/** A user's script with its whole module graph pinned. */
export interface PinnedScript {
  /** The module to import, relative to the spec's folder. */
  readonly entry: string;
  /** The export to call. */
  readonly name: string;
  /** Every module of the graph by path relative to the spec's folder, and its text. */
  readonly modules: { readonly [path: string]: string };
  /** Exact `npm:` packages the graph names. */
  readonly npm: readonly string[];
  /** Text of a lock that pins those packages and all they need; absent when there are none. */
  readonly lock?: string;
}

/** Conditions, and what they are made of. */
export type Combined<C> =
  | { readonly stop: "any"; readonly of: readonly Combined<C>[] }
  | { readonly stop: "all"; readonly of: readonly Combined<C>[] }
  | { readonly stop: "not"; readonly of: Combined<C> }
  | C;

/** A condition of a text that grows. */
export type GrowthCondition =
  /** Rounds. */
  | { readonly stop: "depth"; readonly depth: number }
  /** An expression that is true. */
  | { readonly stop: "done"; readonly when: string }
  /** Consecutive rounds whose chosen text mostly repeats what stands before it. */
  | { readonly stop: "repeats"; readonly rounds: number }
  /** Consecutive rounds with no text in any candidate. */
  | { readonly stop: "blank"; readonly rounds: number };

/** When a text ends to grow of itself. */
export type Stop = Combined<GrowthCondition>;

/** Something an expression may look at that is only kept or fetched when one does. */
export type Use = "history" | "text" | "budget" | "perplexity";

/** What every plan has. */
export interface PlanBase {
  /** Version of this shape. */
  readonly version: typeof PLAN_VERSION;
  /** Program and its version: a resume under another version is refused. */
  readonly program: string;
  /** Name of the spec. */
  readonly name: string;
  /** Declared inputs by name. */
  readonly inputs: { readonly [name: string]: PlanInput };
  /** Models by their name in the spec. */
  readonly models: { readonly [name: string]: PlanModel };
  /** Limits of a run. */
  readonly budget: Limits;
  /** Output name → expression. */
  readonly outputs: { readonly [name: string]: string };
  /** Template of the path to save the text to, relative to the project folder. */
  readonly save?: string;
  /** What scripts and commands may reach. */
  readonly permissions: Permissions;
  /** Pinned scripts by name. */
  readonly scripts: { readonly [name: string]: PinnedScript };
  /** Imported plans by name. */
  readonly imports: { readonly [name: string]: Plan };
  /** What its expressions look at that costs something to have. */
  readonly uses: readonly Use[];
  /** `full` when a paid call must survive a power cut. */
  readonly durability: "full" | "normal";
}

/** Where a growing text begins. */
export type StartText =
  /** A template. */
  | { readonly from: "text"; readonly text: string }
  /** Templates: a document and one of its nodes. */
  | { readonly from: "node"; readonly document: string; readonly node: string };

/** One way to make candidates. */
export interface Expand {
  /** Name of a model of the plan. */
  readonly model: string;
  /** Candidates a round. */
  readonly width: number;
}

/** Tokens a judge may answer with where its plan does not say. */
export const JUDGE_TOKENS = 512;

/** How candidates are graded. */
export type Grade =
  | { readonly by: "expression"; readonly expression: string }
  | { readonly by: "script"; readonly script: string }
  | {
    readonly by: "model";
    readonly model: string;
    /** choose: names one; score: a number for each, the median of `samples`; logprob: how likely the model finds it. */
    readonly mode: "choose" | "score" | "logprob";
    /** Template of the question. */
    readonly ask: string;
    readonly context: Fit;
    readonly samples: number;
    /** How often an answer that cannot be read is asked again. */
    readonly attempts: number;
    /** Tokens an answer may take, thinking included. Absent: {@link JUDGE_TOKENS}. */
    readonly maxTokens?: number;
  };

/** Grow a text with a base model and a grade. */
export interface AutoloomPlan extends PlanBase {
  /** Tells the plan from those of other kinds. */
  readonly kind: "autoloom";
  /** Where the text begins. */
  readonly start: StartText;
  /** How candidates are made. */
  readonly expand: {
    readonly by: readonly Expand[];
    readonly maxTokens: string;
    /** Sampler → expression over i, n, t, round, depth, inputs. */
    readonly sampling: { readonly [S in Sampler]?: string };
    readonly extra: { readonly [key: string]: Json };
    readonly context: Fit;
    readonly stop: readonly string[];
  };
  /** How they are graded. */
  readonly grade: Grade;
  /** Which of them go on. */
  readonly select: {
    /** Paths kept; more than one is a beam. */
    readonly keep: number;
    /** Milliseconds a person may choose otherwise. */
    readonly veto?: number;
  };
  /** Absent: never, and meant so. */
  readonly stop?: Stop;
}

/** Everything the engine can run from a spec. */
export type Plan = AutoloomPlan | RefinePlan | ProcessPlan;
