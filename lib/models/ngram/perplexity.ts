import { builtin } from "./builtin.ts";
import { splitPieces } from "./pieces.ts";

/**
 * How surprising a text is to the built-in n-gram model: e to the power of its mean negative log-probability a piece,
 * a word or a run of signs. 1 is no surprise at all, as for an empty text; the model's own corpus is around 2, plain
 * prose in tens, word salad in hundreds, and what is full of words it never read has no bound.
 */
export function perplexity(text: string): number {
  const model = builtin(), pieces = splitPieces(text).length;
  return pieces === 0 ? 1 : Math.min(Math.exp(-model.score(model.start, text).logprob / pieces), Number.MAX_VALUE);
}
