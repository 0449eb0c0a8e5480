import type { Piece } from "./read_pieces.ts";
import { letters } from "./read_pieces.ts";
import { blockPieces } from "./read_yaml_block.ts";

/** The ways in which YAML writes a text. */
export type YamlStyle = "yaml-plain" | "yaml-single" | "yaml-double" | "yaml-literal" | "yaml-folded";

/** What each part of a YAML text means: `raw` is all of it as written, `indent` the spaces before a block's lines. */
export function yamlPieces(raw: string, style: YamlStyle, indent: number): Piece[] {
  switch (style) {
    case "yaml-plain":
      return folded(raw, 0, raw.length);
    case "yaml-single":
      return folded(raw, 1, raw.length - 1).flatMap((piece) => unquoted(raw, piece));
    case "yaml-double":
      return escaped(raw);
    case "yaml-literal":
      return blockPieces(raw, { indent, folds: false });
    case "yaml-folded":
      return blockPieces(raw, { indent, folds: true });
  }
}

/** Lines joined as YAML joins them: a line end and the blanks around it are one space, empty lines line feeds. */
function folded(raw: string, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  const fold = /(?<![ \t])[ \t]*\r?\n[ \t\r\n]*/g;
  let at = from;
  fold.lastIndex = from;
  for (let found = fold.exec(raw); found && found.index < to; found = fold.exec(raw)) {
    const end = Math.min(found.index + found[0].length, to);
    pieces.push(letters(raw, at, found.index), { text: foldOf(found[0]), start: found.index, end });
    at = end;
  }
  return [...pieces, letters(raw, at, to)].filter(({ text }) => text !== "");
}

/** What a fold means, given all of its white space. */
function foldOf(space: string): string {
  return "\n".repeat(space.split("\n").length - 2) || " ";
}

/** Splits a piece of a single-quoted text at its doubled quotes. */
function unquoted(raw: string, piece: Piece): Piece[] {
  if (piece.text.length !== piece.end - piece.start || !piece.text.includes("''")) return [piece];
  const pieces: Piece[] = [];
  let at = piece.start;
  for (const { index } of piece.text.matchAll(/''/g)) {
    const quote = piece.start + index;
    pieces.push(letters(raw, at, quote), { text: "'", start: quote, end: quote + 2 });
    at = quote + 2;
  }
  return [...pieces, letters(raw, at, piece.end)].filter(({ text }) => text !== "");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/** In this order: an escaped line end, a coded letter, any other escape, a fold, letters. */
const PART =
  /\\\r?\n[ \t]*|\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))|\\([^])|[ \t]*\r?\n[ \t\r\n]*|[^\\ \t\n\r]+|[ \t]+/g;

function escaped(raw: string): Piece[] {
  const pieces: Piece[] = [];
  const inside = raw.slice(0, -1);
  PART.lastIndex = 1;
  for (let found = PART.exec(inside); found; found = PART.exec(inside)) {
    const [part, x, u, U, letter] = found;
    pieces.push({ text: meaning(part, x ?? u ?? U, letter), start: found.index, end: found.index + part.length });
  }
  return pieces;
}

function meaning(part: string, code: string | undefined, letter: string | undefined): string {
  if (code !== undefined) return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
  if (letter !== undefined) return ESCAPES[letter] ?? letter;
  if (part.startsWith("\\")) return "";
  return part.includes("\n") ? foldOf(part) : part;
}
