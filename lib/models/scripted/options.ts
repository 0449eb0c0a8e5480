import type { Json } from "../../base/json.ts";
import type { Finish, ModelFailure, Usage } from "../model.ts";
import { amount, type Check, fields, flag, listOf, number, oneOf, orNull, orText, text, whole } from "../options.ts";

/** What a scripted model answers once. Every field may be left out. */
export interface Reply {
  /** The answer. Default: empty. */
  readonly text?: string;
  /** The answer as JSON, any value, in place of `text`. */
  readonly json?: Json;
  /** The answer as it arrives, in place of `text`. Default: a piece at a time. */
  readonly chunks?: readonly string[];
  /** Tools that it asks for, beside or in place of an answer. */
  readonly calls?: readonly ReplyCall[];
  /** Told as the model's reasoning before the answer. */
  readonly reasoning?: string;
  /** Logarithm of the answer's probability, shared by its tokens alike. Default: -1 a token. */
  readonly logprob?: number;
  /** Milliseconds before anything happens. */
  readonly delay_ms?: number;
  /** Fails, before it answers or in place of answering. */
  readonly fail?: ReplyFailure;
  /** Tokens it says it used; null: it does not say. Default: as counted. */
  readonly usage?: Usage | null;
  /** Dollars it says it cost. */
  readonly cost?: number;
  /** Why it says it stopped. Default: the true reason. */
  readonly finish?: Finish;
  /** The model it says really answered. */
  readonly model?: string;
}

/** A tool that a scripted model asks for. */
export interface ReplyCall {
  /** The tool. */
  readonly name: string;
  /** What it is given: a text is told as it is, anything else as JSON. Default: no arguments. */
  readonly arguments?: Json;
  /** Tells it from others of its conversation. Default: made of its place and of what was said before. */
  readonly id?: string;
}

/** How a scripted model fails. */
export interface ReplyFailure {
  /** What kind of failure. */
  readonly failure: ModelFailure;
  /** Default: names the failure. */
  readonly message?: string;
  /** Milliseconds it asks to wait. */
  readonly retry_after?: number;
  /** HTTP status. */
  readonly status?: number;
  /** Tokens it says the failed call used. */
  readonly usage?: Usage;
  /** How often it fails before it answers, if there is an answer. Default: 1. */
  readonly times?: number;
  /** Chunks told before it fails. Default: 0. */
  readonly after?: number;
}

/** Replies to the prompts that fit. */
export interface Rule {
  /** Fits a prompt that contains it; with `*`, which stands for any text, a prompt that is it from end to end. */
  readonly match: string;
  readonly reply?: string | Reply;
  /** Several in turn, in place of `reply`. */
  readonly replies?: readonly (string | Reply)[];
}

/** The script of a scripted model. The first rule that fits answers; with none, `echo` or `replies` do. */
export interface Script {
  readonly replies?: readonly (string | Reply)[];
  /** What follows the last reply of a list: the first, or itself again. Default: `cycle`. */
  readonly then?: "cycle" | "repeat";
  readonly rules?: readonly Rule[];
  /** Answers with the prompt, or the last message. */
  readonly echo?: boolean;
  /**
   * What picks from a list of replies: `call`, the default, takes them in turn, so it matters what was asked before;
   * with `prompt`, the same prompt and seed get the same reply in every process.
   */
  readonly by?: "call" | "prompt";
}

const USAGE = fields({ input: amount, output: amount }, ["input", "output"]);

const FAILURE = fields({
  failure: oneOf("rate", "server", "network", "malformed", "auth", "money", "request", "model"),
  message: text,
  retry_after: amount,
  status: whole(100, 599),
  usage: USAGE,
  times: whole(1, Infinity),
  after: whole(0, Infinity),
}, ["failure"]);

const CALL = fields({ name: text, arguments: () => undefined, id: text }, ["name"]);

const REPLY = orText(fields({
  text,
  json: () => undefined,
  chunks: listOf(text),
  calls: listOf(CALL),
  reasoning: text,
  logprob: number,
  delay_ms: amount,
  fail: FAILURE,
  usage: orNull(USAGE),
  cost: amount,
  finish: oneOf("end", "stop", "length", "filter"),
  model: text,
}));

const RULE_FIELDS = fields({ match: text, reply: REPLY, replies: listOf(REPLY) }, ["match"]);

const RULE: Check = (value, path) => {
  const problem = RULE_FIELDS(value, path), rule = value as Partial<Rule>;
  if (problem || rule.reply !== undefined || rule.replies !== undefined) return problem;
  return { problem: `\`${path}\` answers nothing: give it \`reply\` or \`replies\`` };
};

/** The settings of `scripted/…` by name: those of a {@link Script}. */
export const SCRIPT_FIELDS: { readonly [name: string]: Check } = {
  replies: listOf(REPLY),
  then: oneOf("cycle", "repeat"),
  rules: listOf(RULE),
  echo: flag,
  by: oneOf("call", "prompt"),
};
