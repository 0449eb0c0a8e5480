import { Buffer } from "node:buffer";
import type { Prompt } from "./model.ts";

/** Tokens in a text. */
export type Counter = (text: string) => number;

/** Counters by the name that {@link ModelFacts.counter} gives; `ngram` is a model's own, made with the model. */
const COUNTERS: ReadonlyMap<string, Counter> = new Map([
  // No tokenizer in use makes more tokens than there are bytes; one more stands for a mark at the beginning.
  ["bytes", (text) => text === "" ? 0 : Buffer.byteLength(text) + 1],
]);

/** The counter of a name; undefined where it takes the model itself to count. */
export function counterNamed(name: string): Counter | undefined {
  return COUNTERS.get(name);
}

/** Tokens that roles and marks around one message take, at most. */
const MESSAGE_OVERHEAD = 8;

/** Tokens of a prompt: with those that a conversation's form takes, never fewer than are billed. */
export function countPrompt(prompt: Prompt, count: Counter): number {
  if (prompt.form === "text") return count(prompt.text);
  return prompt.messages.reduce((sum, { text }) => sum + count(text) + MESSAGE_OVERHEAD, MESSAGE_OVERHEAD);
}
