import type { TokenLogprob } from "../model.ts";
import type { CallPiece } from "../remote/call_assembly.ts";
import { readLogprobs } from "../remote/read_logprobs.ts";

/** What one chunk of an answer tells, or a whole answer from a host that does not stream. */
export interface Chunk {
  /** The next part of the answer. */
  readonly text: string;
  /** The next part of what the model thinks. */
  readonly reasoning: string;
  /** The next part of why it refuses. */
  readonly refusal: string;
  /** Tokens of `text` with their log-probabilities. */
  readonly logprobs: readonly TokenLogprob[];
  /** Parts of calls for tools. */
  readonly calls: readonly CallPiece[];
  /** Why it stopped, in the host's word. */
  readonly finish?: string;
  /** The stop text that was met, where the host tells. */
  readonly stoppedBy?: string;
  /** Tokens and money as told. */
  readonly usage?: unknown;
  /** The model that answers. */
  readonly model?: string;
  /** What is wrong, where the chunk is an error. */
  readonly error?: unknown;
}

type Fields = { readonly [key: string]: unknown };

/** Reads a chunk; undefined: it is none. `top` is how many alternatives to a token were asked for. */
export function readChunk(value: unknown, top: number): Chunk | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = value as Fields, choice = first(fields["choices"]), delta = deltaOf(choice);
  const content = partsOf(choice["text"] ?? delta["content"]), finish = text(choice["finish_reason"]);
  const stoppedBy = text(choice["stop_reason"]), model = text(fields["model"]);
  return {
    text: content.text,
    // A router tells the same reasoning under both names.
    reasoning: content.reasoning || text(delta["reasoning_content"]) || text(delta["reasoning"]) ||
      text(choice["reasoning"]),
    refusal: text(delta["refusal"]),
    logprobs: readLogprobs(choice["logprobs"], top),
    calls: Array.isArray(delta["tool_calls"]) ? delta["tool_calls"].map(callOf) : [],
    ...(finish === "" ? {} : { finish }),
    ...(stoppedBy === "" ? {} : { stoppedBy }),
    ...(fields["usage"] ? { usage: fields["usage"] } : {}),
    ...(model === "" ? {} : { model }),
    ...(fields["object"] === "error" || finish === "error" ? { error: choice["error"] ?? fields } : {}),
  };
}

function first(choices: unknown): Fields {
  return Array.isArray(choices) ? fieldsOf(choices[0]) : {};
}

function deltaOf(choice: Fields): Fields {
  return fieldsOf(choice["delta"] ?? choice["message"]);
}

/** Content as text, or in parts of which some are thoughts. */
function partsOf(content: unknown): { readonly text: string; readonly reasoning: string } {
  if (!Array.isArray(content)) return { text: text(content), reasoning: "" };
  const parts = content.map(fieldsOf);
  return {
    text: parts.map((part) => text(part["text"])).join(""),
    reasoning: parts.map((part) => partsOf(part["thinking"]).text).join(""),
  };
}

function callOf(value: unknown): CallPiece {
  const { index, id, function: named } = fieldsOf(value), asked = fieldsOf(named);
  return {
    index: typeof index === "number" ? index : undefined,
    id: text(id),
    name: text(asked["name"]),
    arguments: argumentsOf(asked["arguments"]),
  };
}

/** Some hosts tell arguments as a value and not as its text. */
function argumentsOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : text(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : {};
}
