/** A model that writes every purchase to a file before it answers: the only witness that a SIGKILL cannot silence. */
import { abilities } from "../../../lib/models/families/family.ts";
import type { Model, ModelEvent } from "../../../lib/models/model.ts";

/** One line of the file. */
export interface Purchase {
  readonly idempotencyKey: string;
  readonly seed: number;
}

/** Costs a dollar a million tokens in and two out, answers with eight words that depend on the seed alone. */
export function meteredModel(log: string): Model {
  return {
    facts: {
      id: "test/metered",
      provider: "test",
      local: false,
      price: { input: 1e9, output: 2e9, source: "test" },
      counter: "words",
      supports: abilities(["complete", "chat", "instructs", "seed"]),
    },
    count: (text) => text.split(/\s+/).length,
    async *generate({ seed = 0, idempotencyKey = "", maxTokens, prompt }, signal): AsyncIterable<ModelEvent> {
      Deno.writeTextFileSync(log, `${JSON.stringify({ idempotencyKey, seed })}\n`, { append: true, create: true });
      await new Promise((resolve) => setTimeout(resolve, seed % 3));
      signal.throwIfAborted();
      const words = Array.from({ length: 8 }, (_, i) => ` w${(seed + i * 7919) % 1000}`);
      for (const word of words) yield { type: "text", text: word };
      const input = prompt.form === "text" ? prompt.text.split(/\s+/).length : 10;
      yield { type: "end", finish: "length", usage: { input, output: Math.min(8, maxTokens) } };
    },
  };
}

/** All purchases so far. */
export function purchasesIn(log: string): readonly Purchase[] {
  try {
    return Deno.readTextFileSync(log).trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
