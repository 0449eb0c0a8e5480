import type { JsonObject } from "../../base/json.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import type { Message, ModelRequest } from "../model.ts";
import { ModelError } from "../model.ts";
import { modelName } from "../remote/model_name.ts";
import { answerFormat } from "./answer_format.ts";
import { messagesOf, offersOf } from "./messages.ts";
import type { Host } from "./options.ts";
import { samplersOf } from "./samplers.ts";

/** What a request is made for. */
export interface Asked {
  /** What is known of the model. */
  readonly facts: ModelFacts;
  /** Who answers. */
  readonly host: Host;
}

/** A request as it goes over the wire, and what it means for reading the answer. */
export interface RequestBody {
  /** Path below the base address. */
  readonly path: "/completions" | "/chat/completions";
  /** The body. */
  readonly body: JsonObject;
  /** Stop texts that the host is not told of: generation goes on behind them. */
  readonly unsent: readonly string[];
  /** Field that a structured answer is wrapped in. */
  readonly wrapped?: string;
  /** Whether the answer goes on with a message that has begun. */
  readonly continues: boolean;
}

/** The most stop texts, of which its models that think take none, and the most alternatives to a token, that the official API takes. */
const STOPS = 4, TOP_CHAT = 20, TOP_TEXT = 5;

/** The request in the protocol of its host. */
export function requestBody(request: ModelRequest, asked: Asked): RequestBody {
  const { prompt } = request;
  return prompt.form === "text" ? textBody(request, prompt.text, asked) : chatBody(request, prompt.messages, asked);
}

function textBody(request: ModelRequest, prompt: string, asked: Asked): RequestBody {
  const { common, unsent } = commonOf(request, asked), { sampling, maxTokens } = request;
  const body = {
    ...common,
    prompt,
    max_tokens: maxTokens,
    ...textLogprobs(request, asked),
    ...samplersOf(sampling, asked),
  };
  return { path: "/completions", body, unsent, continues: true };
}

function chatBody(request: ModelRequest, messages: readonly Message[], asked: Asked): RequestBody {
  const { facts: { id, supports }, host } = asked, { common, unsent } = commonOf(request, asked);
  if (!supports.images && messages.some(({ images = [] }) => images.length > 0)) throw blind(id);
  const continues = supports.prefill && messages.at(-1)?.role === "assistant";
  const structured = request.schema && supports.structured ? answerFormat(request.schema, host) : undefined;
  const body = {
    ...common,
    messages: conversation(messages, { host, continues }),
    // Of the two names the official API has given up one, and the others do not know the other.
    [host === "openai" ? "max_completion_tokens" : "max_tokens"]: request.maxTokens,
    ...(continues && host === "vllm" ? { continue_final_message: true, add_generation_prompt: false } : {}),
    ...chatLogprobs(request, asked),
    ...(structured ? { response_format: structured.format } : {}),
    ...(request.tools?.length && supports.tools ? { tools: offersOf(request.tools) } : {}),
    ...samplersOf(request.sampling, asked),
  };
  const { wrapped } = structured ?? {};
  return { path: "/chat/completions", body, unsent, continues, ...(wrapped === undefined ? {} : { wrapped }) };
}

function commonOf(
  request: ModelRequest,
  { facts: { id, supports }, host }: Asked,
): { readonly common: JsonObject; readonly unsent: readonly string[] } {
  const stop = request.stop.filter((text) => text !== "");
  const sent = host !== "openai" ? stop : supports.reasoning ? [] : stop.slice(0, STOPS);
  const common = {
    model: modelName(id),
    stream: true,
    stream_options: { include_usage: true },
    ...(host === "openrouter" ? { usage: { include: true } } : {}),
    ...(sent.length === 0 ? {} : { stop: sent }),
    ...(supports.seed && request.seed !== undefined ? { seed: request.seed } : {}),
  };
  return { common, unsent: stop.slice(sent.length) };
}

function blind(id: string): ModelError {
  return new ModelError("model", `Cannot show images to \`${id}\`: it does not look at any; use a model that does`);
}

function conversation(
  messages: readonly Message[],
  { host, continues }: { readonly host: Host; readonly continues: boolean },
): readonly JsonObject[] {
  const written = messagesOf(messages), last = written.at(-1);
  return continues && host === "deepseek" && last ? [...written.slice(0, -1), { ...last, prefix: true }] : written;
}

/** Some hosts take none for "none at all": one alternative is always asked for. */
function textLogprobs({ logprobs }: ModelRequest, { facts, host }: Asked): JsonObject {
  if (logprobs === undefined || !facts.supports.logprobs) return {};
  return { logprobs: topOf(logprobs, host === "openai" ? TOP_TEXT : Infinity) };
}

function chatLogprobs({ logprobs }: ModelRequest, { facts, host }: Asked): JsonObject {
  if (logprobs === undefined || !facts.supports.logprobs) return {};
  return { logprobs: true, top_logprobs: topOf(logprobs, host === "openai" ? TOP_CHAT : Infinity) };
}

function topOf(asked: number, most: number): number {
  return Math.min(Math.max(1, asked), most);
}
