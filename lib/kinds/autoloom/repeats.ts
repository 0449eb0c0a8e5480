import { countWords, repetition } from "../../expr/text_measures.ts";

/** A piece of whose phrases more than this share was said before repeats what stands before it. */
const SAID = 0.5;
/** Characters before a piece that it is compared with. */
const BEFORE = 4_000;
/** Words of a phrase, as `repetition` counts them. */
const PHRASE = 3;

/** Whether a piece mostly says what the text before it has said, phrase by phrase; so does a piece without a word. */
export function isRepeated(piece: string, text: string): boolean {
  const words = countWords(piece), before = text.slice(-BEFORE);
  return words === 0 || (phrasesSaidTwice(before + piece) - phrasesSaidTwice(before)) / words > SAID;
}

function phrasesSaidTwice(text: string): number {
  return repetition(text) * Math.max(0, countWords(text) - PHRASE + 1);
}
