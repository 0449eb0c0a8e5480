import type { JsonObject } from "../base/json.ts";
import { COUNTERS } from "./counters.ts";
import type { Counter } from "./counters.ts";
import type { Message, Model, Prompt, ToolOffer } from "./model.ts";

/** All that a request sends and a host counts as prompt. */
export interface Sent {
  /** What the model is shown. */
  readonly prompt: Prompt;
  /** Tools that it may ask for. */
  readonly tools?: readonly ToolOffer[];
  /** JSON Schema of the answer. */
  readonly schema?: JsonObject;
}

/** Who counts. */
export type Counting = Pick<Model, "count" | "facts">;

/**
 * Tokens that a host adds of its own, at most. OpenAI marks a message with 3 and the beginning of an answer with 3, Llama 3
 * a message with 5. Templates of open models put up to 80 before a conversation: a date, a name, how hard to think.
 * Anthropic explains tools to its models in up to 800, and a schema takes the same way. GPT-4o mini counts an image as
 * 48,169, far more than any other.
 */
const ADDED: { readonly [to in "message" | "conversation" | "tools" | "tool" | "schema" | "image"]: number } = {
  message: 8,
  conversation: 128,
  tools: 1_024,
  tool: 64,
  schema: 1_024,
  image: 50_000,
};

const OWN = { ...ADDED, conversation: ADDED.message, tools: ADDED.message, schema: ADDED.message };

/** Tokens of everything sent: with what the form of a conversation takes, never fewer than are billed. */
export function countPrompt({ prompt, tools = [], schema }: Sent, { count, facts }: Counting): number {
  // A model that counts in its own way has no template that somebody else wrote.
  const isOwn = !COUNTERS.includes(facts.counter.replace(/\+.*/, "")), added = isOwn ? OWN : ADDED;
  const offered = tools.reduce((sum, tool) => sum + count(JSON.stringify(tool)) + ADDED.tool, 0);
  const aside = offered + (tools.length > 0 ? added.tools : 0) +
    (schema === undefined ? 0 : count(JSON.stringify(schema)) + added.schema);
  if (prompt.form === "text") return count(prompt.text) + aside;
  return prompt.messages.reduce((sum, message) => sum + countMessage(message, count), added.conversation) + aside;
}

function countMessage({ text, images = [], calls = [], answers }: Message, count: Counter): number {
  const asked = calls.reduce((sum, call) => sum + count(call.name) + count(call.arguments) + count(call.id), 0);
  return ADDED.message * (1 + calls.length) + count(text) + asked + count(answers ?? "") + ADDED.image * images.length;
}
