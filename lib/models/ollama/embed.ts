import type { JsonObject } from "../../base/json.ts";
import type { EmbedResult } from "../model.ts";
import { ModelError } from "../model.ts";
import { amount } from "./read_usage.ts";

/** What embedding takes. */
export interface Embedding {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** Asks the host. */
  readonly ask: (body: JsonObject) => Promise<unknown>;
  /** The rest of the request. */
  readonly body: JsonObject;
  /** Counts tokens, where the host does not tell. */
  readonly count: (text: string) => number;
}

/** One vector for each text, all of one length. A text that is too long for the model is an error, and not cut. */
export async function embed(texts: readonly string[], { id, ask, body, count }: Embedding): Promise<EmbedResult> {
  if (texts.length === 0) return { vectors: [], usage: { input: 0, output: 0 } };
  const answer = await ask({ ...body, input: [...texts], truncate: false });
  const fields = (typeof answer === "object" && answer !== null ? answer : {}) as { readonly [key: string]: unknown };
  const vectors = vectorsOf(fields["embeddings"], texts.length);
  if (!vectors) {
    throw new ModelError(
      "malformed",
      `Cannot read the embeddings of \`${id}\`: expected ${texts.length} vectors of one length; they are asked for again`,
      { status: 200 },
    );
  }
  const input = amount(fields["prompt_eval_count"]) ?? texts.reduce((sum, text) => sum + count(text), 0);
  return { vectors, usage: { input, output: 0 } };
}

function vectorsOf(told: unknown, count: number): readonly (readonly number[])[] | undefined {
  if (!Array.isArray(told) || told.length !== count) return undefined;
  const length = Array.isArray(told[0]) ? told[0].length : 0;
  return length > 0 && told.every((vector) => isVector(vector, length)) ? told as number[][] : undefined;
}

function isVector(vector: unknown, length: number): boolean {
  return Array.isArray(vector) && vector.length === length && vector.every((x) => typeof x === "number");
}
