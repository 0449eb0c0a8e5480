/**
 * Plans of loops that make something better until it is good, flat, stuck or out of budget.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Combined, PlanBase, StartText } from "./plan.ts";
import type { Sampler } from "./sampling.ts";

/** Whether more is better or less is. */
export type Goal = "max" | "min";

/** A program to run: argv, every argument a template. */
export interface CommandLine {
  /** Program and arguments: templates. */
  readonly run: readonly string[];
  /** Name of the file that holds the text; absent: it is read on standard input. */
  readonly file?: string;
  /** Paths, from the spec's folder, that are laid beside that file. */
  readonly files: readonly string[];
  /** Milliseconds. */
  readonly timeout?: number;
}

/** How a round makes its candidates. */
export type Proposing =
  | {
    readonly by: "model";
    /** Names of models of the plan; candidates take them in turn. */
    readonly models: readonly string[];
    /** Template of what the model is told to be; absent: nothing. */
    readonly system?: string;
    /** Template of what it is asked. */
    readonly prompt: string;
    /** Expression: the most tokens of a candidate. */
    readonly maxTokens: string;
    /** Sampler → expression over i, n, t, round, inputs. */
    readonly sampling: { readonly [S in Sampler]?: string };
    /** Literal settings for the provider; absent: none. */
    readonly extra?: { readonly [key: string]: Json };
  }
  /** A function: it is given the texts and what is known of them, and gives a text. */
  | { readonly by: "script"; readonly script: string }
  /** A program: it prints the candidate, or leaves it in its file. */
  | { readonly by: "command"; readonly command: CommandLine }
  | {
    readonly by: "run";
    /** Name of an import of the plan. */
    readonly plan: string;
    /** Input → template; one that is a single hole keeps its value's type. */
    readonly with: { readonly [input: string]: string };
    /** Expression over `outputs`, what the run is worth: the candidate. */
    readonly text: string;
  };

/** How a number is taken from what a program did. */
export type Reading =
  /** 1 when it ended well, else 0. */
  | { readonly as: "exit" }
  /** What it printed is a number. */
  | { readonly as: "number" }
  /** What it printed is JSON, and this path leads to a number in it. */
  | { readonly as: "path"; readonly path: readonly (string | number)[] };

/** A model that grades a candidate in a form of its own. */
export interface JudgeCall {
  /** Name of a model of the plan. */
  readonly model: string;
  /** Template. */
  readonly system?: string;
  /** Template of the question. */
  readonly prompt: string;
  /** Shape of the answer: a map of fields, as one text where their order is to be kept. */
  readonly returns: Json;
  /** How often it is asked: numbers are medians, the rest is of the sample nearest to them. */
  readonly samples: number;
  /** How often an answer that cannot be read is asked again. */
  readonly attempts: number;
  /** Tokens an answer may take. */
  readonly maxTokens: number;
}

/** A model that says which of two texts is better. */
export interface CompareCall {
  /** Name of a model of the plan. */
  readonly model: string;
  /** Template of the question. */
  readonly ask: string;
  /** How often it is asked in each order. */
  readonly samples: number;
  /** How often an answer that cannot be read is asked again. */
  readonly attempts: number;
  /** Tokens an answer may take. */
  readonly maxTokens: number;
}

/** What candidates are worth. */
export interface Scoring {
  /** The total of the start, where it is not scored as everything else is. */
  readonly start?: number;
  /** Expressions that must be true: looked at before anything that costs. */
  readonly gates: { readonly [name: string]: string };
  /** A function and the shape of what it gives: a number, or a map of fields. */
  readonly script?: { readonly script: string; readonly returns: Json };
  /** A program and the number in what it did. */
  readonly command?: { readonly command: CommandLine; readonly reads: Reading };
  /** A judge. */
  readonly judge?: JudgeCall;
  /** A comparison with the best text so far: 1 better, 0 even, -1 worse. */
  readonly compare?: CompareCall;
  /** Expression over all of these: the number that counts. */
  readonly total: string;
}

/** A condition of a loop that makes something better. */
export type RefineCondition =
  /** Rounds. */
  | { readonly stop: "depth"; readonly depth: number }
  /** An expression that is true: the run is done. */
  | { readonly stop: "done"; readonly when: string }
  /** An expression that is true: the run has converged. */
  | { readonly stop: "converged"; readonly when: string }
  /** Scored rounds in a row none of which was better than all before them by at least this much. */
  | { readonly stop: "plateau"; readonly patience: number; readonly minDelta: number }
  /** Distance of a round's text from that of the round before, 0 to 1; by embeddings of a model, else by n-grams. */
  | { readonly stop: "similar"; readonly threshold: number; readonly model?: string }
  /** A model that says yes. */
  | {
    readonly stop: "judge";
    readonly model: string;
    /** Template of the question. */
    readonly ask: string;
    readonly attempts: number;
    readonly maxTokens: number;
  };

/** When a loop ends of itself. */
export type RefineStop = Combined<RefineCondition>;

/** What is done about a loop that gets no better. */
export type Rung =
  /** Another model makes candidates from here on. */
  | { readonly rung: "use"; readonly model: string }
  /** Temperatures rise by this much. */
  | { readonly rung: "heat"; readonly by: number }
  /** A person is asked; the answer is guidance, or ends the run. The question is a template. */
  | { readonly rung: "ask"; readonly question?: string }
  /** The run ends as stalled. */
  | { readonly rung: "fail" };

/** When a loop is held to be stuck, and what is done then. */
export interface Stall {
  /** Rounds in a row without a better best. */
  readonly after: number;
  /** What a best must be better by, to be better. */
  readonly minDelta: number;
  /** Done one after the other, each time it is stuck again; after the last the run ends as stalled. */
  readonly then: readonly Rung[];
}

/** What is done about a round that came to nothing. */
export interface OnError {
  /** How often each step is tried. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled each time, up to a minute. */
  readonly pause: number;
  /** Goes on with the last good text, or ends the run as failed. */
  readonly then: "backtrack" | "fail";
  /** So many such rounds in a row end the run as failed. */
  readonly most: number;
}

/** Make a text better, round by round. */
export interface RefinePlan extends PlanBase {
  /** Tells the plan from those of other kinds. */
  readonly kind: "refine";
  /** The text it begins with. */
  readonly start: StartText;
  /** Candidates a round, side by side. */
  readonly n: number;
  /** How they are made. */
  readonly propose: Proposing;
  /** What they are worth. */
  readonly score: Scoring;
  /** Whether a higher total is better. */
  readonly goal: Goal;
  /** Expression: whether a round's best candidate is gone on from. */
  readonly accept: string;
  /** What a round that was not accepted goes back to: the best text, the one before, or nothing. */
  readonly backtrack: "best_score" | "last_good" | "none";
  /** What is done about failures. */
  readonly errors: OnError;
  /** What is done about a loop that is stuck; absent: nothing. */
  readonly stall?: Stall;
  /** Absent: never, and meant so. */
  readonly stop?: RefineStop;
}
