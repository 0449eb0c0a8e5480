/**
 * What a program may ask for, as plain data. The engine performs effects and journals what came of them; a kind
 * only yields them and reads the outcomes.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { Booking } from "./entry.ts";
import type { Part, PromptParts, ToolOffer } from "./prompt.ts";
import type { Sampling } from "./sampling.ts";

/** Where a text takes its place in a document. */
export interface Weave {
  /** Name of the document. */
  readonly document: string;
  /** The node it continues; null makes a root. */
  readonly parent: string | null;
  /** What it is there: `seed`, `candidate`, or a kind's own word. */
  readonly role: string;
}

/** Every effect has a key. */
export interface Keyed {
  /** A path such as `round/3/expand/2`, unique in its run since the last commit. */
  readonly key: string;
}

/** How an answer is read: one of some labels (its place, from 0), a number in a range, or JSON of a shape of `lib/expr`. */
export type Returns =
  | { readonly as: "choice"; readonly labels: readonly string[] }
  | { readonly as: "score"; readonly min: number; readonly max: number }
  | { readonly as: "json"; readonly shape: Json };

/** Asks a model for text. */
export interface Generate extends Keyed {
  /** Tells the effect from others. */
  readonly do: "generate";
  /** Name of a model of the plan. */
  readonly model: string;
  /** What the model is shown, by reference. */
  readonly prompt: PromptParts;
  /** The most tokens to generate. */
  readonly maxTokens: number;
  /** How tokens are drawn. */
  readonly sampling: Sampling;
  /** Generation ends before the first of these. */
  readonly stop?: readonly string[];
  /** The same request and seed give the same text, where the model honours seeds. */
  readonly seed: number;
  /** Alternatives to tell for every token; absent: none are asked for. */
  readonly logprobs?: number;
  /** How the answer is read; one that cannot be read so is `unparsed`, unless it asks for tools. */
  readonly returns?: Returns;
  /** Tools that the model may ask for in a form of its own; absent: none. */
  readonly tools?: readonly ToolOffer[];
  /** Where the text takes its place in a document; absent: nowhere. */
  readonly weave?: Weave;
}

/** Asks a model how likely given texts are. */
export interface Score extends Keyed {
  /** Tells the effect from others. */
  readonly do: "score";
  /** Name of a model of the plan. */
  readonly model: string;
  /** What comes before. */
  readonly prompt: readonly Part[];
  /** The texts asked about. */
  readonly texts: readonly Part[];
}

/** Asks a model for embeddings. */
export interface Embed extends Keyed {
  /** Tells the effect from others. */
  readonly do: "embed";
  /** Name of a model of the plan. */
  readonly model: string;
  /** The texts asked about. */
  readonly texts: readonly Part[];
}

/** Puts a given text into a document. */
export interface WeaveText extends Keyed {
  /** Tells the effect from others. */
  readonly do: "weave";
  /** Where the text takes its place. */
  readonly weave: Weave;
  /** The text itself. */
  readonly text: string;
}

/** Runs a function of a user's script in its sandbox. */
export interface Script extends Keyed {
  /** Tells the effect from others. */
  readonly do: "script";
  /** Name of a script of the plan. */
  readonly script: string;
  /** What it is given, and what its outcome is remembered by. */
  readonly input: Json;
  /** The shape the result must have. */
  readonly returns: Json;
}

/** Runs a program: argv, never a shell string. */
export interface Command extends Keyed {
  /** Tells the effect from others. */
  readonly do: "command";
  /** Program and arguments. */
  readonly argv: readonly string[];
  /** What it reads on standard input. */
  readonly stdin?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  /** A folder of its own to run in, removed afterwards; absent: it runs in the folder of the spec. */
  readonly scratch?: Scratch;
}

/** A folder that lasts as long as a command. */
export interface Scratch {
  /** Files with these texts, by their paths in it. */
  readonly write: { readonly [path: string]: string };
  /** Files and folders that are copied into it, by their paths from the folder of the spec. */
  readonly copy: readonly string[];
  /** The path in it of a file whose text is given back. */
  readonly read?: string;
}

/** Calls a tool. */
export interface ToolCall extends Keyed {
  /** Tells the effect from others. */
  readonly do: "tool";
  /** Name of the tool. */
  readonly tool: string;
  /** What it is given, and what its outcome is remembered by. */
  readonly input: Json;
}

/** Asks a person; waits durably until answered or due. */
export interface Ask extends Keyed {
  /** Tells the effect from others. */
  readonly do: "ask";
  /** What people are asked. */
  readonly question: string;
  /** What may be answered; absent: any JSON value. */
  readonly choices?: readonly string[];
  /** Milliseconds until `otherwise` is taken as the answer. */
  readonly timeout?: number;
  /** The answer when nobody answers in time. */
  readonly otherwise?: Json;
}

/** Waits for a time, or for a signal sent to the run, whichever comes first. */
export interface Wait extends Keyed {
  /** Tells the effect from others. */
  readonly do: "wait";
  /** Milliseconds. */
  readonly duration?: number;
  /** Name of the signal that ends the wait early. */
  readonly signal?: string;
}

/** Comes when the part of the program that it is about has worked for so long: see {@link within}. */
export interface Worked extends Keyed {
  /** Tells the effect from others. */
  readonly do: "worked";
  /** Milliseconds of working time. */
  readonly duration: number;
}

/** Runs another plan under this run's budget. */
export interface RunChild extends Keyed {
  /** Tells the effect from others. */
  readonly do: "run";
  /** Name of an import of the plan, or of a program the library user registered. */
  readonly plan: string;
  /** Inputs of the child. */
  readonly inputs: JsonObject;
  /** A budget of its own, inside the parent's. */
  readonly budget?: Limits;
}

/** Writes notes on nodes: grades, choices. */
export interface Annotate extends Keyed {
  /** Tells the effect from others. */
  readonly do: "annotate";
  /** What is written. */
  readonly notes: readonly Note[];
}

/** One note on one node. */
export interface Note {
  /** Name of the document. */
  readonly document: string;
  /** Id of the node. */
  readonly node: string;
  /** What it is: `grade`, `choice`, or a kind's own word. */
  readonly kind: string;
  /** What the note says. */
  readonly value: Json;
}

/** Asks what has been spent and what is left, so that expressions may use it. */
export interface LookAtBudget extends Keyed {
  /** Tells the effect from others. */
  readonly do: "budget";
}

/** Asks how often the run was opened again because of this step: what failed for good may be tried once more then. */
export interface LookAtReopenings extends Keyed {
  /** Tells the effect from others. */
  readonly do: "reopenings";
}

/** Writes into the journal what people are to see of a run. */
export interface Tell extends Keyed {
  /** Tells the effect from others. */
  readonly do: "tell";
  /** What is told: see {@link ToldRound} and {@link ToldProcess}. */
  readonly value: Json;
}

/** A library user's own function; the function itself travels beside the data. */
export interface Call extends Keyed {
  /** Tells the effect from others. */
  readonly do: "call";
  /** What it is given, and what its outcome is remembered by. */
  readonly input: Json;
  /** The most it may cost; present on one that books what it spends. */
  readonly reserve?: Booking;
}

/** Everything the engine performs and journals. */
export type Effect =
  | Generate
  | Score
  | Embed
  | WeaveText
  | Script
  | Command
  | ToolCall
  | Ask
  | Wait
  | Worked
  | RunChild
  | Annotate
  | LookAtBudget
  | LookAtReopenings
  | Tell
  | Call;

/** Limits of a budget; absent: no limit in that dimension. */
export interface Limits {
  /** Nano-dollars. */
  readonly usd?: number;
  /** Prompt and generated tokens together. */
  readonly tokens?: number;
  /** Model calls, failed ones included. */
  readonly calls?: number;
  /** Commits of the run: rounds of a loop. */
  readonly iterations?: number;
  /** Milliseconds of working time, waits excluded. */
  readonly wall?: number;
  /** Milliseconds since 1970 after which nothing may run. */
  readonly deadline?: number;
}

/** A dimension of {@link Limits}. */
export type Dimension = keyof Limits;
