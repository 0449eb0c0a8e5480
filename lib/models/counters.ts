import { Buffer } from "node:buffer";

/** Tokens in a text. */
export type Counter = (text: string) => number;

/** Never fewer than any tokenizer in use makes: there are not more tokens than bytes, and one stands for a mark before them. */
function bytes(text: string): number {
  return text === "" ? 0 : Buffer.byteLength(text) + 1;
}

/** Large counters, loaded when they are first needed: each takes half a second. */
const LARGE: { readonly [name: string]: () => Promise<Counter> } = {
  o200k: async () => (await import("./tokenizers/o200k.ts")).o200k,
  cl100k: async () => (await import("./tokenizers/cl100k.ts")).cl100k,
};

/** Counters that are at hand, by the name that `facts.counter` gives; a model that counts in its own way is not among them. */
const AT_HAND: Map<string, Counter> = new Map([["bytes", bytes]]);

/** Names of all counters but those of a model's own. */
export const COUNTERS: readonly string[] = [...AT_HAND.keys(), ...Object.keys(LARGE)];

/** The counter of a name; undefined where it takes the model itself to count, or where {@link loadCounter} has not loaded it. */
export function counterNamed(name: string): Counter | undefined {
  return AT_HAND.get(name);
}

/**
 * The counter of a name, loaded where it is large; `bytes`, which bounds them all, where there is none of that name.
 * `o200k+50%` counts half as many again as `o200k` does.
 */
export async function loadCounter(name: string): Promise<Counter> {
  const [, base = name, percent] = /^(\w+)\+(\d+)%$/.exec(name) ?? [];
  const counter = AT_HAND.get(base) ?? (Object.hasOwn(LARGE, base) ? await LARGE[base]!() : bytes);
  if (Object.hasOwn(LARGE, base)) AT_HAND.set(base, counter);
  return percent === undefined ? counter : (text) => Math.ceil(counter(text) * (100 + Number(percent)) / 100);
}
