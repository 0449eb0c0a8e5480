import { Buffer } from "node:buffer";
import { countBytePairs } from "./byte_pairs.ts";
import type { Ranks } from "./byte_pairs.ts";

/** What a byte-pair encoding is made of. */
export interface Encoding {
  /** Every token at its rank, as text, or as bytes where they are no text of their own. Places may be empty. */
  readonly tokens: readonly (string | readonly number[])[];
  /** Cuts a text into the pieces that are encoded each by itself; global. */
  readonly pieces: RegExp;
}

/** Pieces whose count is remembered, and their length at most. */
const PIECES = { many: 50_000, length: 64 } as const;
/** Texts whose count is remembered, and their length at least: the same prompt is counted for every candidate. */
const TEXTS = { many: 64, length: 256 } as const;

/**
 * The number of tokens in a text. The names of special tokens, such as `<|endoftext|>`, are text like any other: that is
 * how a host reads them in what it is sent.
 */
export function tokenizer({ tokens, pieces }: Encoding): (text: string) => number {
  const ranks = ranksOf(tokens), ofPiece = new Map<string, number>(), ofText = new Map<string, number>();

  function countPiece(piece: string): number {
    if (piece.length > PIECES.length) return countBytePairs(bytesOf(piece), ranks);
    return remembered(ofPiece, { key: piece, many: PIECES.many }, () => countBytePairs(bytesOf(piece), ranks));
  }

  function countText(text: string): number {
    let sum = 0;
    for (const [piece] of text.matchAll(pieces)) sum += countPiece(piece);
    return sum;
  }

  return (text) => {
    if (text.length < TEXTS.length) return countText(text);
    return remembered(ofText, { key: text, many: TEXTS.many }, () => countText(text));
  };
}

/** What was worked out before, or now; the oldest is forgotten. */
function remembered(
  known: Map<string, number>,
  { key, many }: { readonly key: string; readonly many: number },
  work: () => number,
): number {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = work();
  if (known.size >= many) known.delete(known.keys().next().value!);
  known.set(key, found);
  return found;
}

function ranksOf(tokens: Encoding["tokens"]): Ranks {
  const ranks = new Map<string, number>();
  tokens.forEach((token, rank) => {
    ranks.set(typeof token === "string" ? bytesOf(token) : String.fromCharCode(...token), rank);
  });
  return ranks;
}

/** The bytes of a text, one a character. */
function bytesOf(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString("latin1");
}
