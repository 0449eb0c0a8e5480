import type { Json, JsonObject } from "../../base/json.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import type { ModelOptions, ModelRequest } from "../model.ts";
import { ModelError } from "../model.ts";
import { messagesOf, offersOf } from "./messages.ts";
import { extraOf, runOptions } from "./run_options.ts";

/** What a request is made for. */
export interface Asked {
  /** What is known of the model. */
  readonly facts: ModelFacts;
  /** The settings of the model: `think` and `keep_alive` count here. */
  readonly options: ModelOptions;
}

/** A request as it goes over the wire. */
export interface RequestBody {
  /** Raw text is continued, or a conversation is answered. */
  readonly path: "generate" | "chat";
  /** The body. */
  readonly body: JsonObject;
}

/** The most alternatives to a token that Ollama tells. */
const MOST_TOP = 20;

/** The request in Ollama's protocol. Throws a {@link ModelError} for what the protocol has no means for. */
export function requestBody(request: ModelRequest, asked: Asked): RequestBody {
  const { facts, options } = asked, { prompt } = request, extra = extraOf(request.sampling.extra);
  const common: JsonObject = {
    model: nameOf(facts),
    // What does not fit is an error, and not left out in silence.
    truncate: false,
    shift: false,
    options: { ...runOptions(request, facts.context), ...extra.options },
    ...(request.schema && facts.supports.structured ? { format: request.schema } : {}),
    ...logprobsOf(request, facts),
    ...(options["keep_alive"] === undefined ? {} : { keep_alive: options["keep_alive"] }),
  };
  if (prompt.form === "text") {
    if (prompt.text === "") throw nothingToContinue(facts.id);
    // A model that thinks is not to be looked for thoughts in the middle of a text.
    const body = { ...common, prompt: prompt.text, raw: true, think: thinkOf(options) ?? false };
    return { path: "generate", body: { ...body, ...extra.request, stream: true } };
  }
  if (prompt.messages.length === 0) {
    throw new ModelError("request", `Cannot ask \`${facts.id}\`: the conversation is empty`);
  }
  const think = thinkOf(options), { tools = [] } = request;
  const body = {
    ...common,
    messages: [...messagesOf(prompt.messages)],
    ...(tools.length > 0 && facts.supports.tools ? { tools: [...offersOf(tools)] } : {}),
    ...(think === undefined ? {} : { think }),
  };
  return { path: "chat", body: { ...body, ...extra.request, stream: true } };
}

/** The name of a model for Ollama, its tag included. */
export function nameOf({ id }: ModelFacts): string {
  return id.slice(id.indexOf("/") + 1);
}

function logprobsOf({ logprobs }: ModelRequest, { supports }: ModelFacts): JsonObject {
  if (logprobs === undefined || !supports.logprobs) return {};
  return { logprobs: true, top_logprobs: Math.min(logprobs, MOST_TOP) };
}

function thinkOf({ think }: ModelOptions): Json | undefined {
  return think;
}

/** Ollama takes it for the wish to load the model. */
function nothingToContinue(id: string): ModelError {
  return new ModelError("request", `Cannot continue an empty text with \`${id}\`: give it something to begin with`);
}
