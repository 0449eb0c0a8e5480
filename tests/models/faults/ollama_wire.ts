import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { Answer, Asked, Wire } from "./wire.ts";

const isText = ({ path }: Asked) => path === "/api/generate";

/** The protocol of Ollama: raw texts, chats and embeddings. */
export const OLLAMA_WIRE: Wire = {
  provider: "ollama",
  base: "",
  streamType: "application/x-ndjson",
  garbage: '{"model":"gauge","respo\n',
  trouble: line({ error: "an error was encountered while running the model" }),
  read(path, body) {
    if (!["/api/generate", "/api/chat", "/api/embed"].includes(path)) return undefined;
    const options = (body["options"] ?? {}) as JsonObject, most = options["num_predict"];
    return {
      model: String(body["model"]),
      prompt: promptOf(body),
      maxTokens: typeof most === "number" ? most : 16,
      // Answers come in parts unless somebody says otherwise.
      stream: path !== "/api/embed" && body["stream"] !== false,
      body,
      path,
    };
  },
  frames(answer, asked) {
    const { model, pieces } = answer;
    const parts = pieces.map((piece) => ({
      model,
      ...said(asked, piece),
      ...logprobsOf(answer, asked, piece),
      done: false,
    }));
    return [...parts, { model, ...said(asked, ""), ...endOf(answer, asked) }].map(line);
  },
  whole(answer, asked) {
    const { model, pieces, usage } = answer, { path, body } = asked;
    if (path === "/api/embed") {
      const embeddings = [body["input"]].flat().map((text) => [String(text).length, 1, -1]);
      return { model, embeddings, ...(usage ? { prompt_eval_count: usage.input } : {}) };
    }
    return { model, ...said(asked, pieces.join("")), ...endOf(answer, asked) };
  },
  // Ollama has words alone; what stands before it in a network names its reasons.
  complaint: (words, code) => ({ error: words, ...(code === "error" ? {} : { code }) }),
};

/** One line of an answer. */
export function line(data: JsonObject): string {
  return `${JSON.stringify(data)}\n`;
}

function promptOf({ prompt, messages, input }: JsonObject): string {
  if (Array.isArray(messages)) return messages.map((message: JsonObject) => String(message["content"])).join("\n");
  return [prompt ?? input ?? ""].flat().join("\n");
}

function said(asked: Asked, text: string): JsonObject {
  return isText(asked) ? { response: text } : { message: { role: "assistant", content: text } };
}

/** One token in e. */
function logprobsOf({ nullLogprobs }: Answer, { body }: Asked, token: string): JsonObject {
  if (body["logprobs"] !== true) return {};
  const told: Json = nullLogprobs ? null : [{ token, logprob: -1, top_logprobs: [{ token, logprob: -1 }] }];
  return { logprobs: told };
}

function endOf({ pieces, usage }: Answer, { maxTokens }: Asked): JsonObject {
  return {
    done: true,
    done_reason: pieces.length >= maxTokens ? "length" : "stop",
    total_duration: 1,
    ...(usage ? { prompt_eval_count: usage.input, eval_count: usage.output } : {}),
  };
}
