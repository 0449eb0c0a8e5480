import type { JsonObject } from "../../base/json.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import type { Message, ModelRequest } from "../model.ts";
import { ModelError } from "../model.ts";
import { answerFormat } from "./answer_format.ts";
import type { Conversation } from "./messages.ts";
import { conversationOf, offersOf } from "./messages.ts";
import type { Thinking } from "./options.ts";
import { hasSamplers, samplersOf } from "./samplers.ts";

/** What a request is made for. */
export interface Asked {
  /** What is known of the model. */
  readonly facts: ModelFacts;
  /** How it is told to think. */
  readonly thinking: Thinking;
}

/** A request as it goes over the wire, and what it means for reading the answer. */
export interface RequestBody {
  /** The body. */
  readonly body: JsonObject;
  /** The version of the protocol, where another than the SDK's own is needed. */
  readonly version?: string;
  /** Stop texts that the host is not told of. */
  readonly unsent: readonly string[];
  /** Blank space at the end of the beginning of the answer, which is not sent. */
  readonly blank: string;
  /** Field that a structured answer is wrapped in. */
  readonly wrapped?: string;
}

/** The last version of the protocol with samplers; models that draw as they please refuse them in this one too. */
const WITH_SAMPLERS = "2023-06-01";

/** The request in Anthropic's protocol. Throws a {@link ModelError} for what the protocol has no means for. */
export function requestBody(request: ModelRequest, asked: Asked): RequestBody {
  const { facts, thinking: { effort } } = asked, { tools = [], sampling } = request;
  const talk = conversationOf(messagesOf(request, facts)), thinking = thinkingIn(talk, asked.thinking);
  const thinks = isThinking({ ...thinking, ...sampling.extra });
  requireAbility(talk, { facts, thinks });
  const structured = request.schema && facts.supports.structured ? answerFormat(request.schema) : undefined;
  // A stop text of nothing but blank space is refused.
  const stop = request.stop.filter((text) => text.trim() !== "");
  const body: JsonObject = {
    model: facts.id.slice(facts.id.indexOf("/") + 1),
    max_tokens: request.maxTokens,
    messages: [...talk.messages],
    ...(talk.system === "" ? {} : { system: talk.system }),
    ...(stop.length === 0 ? {} : { stop_sequences: stop }),
    ...(tools.length > 0 && facts.supports.tools ? { tools: [...offersOf(tools)] } : {}),
    ...thinking,
    ...outputOf(effort, structured?.format),
    ...samplersOf(sampling, { id: facts.id, thinks: thinks || facts.supports.reasoning, ignores: facts.ignores ?? [] }),
    ...sampling.extra,
    stream: true,
  };
  requireRoom(body, facts.id);
  return {
    body,
    ...(hasSamplers(body) ? { version: WITH_SAMPLERS } : {}),
    unsent: request.stop.filter((text) => text.trim() === "" && text !== ""),
    blank: talk.blank,
    ...(structured?.wrapped === undefined ? {} : { wrapped: structured.wrapped }),
  };
}

function messagesOf({ prompt }: ModelRequest, { id }: ModelFacts): readonly Message[] {
  if (prompt.form === "chat") return prompt.messages;
  throw new ModelError(
    "model",
    `Cannot continue a text with \`${id}\`: Anthropic has no base models; use emulation, or a model that continues text`,
  );
}

/** In the middle of work with tools the API wants to see the thoughts that led there, and those are not kept. */
function thinkingIn({ answersTools }: Conversation, { thinking }: Thinking): JsonObject {
  return thinking === undefined || (answersTools && thinking["type"] === "enabled") ? {} : { thinking };
}

function isThinking({ thinking }: JsonObject): boolean {
  const type = (thinking as { readonly type?: unknown } | null | undefined)?.type;
  return type !== undefined && type !== "disabled";
}

function requireAbility(
  { messages, continues }: Conversation,
  { facts: { id, supports }, thinks }: { readonly facts: ModelFacts; readonly thinks: boolean },
): void {
  if (messages.length === 0) throw new ModelError("request", `Cannot ask \`${id}\`: the conversation is empty`);
  if (!continues) return;
  if (!supports.prefill) {
    throw new ModelError(
      "model",
      `Cannot let \`${id}\` go on with an answer that has begun: this model takes no prefill; end with what a user says, ` +
        "or give the model `abilities: {prefill: true}` if it does",
    );
  }
  if (thinks) {
    throw new ModelError(
      "request",
      `Cannot let \`${id}\` go on with an answer that has begun while it thinks; leave \`thinking\` out`,
    );
  }
}

function outputOf(effort: string | undefined, format: JsonObject | undefined): JsonObject {
  if (effort === undefined && format === undefined) return {};
  return { output_config: { ...(effort === undefined ? {} : { effort }), ...(format ? { format } : {}) } };
}

/** Thoughts count towards the most tokens of an answer, and the API refuses to think without room for one. */
function requireRoom({ thinking, max_tokens: most }: JsonObject, id: string): void {
  const budget = (thinking as { readonly budget_tokens?: unknown } | null | undefined)?.budget_tokens;
  if (typeof budget !== "number" || typeof most !== "number" || budget < most) return;
  throw new ModelError(
    "request",
    `Cannot let \`${id}\` think for ${budget} tokens within \`max_tokens: ${most}\`, which its answer shares; ` +
      "raise `max_tokens`, or lower `thinking.budget` or leave it out",
  );
}
