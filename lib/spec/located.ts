import { unreachable } from "../base/unreachable.ts";
import type { Span } from "../text/source.ts";
import type { Piece } from "./read_pieces.ts";
import { joined } from "./read_pieces.ts";
import { tomlPieces } from "./read_toml_text.ts";
import { yamlPieces } from "./read_yaml_text.ts";

/** A value of a YAML or TOML document that knows where it is written. Both languages give the same tree. */
export type Located = LocatedMap | LocatedList | LocatedText | LocatedNumber | LocatedBool | LocatedNull;

/** A map with text keys, each once, in the order in which they are written. */
export interface LocatedMap {
  /** Tells a map from the other values. */
  readonly kind: "map";
  /** The keys and their values. */
  readonly entries: readonly LocatedEntry[];
  /** All of the map; a TOML table from its header to its last value, or its name where it has no header of its own. */
  readonly span: Span;
}

/** One key of a map and its value. */
export interface LocatedEntry {
  /** The key, without its quotes. */
  readonly key: string;
  /** The key with its quotes; of a TOML key such as `a.b`, the one part that is this key. */
  readonly keySpan: Span;
  /** What is under the key. */
  readonly value: Located;
}

/** A list. */
export interface LocatedList {
  /** Tells a list from the other values. */
  readonly kind: "list";
  /** The items, in order. */
  readonly items: readonly Located[];
  /** All of the list; of an array of TOML tables, its first table. */
  readonly span: Span;
}

/** A text, or a TOML date or time, which is read as its ISO 8601 text. */
export interface LocatedText {
  /** Tells a text from the other values. */
  readonly kind: "text";
  /** What the text says, its escapes and folds resolved, its line ends line feeds. */
  readonly value: string;
  /** With its quotes, or from the `|` or `>` on. */
  readonly span: Span;
  /** How the source says it. */
  readonly written: Written;
}

/** How a source writes a text: what it takes to find the place of a part of its value. */
export interface Written {
  /** With which quotes or marks. */
  readonly style: TextStyle;
  /** The source of the text, all of its span. */
  readonly raw: string;
  /** Spaces before every line of a YAML block; 0 otherwise. */
  readonly indent: number;
}

/** A way of writing a text. `same` needs no reading: what is written is what is meant. */
export type TextStyle =
  | "same"
  | "yaml-plain"
  | "yaml-single"
  | "yaml-double"
  | "yaml-literal"
  | "yaml-folded"
  | "toml-basic"
  | "toml-basic-lines"
  | "toml-literal"
  | "toml-literal-lines";

/** A finite number; a whole one is exact. */
export interface LocatedNumber {
  /** Tells a number from the other values. */
  readonly kind: "number";
  /** What is written, as data. */
  readonly value: number;
  /** Where it is written. */
  readonly span: Span;
}

/** `true` or `false`. */
export interface LocatedBool {
  /** Tells a boolean from the other values. */
  readonly kind: "bool";
  /** What is written, as data. */
  readonly value: boolean;
  /** Where it is written. */
  readonly span: Span;
}

/** YAML's null, written or left out; TOML has none. */
export interface LocatedNull {
  /** Tells a null from the other values. */
  readonly kind: "null";
  /** Where it is written, or an empty span where it is left out. */
  readonly span: Span;
}

/** Steps into a tree: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** What {@link find} came to. */
export interface Found {
  /** The value at the path, or the deepest one on the way to it. */
  readonly value: Located;
  /** Where the key of that value is written; absent for list items and for the whole document. */
  readonly key?: Span;
  /** The end of the path that is not there; empty when all of it was found. */
  readonly missing: Path;
}

/** The value as plain data. Maps are objects without a prototype, so that a key such as `__proto__` is a key. */
export function plain(located: Located): unknown {
  switch (located.kind) {
    case "map": {
      const object: Record<string, unknown> = Object.create(null);
      for (const { key, value } of located.entries) object[key] = plain(value);
      return object;
    }
    case "list":
      return located.items.map(plain);
    case "null":
      return null;
    case "text":
    case "number":
    case "bool":
      return located.value;
    default:
      return unreachable(located);
  }
}

/** The value at a path, or the deepest one on the way to it and what of the path is missing. */
export function find(located: Located, path: Path): Found {
  let found: Found = { value: located, missing: path };
  for (const [depth, step] of path.entries()) {
    const next = child(found.value, step);
    if (!next) break;
    found = { ...next, missing: path.slice(depth + 1) };
  }
  return found;
}

/**
 * Where a part of a text's value is written, offsets of the value to offsets of the source: past escapes, folded lines
 * and indentation. A part that cuts through an escape or a fold takes all of it; if the way the text is written cannot
 * be retraced, the whole text is the answer.
 */
export function spanInText(text: LocatedText, start: number, end: number): Span {
  const { span, value, written } = text;
  const pieces = piecesOf(written);
  if (joined(pieces) !== value) return span;
  const from = Math.max(0, Math.min(start, value.length)), to = Math.max(from, Math.min(end, value.length));
  const place = to > from ? range(pieces, from, to) : point(pieces, from);
  return place ? { start: span.start + place.start, end: span.start + place.end } : span;
}

function child(located: Located, step: string | number): { value: Located; key?: Span } | undefined {
  if (located.kind === "map") {
    const entry = entryOf(located, String(step));
    return entry && { value: entry.value, key: entry.keySpan };
  }
  const item = located.kind === "list" ? located.items[Number(step)] : undefined;
  return item && { value: item };
}

/** Entries that are looked through one by one. */
const FEW = 16;

/** Entries of long maps by their keys: places are asked for again and again. */
const byKey = new WeakMap<LocatedMap, ReadonlyMap<string, LocatedEntry>>();

function entryOf(map: LocatedMap, key: string): LocatedEntry | undefined {
  if (map.entries.length <= FEW) return map.entries.find((entry) => entry.key === key);
  const known = byKey.get(map) ?? new Map(map.entries.map((entry) => [entry.key, entry]));
  byKey.set(map, known);
  return known.get(key);
}

function piecesOf({ style, raw, indent }: Written): readonly Piece[] {
  switch (style) {
    case "same":
      return [{ text: raw, start: 0, end: raw.length }];
    case "yaml-plain":
    case "yaml-single":
    case "yaml-double":
    case "yaml-literal":
    case "yaml-folded":
      return yamlPieces(raw, style, indent);
    case "toml-basic":
    case "toml-basic-lines":
    case "toml-literal":
    case "toml-literal-lines":
      return tomlPieces(raw, style);
    default:
      return unreachable(style);
  }
}

function range(pieces: readonly Piece[], from: number, to: number): Span | undefined {
  const first = point(pieces, from), last = point(pieces, to - 1);
  return first && last && { start: first.start, end: last.past };
}

/** The place of one character of the value (`past` is after it), or of the end of the value. */
function point(pieces: readonly Piece[], offset: number): (Span & { readonly past: number }) | undefined {
  let before = 0;
  for (const { text, start, end } of pieces) {
    const into = offset - before;
    if (into < text.length) {
      const exact = text.length === end - start;
      const at = exact ? start + into : start;
      return { start: at, end: at, past: exact ? at + 1 : end };
    }
    before += text.length;
  }
  const end = pieces.at(-1)?.end;
  return end === undefined ? undefined : { start: end, end, past: end };
}
