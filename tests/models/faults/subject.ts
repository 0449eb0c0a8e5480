import { abilities } from "../../../lib/models/families/family.ts";
import type { Model } from "../../../lib/models/model.ts";
import type { Abilities, ModelFacts } from "../../../lib/plan/mod.ts";
import type { Wire } from "./wire.ts";

/** A provider under test, in one of the forms of prompt that it takes. */
export interface Subject {
  /** Names its tests. */
  readonly name: string;
  /** What the server speaks. */
  readonly wire: Wire;
  /** How prompts are put. */
  readonly form: "text" | "chat";
  /** It tells log-probabilities. */
  readonly logprobs: boolean;
  /** The name of its model, as in `openai/gauge`. */
  readonly id: string;
  /** Opens the model. */
  open(facts: ModelFacts, options: { readonly base_url: string; readonly timeout: number }): Promise<Model>;
}

/** A dollar a million tokens of a prompt, two a million of an answer: easy sums. */
const PRICE = { input: 1e9, output: 2e9, source: "spec" };

/** Nano-dollars of a call. */
export function billOf({ input, output }: { readonly input: number; readonly output: number }): number {
  return (input * PRICE.input + output * PRICE.output) / 1e6;
}

/** Facts of a model that can do everything, or all but some things. */
export function factsOf(id: string, supports: Partial<Abilities> = {}, more: Partial<ModelFacts> = {}): ModelFacts {
  return {
    id,
    provider: id.slice(0, id.indexOf("/")),
    local: false,
    price: PRICE,
    counter: "bytes",
    supports: { ...ABLE, ...supports },
    ...more,
  };
}

const ABLE: Abilities = abilities([
  "complete",
  "chat",
  "instructs",
  "logprobs",
  "score",
  "embed",
  "seed",
  "structured",
  "prefill",
  "tools",
  "images",
]);
