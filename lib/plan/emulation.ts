import type { Abilities, ModelFacts } from "./model_facts.ts";

/**
 * How a model that answers messages is made to continue a text: `prefill` begins the answer with the end of the text,
 * `cli` begins it with the whole text, as what a command prints, `system` asks for it in words.
 */
export const EMULATIONS = ["prefill", "system", "cli"] as const;

/** One of {@link EMULATIONS}. */
export type Emulation = typeof EMULATIONS[number];

/** What keeps a model from continuing texts: an ability it lacks, or that emulation is switched off for it. */
export type Lack = "chat" | "instructs" | "prefill" | "off";

/** How a model continues texts, or why it does not. */
export type Continuation =
  | { readonly ok: true; readonly by: "itself" | Emulation }
  | { readonly ok: false; readonly lacks: Lack };

/** How a model of these abilities continues texts. `wanted` is what its entry says; it never adds an ability. */
export function continuationOf(supports: Abilities, wanted?: Emulation | "off"): Continuation {
  const { complete, chat, prefill, instructs } = supports;
  if (complete && (wanted === undefined || wanted === "off")) return { ok: true, by: "itself" };
  if (!chat) return { ok: false, lacks: "chat" };
  switch (wanted) {
    case "off":
      return { ok: false, lacks: "off" };
    case "prefill":
    case "cli":
      return prefill ? { ok: true, by: wanted } : { ok: false, lacks: "prefill" };
    case "system":
      return instructs ? { ok: true, by: wanted } : { ok: false, lacks: "instructs" };
    case undefined:
      if (prefill) return { ok: true, by: "prefill" };
      return instructs ? { ok: true, by: "system" } : { ok: false, lacks: "instructs" };
  }
}

/** Tokens that a model which thinks may think before it writes; more than that is missing from its text. */
export const THINKING_TOKENS = 2_048;

/** Tokens of a call's words around a text, of the form of a conversation, and of what is said again of the text. */
const AROUND: Readonly<Record<Emulation, { readonly input: number; readonly output: number }>> = {
  prefill: { input: 320, output: 0 },
  system: { input: 400, output: 64 },
  cli: { input: 224, output: 0 },
};

/** What a call takes at most beside its text and its answer, for bounds that are worked out beforehand. */
export function emulationTokens(
  way: Continuation,
  { supports: { reasoning } }: ModelFacts,
): { readonly input: number; readonly output: number } {
  if (!way.ok || way.by === "itself") return { input: 0, output: 0 };
  const { input, output } = AROUND[way.by];
  return { input, output: output + (reasoning ? THINKING_TOKENS : 0) };
}
