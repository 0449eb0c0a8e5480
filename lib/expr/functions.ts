import type { Json } from "../base/json.ts";
import { CONVERSIONS } from "./conversions.ts";
import { LIST_FUNCTIONS } from "./list_functions.ts";
import { NUMBER_FUNCTIONS } from "./number_functions.ts";
import { anything, fn, text } from "./signature.ts";
import type { Functions, Signature, Signatures } from "./signature.ts";
import { jsonOf } from "./text_of.ts";
import { TEXT_FUNCTIONS } from "./text_functions.ts";
import { NUMBER } from "./types.ts";

/** The functions every expression has, and that need nothing from outside. */
export const PURE: Functions = { ...CONVERSIONS, ...NUMBER_FUNCTIONS, ...TEXT_FUNCTIONS, ...LIST_FUNCTIONS };

const PERPLEXITY: Signature = {
  about: "how surprising a text is to the built-in n-gram model, from 1",
  example: "perplexity('the end') >= 1",
  params: [text("text")],
  returns: NUMBER,
};

const RAND: Signature = {
  about: "a number from 0 to before 1 that depends on the run's seed and the key alone",
  example: "rand('a') == rand('a') && rand('a') < 1",
  params: [anything("key")],
  returns: NUMBER,
};

/** What a checker knows before anyone registers a function: the pure ones, and the two whose work is done outside. */
export const SIGNATURES: Signatures = { ...PURE, perplexity: PERPLEXITY, rand: RAND };

/** The work of the two functions that are not pure: one needs a model, the other a seed. */
export interface Outside {
  /** How surprising a text is, from 1. */
  readonly perplexity: (text: string) => number;
  /** A number from 0 to before 1 for a key, the same whenever it is asked. */
  readonly rand: (key: string) => number;
}

/** The functions of {@link SIGNATURES} that are not pure, to hand to `evaluate`. A key is turned into canonical JSON. */
export function outside({ perplexity, rand }: Outside): Functions {
  return {
    perplexity: fn<[string]>(PERPLEXITY, ([text]) => perplexity(text)),
    rand: fn<[Json]>(RAND, ([key], meter) => rand(jsonOf(key, meter))),
  };
}
