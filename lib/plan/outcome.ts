import type { Json } from "../base/json.ts";
import type { Effect, Limits } from "./effect.ts";
import type { ToolUse } from "./prompt.ts";

/** Why something failed, as stored and shown; never holds a secret. */
export interface Failure {
  /** A stable word: `network`, `auth`, `script`, `timeout`, `shape` … */
  readonly code: string;
  /** What failed, where, and what to do. */
  readonly message: string;
}

/** What came of a `generate`. */
export interface Generated {
  /** The generated text. */
  readonly text: string;
  /** The node that holds the text, when it was woven. */
  readonly node?: string;
  /** Why generation stopped. */
  readonly finish: "end" | "stop" | "length" | "filter" | "tools";
  /** Tokens used. */
  readonly tokens: {
    readonly input: number;
    readonly output: number;
    /** Those of the output that were thought and not said, where the model tells. */
    readonly reasoning?: number;
  };
  /** What the model thought before it answered, where it tells; long thoughts are cut. */
  readonly reasoning?: string;
  /** Sum of the log-probabilities of the generated tokens, where the model tells. */
  readonly logprob?: number;
  /** The answer parsed in the shape asked for. */
  readonly value?: Json;
  /** Tools that it asks for, in their order; absent: none. */
  readonly calls?: readonly ToolUse[];
  /** `max_tokens` as sent, when the budget allowed less than was asked for. */
  readonly clamped?: number;
}

/** What came of a `command`. */
export interface CommandResult {
  /** Exit code. */
  readonly code: number;
  /** What it printed. */
  readonly stdout: string;
  /** What it printed as errors. */
  readonly stderr: string;
  /** What the file held that was asked for; absent: there was none. */
  readonly file?: string;
}

/** What came of a child run. */
export interface ChildEnd {
  /** Name of the child run. */
  readonly run: string;
  /** How it ended. */
  readonly kind: EndKind;
  /** What it is worth. */
  readonly outputs: Json;
  /** Why it ended, in a sentence. */
  readonly reason: string;
}

/** How far a budget is used. */
export interface BudgetView {
  /** Dollars, tokens and calls spent by the run and its children. */
  readonly spent: { readonly usd: number; readonly tokens: number; readonly calls: number };
  /** Null: no limit. Dollars, tokens, calls; the tightest of the run and its ancestors. */
  readonly left: { readonly usd: number | null; readonly tokens: number | null; readonly calls: number | null };
}

/** The value of each effect when it succeeds. */
export interface Values {
  /** Of a `generate`. */
  readonly generate: Generated;
  /** Of a `score`: one for each text. */
  readonly score: { readonly scores: readonly { readonly logprob: number; readonly tokens: number }[] };
  /** Of an `embed`: one vector a text. */
  readonly embed: { readonly vectors: readonly (readonly number[])[] };
  /** Of a `weave`: the new node. */
  readonly weave: { readonly node: string };
  /** Of a `script`: what it returned. */
  readonly script: Json;
  /** Of a `command`. */
  readonly command: CommandResult;
  /** Of a `tool`: what it returned. */
  readonly tool: Json;
  /** Of an `ask`: the answer. */
  readonly ask: Json;
  /** Of a `wait`: whether a signal ended it, and what that brought. */
  readonly wait: { readonly signal: boolean; readonly value: Json };
  /** Of a `worked`. */
  readonly worked: null;
  /** Of a `run`. */
  readonly run: ChildEnd;
  /** Of an `annotate`. */
  readonly annotate: null;
  /** Of a `budget`. */
  readonly budget: BudgetView;
  /** Of a `reopenings`: how many. */
  readonly reopenings: number;
  /** Of a `tell`: what was told. */
  readonly tell: Json;
  /** Of a `call`: what the function returned. */
  readonly call: Json;
}

/** What came of an effect: a value, text that is not what was asked for, or a failure after all retries. */
export type Outcome<T> =
  | { readonly type: "value"; readonly value: T }
  | { readonly type: "unparsed"; readonly text: string; readonly problem: string; readonly node?: string }
  | { readonly type: "failed"; readonly failure: Failure };

/** What came of an effect of this sort. */
export type OutcomeOf<E extends Effect> = Outcome<Values[E["do"]]>;

/** How a run ended; each has its own exit code. */
export type EndKind = "done" | "converged" | "stalled" | "exhausted" | "failed" | "cancelled";

/** Where a run stands. */
export type RunStatus = "queued" | "running" | "waiting" | "paused" | "interrupted" | EndKind;

/** The end of a run, with the numbers that explain it. */
export interface End {
  /** How it ended. */
  readonly kind: EndKind;
  /** One sentence for people: which stop, which step, which limit. */
  readonly reason: string;
  /** The stop, the dimension of the budget, or the step that caused it. */
  readonly cause: string;
  /** What failed, when something did. */
  readonly failure?: Failure;
  /** Steps that are asked anew beside the cause when the run is opened again. */
  readonly again?: readonly string[];
  /** The dimension and limit that were reached, when exhausted. */
  readonly limit?: { readonly dimension: keyof Limits; readonly limit: number; readonly used: number };
}
