import { splitPieces } from "./pieces.ts";

/** Stands before every text of the corpus; never written. */
export const START = 0;

/** Stands after every text of the corpus: the model's own end. */
export const END = 1;

/** What the model takes for the beginning of a text: a new paragraph. */
export const PARAGRAPH = 2;

/** Longer pieces are not words: they are spelled. */
const LONGEST_WORD = 40;

/**
 * Every token by number. Words are the pieces of the corpus. A piece that is no word is spelled, a token for each
 * character; a character the corpus never had is the token `unseen`. Spelled tokens are read, never written.
 */
export interface Vocabulary {
  /** Text of every word by its number; those of {@link START} and {@link END} are empty. */
  readonly words: readonly string[];
  /** Characters of the corpus: token `words.length + i` spells `characters[i]`. */
  readonly characters: readonly string[];
  /** Spells a character the corpus never had: the last token. */
  readonly unseen: number;
  /** The number of a piece that is a word; undefined for any other. */
  wordOf(piece: string): number | undefined;
  /** A token for each character. */
  spell(piece: string): number[];
  /** The tokens of a text. */
  encode(text: string): number[];
  /** How many tokens {@link encode} makes. */
  count(text: string): number;
}

/** The vocabulary of a corpus. */
export function vocabularyOf(texts: readonly string[]): Vocabulary {
  const words = new Set(["\n\n"]), characters = new Set("\n");
  for (const text of texts) {
    for (const piece of splitPieces(text)) if (piece.length <= LONGEST_WORD) words.add(piece);
    for (const character of text) characters.add(character);
  }
  return vocabulary(["", "", ...words], [...characters]);
}

function vocabulary(words: readonly string[], characters: readonly string[]): Vocabulary {
  const numbers = new Map(words.slice(PARAGRAPH).map((word, i) => [word, i + PARAGRAPH]));
  const spellings = new Map(characters.map((character, i) => [character, words.length + i]));
  const unseen = words.length + characters.length;

  function spell(piece: string): number[] {
    return Array.from(piece, (character) => spellings.get(character) ?? unseen);
  }

  function encode(text: string): number[] {
    const tokens: number[] = [];
    for (const piece of splitPieces(text)) {
      const word = numbers.get(piece);
      if (word !== undefined) tokens.push(word);
      else for (const token of spell(piece)) tokens.push(token);
    }
    return tokens;
  }

  function count(text: string): number {
    return splitPieces(text).reduce((sum, piece) => sum + (numbers.has(piece) ? 1 : characterCount(piece)), 0);
  }

  return { words, characters, unseen, wordOf: (piece) => numbers.get(piece), spell, encode, count };
}

/** Code points: a surrogate pair is one. */
function characterCount(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) if (isLow(text.charCodeAt(i)) && isHigh(text.charCodeAt(i - 1))) count--;
  return count;
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
