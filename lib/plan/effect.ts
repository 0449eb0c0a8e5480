/**
 * What a program may ask for, as plain data. The engine performs effects and journals what came of them; a kind
 * only yields them and reads the outcomes.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { Sampling } from "./sampling.ts";

/** A whole text, named by where it ends: the path from the document's root down to this node. */
export interface TextRef {
  readonly document: string;
  readonly node: string;
}

/** How much of a long text a model is shown, in its own tokens. What lies between is left out. */
export interface Fit {
  /** Tokens kept from the beginning. Default 0. */
  readonly head?: number;
  /** Tokens kept from the end. */
  readonly tail: number;
}

/** A piece of a prompt. References keep the journal small: a text is stored once, in its document. */
export type Part =
  | { readonly text: string }
  | { readonly path: TextRef; readonly fit?: Fit }
  | { readonly node: TextRef; readonly fit?: Fit };

/** What a model is shown, by reference. */
export type PromptParts =
  | { readonly form: "text"; readonly parts: readonly Part[] }
  | {
    readonly form: "chat";
    readonly messages: readonly { readonly role: "system" | "user" | "assistant"; readonly parts: readonly Part[] }[];
  };

/** Where a text takes its place in a document. */
export interface Weave {
  readonly document: string;
  /** The node it continues; null makes a root. */
  readonly parent: string | null;
  /** What it is there: `seed`, `candidate`, or a kind's own word. */
  readonly role: string;
}

interface Keyed {
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
  readonly do: "generate";
  /** Name of a model of the plan. */
  readonly model: string;
  readonly prompt: PromptParts;
  readonly maxTokens: number;
  readonly sampling: Sampling;
  readonly stop?: readonly string[];
  readonly seed: number;
  /** Alternatives to tell for every token; absent: none are asked for. */
  readonly logprobs?: number;
  /** How the answer is read; one that cannot be read so is `unparsed`. */
  readonly returns?: Returns;
  readonly weave?: Weave;
}

/** Asks a model how likely given texts are. */
export interface Score extends Keyed {
  readonly do: "score";
  readonly model: string;
  /** What comes before. */
  readonly prompt: readonly Part[];
  readonly texts: readonly Part[];
}

/** Asks a model for embeddings. */
export interface Embed extends Keyed {
  readonly do: "embed";
  readonly model: string;
  readonly texts: readonly Part[];
}

/** Puts a given text into a document. */
export interface WeaveText extends Keyed {
  readonly do: "weave";
  readonly weave: Weave;
  readonly text: string;
}

/** Runs a function of a user's script in its sandbox. */
export interface Script extends Keyed {
  readonly do: "script";
  /** Name of a script of the plan. */
  readonly script: string;
  readonly input: Json;
  /** The shape the result must have. */
  readonly returns: Json;
}

/** Runs a program: argv, never a shell string. */
export interface Command extends Keyed {
  readonly do: "command";
  readonly argv: readonly string[];
  readonly stdin?: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Calls a tool. */
export interface ToolCall extends Keyed {
  readonly do: "tool";
  readonly tool: string;
  readonly input: Json;
}

/** Asks a person; waits durably until answered or due. */
export interface Ask extends Keyed {
  readonly do: "ask";
  readonly question: string;
  /** What may be answered; absent: any JSON value. */
  readonly choices?: readonly string[];
  /** Milliseconds until `otherwise` is taken as the answer. */
  readonly timeout?: number;
  readonly otherwise?: Json;
}

/** Waits for a time, or for a signal sent to the run, whichever comes first. */
export interface Wait extends Keyed {
  readonly do: "wait";
  /** Milliseconds. */
  readonly duration?: number;
  readonly signal?: string;
}

/** Runs another plan under this run's budget. */
export interface RunChild extends Keyed {
  readonly do: "run";
  /** Name of an import of the plan, or of a program the library user registered. */
  readonly plan: string;
  readonly inputs: JsonObject;
  /** A budget of its own, inside the parent's. */
  readonly budget?: Limits;
}

/** Writes notes on nodes: grades, choices. */
export interface Annotate extends Keyed {
  readonly do: "annotate";
  readonly notes: readonly Note[];
}

/** One note on one node. */
export interface Note {
  readonly document: string;
  readonly node: string;
  /** What it is: `grade`, `choice`, or a kind's own word. */
  readonly kind: string;
  readonly value: Json;
}

/** Asks what has been spent and what is left, so that expressions may use it. */
export interface LookAtBudget extends Keyed {
  readonly do: "budget";
}

/** A library user's own function; the function itself travels beside the data. */
export interface Call extends Keyed {
  readonly do: "call";
  readonly input: Json;
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
  | RunChild
  | Annotate
  | LookAtBudget
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
