import type { Sampling } from "../../plan/mod.ts";
import { candidates, type Ranked } from "./candidates.ts";
import type { Continuations } from "./continuations.ts";
import { narrow } from "./narrow.ts";
import { hasPenalties, type Occurred, penalised } from "./penalties.ts";

/** Below this temperature only the likeliest word has any weight left. */
const COLD = 1e-6;

/**
 * Draws the next word: penalties, then temperature, then the words are narrowed. Temperature 0 takes the likeliest, of
 * equals the one that came first in the corpus. `random` gives a number from 0 up to 1 and is asked at most once.
 */
export function draw(next: Continuations, sampling: Sampling, more: Occurred & { random(): number }): number {
  const { temperature = 1 } = sampling, isCold = temperature < COLD;
  const punished = hasPenalties(sampling) ? penalised(next, sampling, more) : next;
  const all = candidates(punished, isCold ? 1 : temperature);
  if (isCold) return all.ranked(({ words }) => words.length === 1).words[0]!;
  const kept = narrow(all, sampling);
  return kept ? pick(kept, more.random()) : all.wordAt(more.random() * all.total);
}

function pick({ words, weights }: Ranked, random: number): number {
  let left = random * weights.reduce((sum, weight) => sum + weight, 0);
  const at = weights.findIndex((weight) => (left -= weight) < 0);
  return words[at] ?? words.at(-1)!;
}
