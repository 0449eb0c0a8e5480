/**
 * What a spec of kind `refine` says, beside what every spec does.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { CommonSpec, Quantity, SamplingSpec, ScriptRef, StartSpec, Stopping, TextOrFile } from "./spec.ts";

/** A program to run; a list alone is its arguments. */
export type CommandSpec = readonly string[] | CommandEntry;

/** A program to run in full. */
export interface CommandEntry {
  /** The program and its arguments: templates. */
  readonly run?: readonly string[];
  /** Name of the file it finds the text in; absent: on standard input. */
  readonly file?: string;
  /** Files and folders that are laid beside that file. */
  readonly files?: readonly string[];
  /** How long it may take. */
  readonly timeout?: string;
}

/** A program whose result is a number. */
export type ScoreCommandSpec = readonly string[] | ScoreCommandEntry;

/** A program whose result is a number, in full. */
export interface ScoreCommandEntry extends CommandEntry {
  /** `exit`, `number`, or a path such as `$.score`. */
  readonly read?: string;
}

/** Candidates written by models. */
export interface ModelProposeSpec {
  /** One model or several. */
  readonly model?: string | readonly string[];
  /** Candidates of a round. */
  readonly n?: number;
  /** What the model is told to be. */
  readonly system?: TextOrFile;
  /** What it is asked. */
  readonly prompt?: TextOrFile;
  /** The longest candidate, in tokens. */
  readonly max_tokens?: Quantity;
  /** How tokens are drawn. */
  readonly sampling?: SamplingSpec;
}

/** Candidates made by a function. */
export interface ScriptProposeSpec extends ScriptRef {
  /** Candidates of a round. */
  readonly n?: number;
}

/** Candidates made by a program. */
export interface CommandProposeSpec {
  /** The program. */
  readonly command?: CommandSpec;
  /** Candidates of a round. */
  readonly n?: number;
}

/** Candidates made by another spec. */
export interface RunProposeSpec {
  /** A name in `import`. */
  readonly run?: string;
  /** Candidates of a round. */
  readonly n?: number;
  /** Its inputs: values, or templates. */
  readonly with?: { readonly [input: string]: string | number | boolean };
  /** An expression over its `outputs`. */
  readonly text?: string;
}

/** How candidates are made. */
export type ProposeSpec = ModelProposeSpec | ScriptProposeSpec | CommandProposeSpec | RunProposeSpec;

/** A function that scores; a text alone is the module. */
export type ScoreScriptSpec = string | ScoreScriptEntry;

/** A function that scores, in full. */
export interface ScoreScriptEntry extends ScriptRef {
  /** `number`, or a map of fields. */
  readonly returns?: Json;
}

/** A model that grades. */
export interface JudgeSpec {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** What it is told to be. */
  readonly system?: TextOrFile;
  /** All that it is asked, the candidate included. */
  readonly prompt?: TextOrFile;
  /** A question about the candidate, which is shown below it. */
  readonly ask?: TextOrFile;
  /** Fields of its answer and their types. */
  readonly returns?: { readonly [field: string]: Json };
  /** How often it is asked; medians count. */
  readonly samples?: number;
  /** How often an answer that cannot be read is asked again. */
  readonly attempts?: number;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
}

/** A model that compares with the best text. */
export interface CompareSpec {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** The question. */
  readonly ask?: TextOrFile;
  /** How often it is asked, in each order. */
  readonly samples?: number;
  /** How often an answer that cannot be read is asked again. */
  readonly attempts?: number;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
}

/** What candidates are worth; an expression alone is the total. */
export type ScoreSpec = string | ScoreEntry;

/** What candidates are worth, in full. */
export interface ScoreEntry {
  /** Expressions that must be true, by name. */
  readonly gates?: { readonly [name: string]: string };
  /** A function. */
  readonly script?: ScoreScriptSpec;
  /** A program. */
  readonly command?: ScoreCommandSpec;
  /** A model that grades. */
  readonly judge?: JudgeSpec;
  /** A model that compares. */
  readonly compare?: CompareSpec;
  /** An expression: the number that counts. */
  readonly total?: string;
  /** The total of the start. */
  readonly start?: number;
}

/** What is done about errors. */
export interface OnErrorSpec {
  /** How often each step is tried. */
  readonly attempts?: number;
  /** How long before the second attempt. */
  readonly pause?: string;
  /** What becomes of a round that came to nothing. */
  readonly then?: "backtrack" | "fail";
  /** So many such rounds in a row end the run. */
  readonly most?: number;
}

/** One thing that is done about a loop that is stuck. */
export type RungSpec =
  | "ask"
  | "fail"
  /** Another model makes candidates. */
  | { readonly use?: string }
  /** Temperatures rise. */
  | { readonly heat?: number }
  /** A person is asked this. */
  | { readonly ask?: string };

/** When a loop is stuck, and what is done. */
export interface StallSpec {
  /** Rounds in a row without a better best. */
  readonly after?: number;
  /** What a best must be better by. */
  readonly min_delta?: number;
  /** Done one after the other. */
  readonly then?: readonly RungSpec[];
}

/** A model that says whether a run is over. */
export interface StopJudgeSpec {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** A question that yes answers. */
  readonly ask?: TextOrFile;
  /** How often an answer that cannot be read is asked again. */
  readonly attempts?: number;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
}

/** Conditions of a text that is made better. */
export interface RefineConditions {
  /** Rounds. */
  readonly depth?: number;
  /** An expression: the run is done. */
  readonly done?: string;
  /** An expression: the run has converged. */
  readonly converged?: string;
  /** Scored rounds in a row without a better one; a number alone is `patience`. */
  readonly plateau?: number | {
    /** Rounds. */
    readonly patience?: number;
    /** What one must be better by. */
    readonly min_delta?: number;
  };
  /** Distance of a round's text from the one before; a number alone is `threshold`. */
  readonly similar?: number | {
    /** 0 to 1. */
    readonly threshold?: number;
    /** A model that makes embeddings. */
    readonly model?: string;
  };
  /** A model that says so. */
  readonly judge?: StopJudgeSpec;
}

/** When a text is good, flat or finished. */
export type RefineStopSpec = Stopping<RefineConditions>;

/** A spec of kind `refine`. */
export interface RefineSpec extends CommonSpec {
  /** Make a text better until it is good, flat, stuck or out of budget. */
  readonly kind?: "refine";
  /** The text it begins with. */
  readonly start?: StartSpec;
  /** How candidates are made. */
  readonly propose?: ProposeSpec;
  /** What they are worth. */
  readonly score?: ScoreSpec;
  /** Whether more is better. */
  readonly goal?: "max" | "min";
  /** An expression: whether the best candidate is gone on from. */
  readonly accept?: string;
  /** What a round that was not accepted goes back to. */
  readonly backtrack?: "best_score" | "last_good" | "none";
  /** What is done about errors. */
  readonly on_error?: OnErrorSpec;
  /** What is done about a loop that is stuck. */
  readonly stall?: StallSpec;
  /** When a run ends of itself. */
  readonly stop?: "never" | RefineStopSpec;
}
