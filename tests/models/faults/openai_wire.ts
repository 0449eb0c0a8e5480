import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { Answer, Asked, Wire } from "./wire.ts";

const isText = ({ path }: Asked) => path === "/v1/completions";

/** The protocol of OpenAI: texts, chats and embeddings. */
export const OPENAI_WIRE: Wire = {
  provider: "openai",
  base: "/v1",
  streamType: "text/event-stream; charset=utf-8",
  garbage: event('{"choices":[{"index":0,"del'),
  trouble: event(JSON.stringify({ error: { message: "too many at once", type: "server_error", code: null } })),
  read(path, body) {
    if (!["/v1/completions", "/v1/chat/completions", "/v1/embeddings"].includes(path)) return undefined;
    const most = body["max_completion_tokens"] ?? body["max_tokens"];
    return {
      model: String(body["model"]),
      prompt: promptOf(body),
      maxTokens: typeof most === "number" ? most : 16,
      stream: body["stream"] === true,
      body,
      path,
    };
  },
  frames(answer, asked) {
    const last = { ...choice(answer, { asked }), finish_reason: finishOf(answer, asked) };
    const usage = answer.usage ? [{ choices: [], usage: usageOf(answer.usage) }] : [];
    return [
      ...answer.pieces.map((piece) => ({ choices: [choice(answer, { asked, piece })] })),
      { choices: [last] },
      ...usage,
    ].map((chunk) => event(JSON.stringify({ id: "a1", model: answer.model, ...chunk }))).concat(event("[DONE]"));
  },
  whole(answer, asked) {
    const common = { id: "a1", model: answer.model, ...(answer.usage ? { usage: usageOf(answer.usage) } : {}) };
    const { path, body } = asked;
    if (path === "/v1/embeddings") {
      const data = [body["input"]].flat().map((text, index) => ({ index, embedding: [String(text).length, 1, -1] }));
      return { ...common, data };
    }
    const text = answer.pieces.join(""), finish_reason = finishOf(answer, asked);
    const said: JsonObject = isText(asked) ? { text } : { message: { role: "assistant", content: text } };
    return { ...common, choices: [{ index: 0, ...said, finish_reason }] };
  },
  complaint: (message, code) => ({ error: { message, type: code, param: null, code } }),
};

/** One event of a stream. */
export function event(data: string): string {
  return `data: ${data}\n\n`;
}

function promptOf(body: JsonObject): string {
  const { prompt, messages, input } = body;
  if (Array.isArray(messages)) return messages.map((message: JsonObject) => String(message["content"])).join("\n");
  return [prompt ?? input ?? ""].flat().join("\n");
}

function choice(
  { nullLogprobs }: Answer,
  { asked, piece = "" }: { readonly asked: Asked; readonly piece?: string },
): JsonObject {
  const logprobs = asked.body["logprobs"] ? { logprobs: logprobsOf(piece, { asked, nullLogprobs }) } : {};
  const said: JsonObject = isText(asked) ? { text: piece } : { delta: { content: piece } };
  return { index: 0, ...said, ...logprobs, finish_reason: null };
}

/** One token in e. */
function logprobsOf(
  token: string,
  { asked, nullLogprobs }: { readonly asked: Asked; readonly nullLogprobs: boolean },
): Json {
  if (token === "") return null;
  const logprob = nullLogprobs ? null : -1;
  return isText(asked)
    ? { tokens: [token], token_logprobs: [logprob], top_logprobs: nullLogprobs ? null : [{ [token]: -1 }] }
    : { content: [{ token, logprob, top_logprobs: nullLogprobs ? null : [{ token, logprob }] }] };
}

function finishOf({ pieces }: Answer, { maxTokens }: Asked): string {
  return pieces.length >= maxTokens ? "length" : "stop";
}

function usageOf({ input, output }: NonNullable<Answer["usage"]>): JsonObject {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}
