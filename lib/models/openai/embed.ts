import type { ModelFacts } from "../../plan/mod.ts";
import type { EmbedResult } from "../model.ts";
import { ModelError } from "../model.ts";
import { modelName } from "../remote/model_name.ts";
import type { Client } from "./client.ts";
import { ask } from "./ask.ts";
import { readUsage } from "./read_usage.ts";

/** What embedding takes. */
export interface Embedding {
  /** The host. */
  readonly client: Client;
  /** What is known of the model. */
  readonly facts: ModelFacts;
  /** Counts tokens, where the host does not tell. */
  readonly count: (text: string) => number;
  /** Aborts it. */
  readonly signal: AbortSignal;
}

/** One vector for each text, all of one length, from `/embeddings`. */
export async function embed(
  texts: readonly string[],
  { client, facts, count, signal }: Embedding,
): Promise<EmbedResult> {
  if (texts.length === 0) return { vectors: [], usage: { input: 0, output: 0 } };
  const body = { model: modelName(facts.id), input: [...texts], encoding_format: "float" };
  const answer = await ask(() => client.ask("/embeddings", body, { signal }), { id: facts.id, signal });
  const vectors = vectorsOf(answer["data"], texts.length);
  if (!vectors) {
    throw new ModelError(
      "malformed",
      `Cannot read the embeddings of \`${facts.id}\`: expected ${texts.length} vectors of one length; they are asked for again`,
      { status: 200 },
    );
  }
  const { usage = { input: texts.reduce((sum, text) => sum + count(text), 0), output: 0 }, cost } = readUsage(
    answer["usage"],
  );
  return { vectors, usage: { ...usage, output: 0 }, ...(cost === undefined ? {} : { cost }) };
}

/** Vectors in the order of their texts. */
function vectorsOf(data: unknown, count: number): readonly (readonly number[])[] | undefined {
  if (!Array.isArray(data) || data.length !== count) return undefined;
  const items = data as readonly { readonly index?: unknown; readonly embedding?: unknown }[];
  const places = items.map((item, i) => typeof item?.index === "number" ? item.index : i);
  const vectors = items.map((_, i) => items[places.indexOf(i)]?.embedding);
  const length = Array.isArray(vectors[0]) ? vectors[0].length : 0;
  return length > 0 && vectors.every((vector) => isVector(vector, length)) ? vectors as number[][] : undefined;
}

function isVector(vector: unknown, length: number): boolean {
  return Array.isArray(vector) && vector.length === length && vector.every((x) => typeof x === "number");
}
