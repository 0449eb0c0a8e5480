/**
 * What a spec of kind `autoloom` says, beside what every spec does.
 *
 * @module
 */
import type { CommonSpec, Quantity, SamplingSpec, ScriptRef, StartSpec, Stopping, TextOrFile, Window } from "./spec.ts";

/** One of several models that make candidates. */
export interface ExpandModel {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** How many candidates are its. */
  readonly width?: number;
}

/** How candidates are made. */
export interface ExpandSpec {
  /** One model or several. */
  readonly model?: string | readonly (string | ExpandModel)[];
  /** Candidates of a round, for each path. */
  readonly width?: number;
  /** The longest candidate, in tokens. */
  readonly max_tokens?: Quantity;
  /** How tokens are drawn. */
  readonly sampling?: SamplingSpec;
  /** What the model sees of the text. */
  readonly context?: Window;
  /** Texts that end a candidate. */
  readonly stop?: string | readonly string[];
}

/** Grading by a model. */
export interface ModelGradeSpec {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** choose: one is named; score: each gets a number; logprob: how likely the model finds each. */
  readonly mode?: "choose" | "score" | "logprob";
  /** The question. */
  readonly ask?: TextOrFile;
  /** What the model sees of the text. */
  readonly context?: Window;
  /** How often each candidate is scored; the median counts. */
  readonly samples?: number;
  /** How often an answer that cannot be read is asked again. */
  readonly attempts?: number;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
}

/** Grading without a model. */
export interface OwnGradeSpec {
  /** An expression, or a script. */
  readonly by?: string | ScriptRef;
}

/** Conditions of a text that grows. */
export interface GrowthConditions {
  /** Rounds. */
  readonly depth?: number;
  /** An expression. */
  readonly done?: string;
  /** Rounds in a row that repeat what stands before them. */
  readonly repeats?: number;
  /** Rounds in a row without a word, or `never`. */
  readonly blank?: number | "never";
}

/** When a growing text is long, repeats itself or says nothing more. */
export type GrowthStopSpec = Stopping<GrowthConditions>;

/** A spec of kind `autoloom`. */
export interface AutoloomSpec extends CommonSpec {
  /** Grow a text with a base model and a grader. */
  readonly kind?: "autoloom";
  /** Where the text begins. */
  readonly start?: StartSpec;
  /** How candidates are made. */
  readonly expand?: ExpandSpec;
  /** How they are graded. */
  readonly grade?: ModelGradeSpec | OwnGradeSpec;
  /** Which go on. */
  readonly select?: {
    /** Paths kept. */
    readonly keep?: number;
    /** How long a person may choose otherwise. */
    readonly veto?: string;
  };
  /** When a run ends of itself. */
  readonly stop?: "never" | GrowthStopSpec;
}
