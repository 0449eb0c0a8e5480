import type { Sampling } from "../../plan/mod.ts";
import { type Continuations, placeOf } from "./continuations.ts";

/** What has been read and written so far, as far as penalties ask for it. */
export interface Occurred {
  /** How often each word was written. */
  readonly written: ReadonlyMap<number, number>;
  /** Words of the prompt. */
  readonly shown: ReadonlySet<number>;
}

/** Whether any penalty is on. */
export function hasPenalties({ frequency_penalty, presence_penalty, repetition_penalty }: Sampling): boolean {
  return (frequency_penalty ?? 0) !== 0 || (presence_penalty ?? 0) !== 0 || (repetition_penalty ?? 1) !== 1;
}

/**
 * The distribution after penalties, its probabilities no longer made to sum to 1. Frequency and presence penalties
 * count what was written, the repetition penalty what was shown as well. The score they act on is the logarithm of the
 * probability; as that is never above 0, the repetition penalty multiplies it. What may not come is left out of it.
 */
export function penalised(next: Continuations, sampling: Sampling, { written, shown }: Occurred): Continuations {
  const { frequency_penalty: frequency = 0, presence_penalty: presence = 0, repetition_penalty: repetition = 1 } =
    sampling;
  const occurred = repetition === 1 ? [...written.keys()] : [...new Set([...shown, ...written.keys()])];
  const { ids, p } = withListed(next, occurred), scores: [place: number, score: number][] = [];
  for (const word of occurred) {
    const place = placeOf(ids, word), times = written.get(word) ?? 0;
    if (place < 0 || p[place] === 0) continue;
    const penalty = bounded(times > 0 ? frequency * times + presence : 0);
    scores.push([place, bounded(bounded(repetition * Math.log(p[place]!)) - penalty)]);
    p[place] = 0;
  }
  // Taken off all scores, so that no word becomes infinitely likely, and never all of them impossible.
  const highest = next.rest > 0 ? 0 : Math.log(p.reduce((most, share) => Math.max(most, share), 0));
  const shift = scores.reduce((most, [, score]) => Math.max(most, score), highest);
  if (shift !== 0) p.forEach((share, i) => p[i] = Math.exp(Math.log(share) - shift));
  for (const [place, score] of scores) p[place] = Math.exp(score - shift);
  return { ids, p, rest: next.rest > 0 ? next.rest * Math.exp(-shift) : 0, base: next.base };
}

function bounded(score: number): number {
  return Math.min(Math.max(score, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** The same distribution with these words listed as well, in arrays of its own. */
function withListed({ ids, p, rest, base }: Continuations, words: readonly number[]): Pick<Continuations, "ids" | "p"> {
  const more = words.filter((word) => base.p[word]! > 0 && placeOf(ids, word) < 0);
  const all = new Int32Array(ids.length + more.length);
  all.set(ids), all.set(more, ids.length), all.sort();
  const shares = new Float64Array(all.length);
  for (let i = 0, known = 0; i < all.length; i++) {
    shares[i] = all[i] === ids[known] ? p[known++]! : rest * base.p[all[i]!]!;
  }
  return { ids: all, p: shares };
}
