/**
 * Cuts text into pieces: a word, number or run of signs with the one space before it, a run of line breaks, a run of
 * other white space. The pieces of a text, put together again, are the text.
 *
 * Scripts that write without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) are cut into single characters.
 *
 * @module
 */
const UNSPACED = String
  .raw`[[\p{L}\p{M}]&&[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]]`;
const LETTER = String.raw`[[\p{L}\p{M}]--${UNSPACED}]`;
const SIGN = String.raw`[^\s\p{L}\p{M}\p{N}]`;
const PIECE = new RegExp(
  [
    ` ?['’]?${LETTER}+(?:['’]${LETTER}+)*`,
    ` ?${UNSPACED}`,
    String.raw` ?\p{N}+`,
    ` ?${SIGN}+`,
    String.raw`[\n\r]+`,
    String.raw` +(?!\S)`,
    String.raw`[^\S\n\r ]+`,
  ].join("|"),
  "gv",
);

/** What a piece ends with, as far as it decides what may follow. `apostrophe` is a piece that is nothing else. */
export type PieceEnd = "letter" | "unspaced" | "digit" | "sign" | "apostrophe" | "newline" | "tabs" | "spaces";

/** What a piece begins with; `space` is one space and something after it. */
export type PieceStart = "space" | "letter" | "quoted" | "unspaced" | "digit" | "sign" | "newline" | "tabs" | "spaces";

/** Code units that are cut at once: on longer runs of one kind the engine of expressions runs out of stack. */
const STRETCH = 100_000;

/** The pieces of a text, in order. A run of one kind that is longer than any word may be cut within. */
export function splitPieces(text: string): string[] {
  if (text.length <= STRETCH) return text.match(PIECE) ?? [];
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    const to = cutAfter(text, from);
    for (const piece of text.slice(from, to).match(PIECE) ?? []) pieces.push(piece);
    from = to;
  }
  return pieces;
}

/** Where a stretch of a text ends: before the space of a word, where there is one, and never within a character. */
function cutAfter(text: string, from: number): number {
  const end = from + STRETCH;
  if (end >= text.length) return text.length;
  for (let at = end; at > from; at--) if (text[at] === " " && /\S/.test(text[at - 1]!)) return at;
  return /[\uD800-\uDBFF]/.test(text[end - 1]!) ? end - 1 : end;
}

/** What `piece` ends with. */
export function pieceEnd(piece: string): PieceEnd {
  if (/^ ?['’]$/.test(piece)) return "apostrophe";
  if (/^ +$/.test(piece)) return "spaces";
  return kindOf(Array.from(piece).at(-1) ?? "");
}

/** What `piece` begins with. */
export function pieceStart(piece: string): PieceStart {
  if (/^ +$/.test(piece)) return "spaces";
  if (piece.startsWith(" ")) return "space";
  if (QUOTED.test(piece)) return "quoted";
  return kindOf(String.fromCodePoint(piece.codePointAt(0)!));
}

const QUOTED = new RegExp(`^['’]${LETTER}`, "v");
const KINDS: readonly (readonly [PieceEnd & PieceStart, RegExp])[] = [
  ["unspaced", new RegExp(`^${UNSPACED}$`, "v")],
  ["letter", new RegExp(`^${LETTER}$`, "v")],
  ["digit", /^\p{N}$/v],
  ["newline", /^[\n\r]$/],
  ["tabs", /^\s$/],
];

/**
 * What a single character is, told apart by the same alphabets as pieces are. Always asked of one character as a whole:
 * V8 looks for a class that only `$` anchors in the last code unit alone, and misses characters of two.
 */
function kindOf(character: string): PieceEnd & PieceStart {
  return KINDS.find(([, pattern]) => pattern.test(character))?.[0] ?? "sign";
}

const NEVER_AFTER: { readonly [E in PieceEnd]: readonly PieceStart[] } = {
  letter: ["letter", "quoted"],
  unspaced: [],
  digit: ["digit"],
  sign: ["sign", "quoted"],
  apostrophe: ["letter", "quoted", "sign"],
  newline: ["newline"],
  tabs: ["tabs"],
  spaces: ["letter", "quoted", "unspaced", "digit", "sign", "spaces"],
};

/**
 * Whether the pieces of a text can meet this way. Where they cannot, the two put together would be cut elsewhere; a
 * model that keeps to this writes only texts whose pieces are the ones it wrote.
 */
export function mayFollow(end: PieceEnd, start: PieceStart): boolean {
  return !NEVER_AFTER[end].includes(start);
}
