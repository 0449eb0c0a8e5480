import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { LoomOptions } from "../../lib/app/loom_options.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import type { Generate } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";

/** A program whose types do not matter. */
export const own = (one: unknown): OwnProgram<never, never, unknown> => one as OwnProgram<never, never, unknown>;

/** A call of the model `m`. */
export function ask(key: string, maxTokens = 50): Generate {
  return {
    do: "generate",
    key,
    model: "m",
    prompt: { form: "text", parts: [{ text: "a b" }] },
    maxTokens,
    sampling: {},
    seed: 1,
  };
}

/** A loom in memory that pauses for no longer than milliseconds, and its store. */
export async function loomWith(options: LoomOptions = {}): Promise<{ readonly store: Store; readonly loom: Loom }> {
  const store = options.store ?? memoryStore();
  return { store, loom: await openLoom({ retry: { base: 1, cap: 2, attempts: 2 }, ...options, store }) };
}
