import type { TomlTable } from "smol-toml";
import type { Report } from "../text/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import type { Located, LocatedEntry, LocatedMap, TextStyle } from "./located.ts";
import { MAX_DEPTH, MAX_VALUES } from "./read_limits.ts";
import { readNumber } from "./read_number.ts";
import { joined } from "./read_pieces.ts";
import { tomlPieces, tomlTextAt } from "./read_toml_text.ts";

/** A value as smol-toml gives it: plain, or a date. */
type Plain = TomlTable[string];

/** Where reading has come to in a document whose values are known, so that only their places are looked for. */
interface Scan {
  readonly text: string;
  readonly report: Report;
  at: number;
  values: number;
  /** Whether a limit was passed, and reported. */
  full: boolean;
}

/** A map in the making. */
interface Table {
  readonly entries: LocatedEntry[];
  readonly span: { start: number; end: number };
  readonly plain: TomlTable;
  readonly depth: number;
  /** The last table written under each key so far. */
  readonly inside: Map<string, Table>;
  /** The items of each key that is a list of tables. */
  readonly lists: Map<string, Located[]>;
}

interface KeyPart {
  readonly key: string;
  readonly span: Span;
}

/**
 * The located tree of a TOML document that parsed to `values`. It walks the text beside the values: a leaf's value is the
 * parser's, and only its place is found here. `toml-eslint-parser` knows places too, but takes ten times as long and
 * cannot read a text of 150,000 letters.
 */
export function locateToml(source: Source, values: TomlTable, report: Report): LocatedMap | undefined {
  const scan: Scan = { text: source.text, report, at: 0, values: 1, full: false };
  const root = newTable(values, { start: 0, end: source.text.length }, 1);
  let table = root;
  for (skip(scan); scan.at < scan.text.length && !scan.full; skip(scan)) {
    if (scan.text[scan.at] === "[") table = header(scan, root);
    else {
      keyValue(scan, table);
      if (table !== root) table.span.end = scan.at;
    }
  }
  return scan.full ? undefined : mapOf(root);
}

function newTable(plain: TomlTable, span: Span, depth: number): Table {
  return { entries: [], span: { ...span }, plain, depth, inside: new Map(), lists: new Map() };
}

function mapOf({ entries, span }: Table): LocatedMap {
  return { kind: "map", entries, span };
}

/** Reads `[a.b]` or `[[a.b]]` and opens the table it names. */
function header(scan: Scan, root: Table): Table {
  const start = scan.at, list = scan.text[start + 1] === "[";
  scan.at += list ? 2 : 1;
  const parts = keyParts(scan);
  scan.at += list ? 2 : 1;
  const last = parts.pop()!, parent = parts.reduce((table, part) => inner(scan, table, part), root);
  const span = { start, end: scan.at };
  if (list) return nextOfList(scan, parent, { ...last, header: span });
  const table = inner(scan, parent, last);
  Object.assign(table.span, span);
  return table;
}

/** The table under a key of another, or the last one of a list of them; made here where this is its first mention. */
function inner(scan: Scan, table: Table, { key, span }: KeyPart): Table {
  const known = table.inside.get(key);
  if (known) return known;
  const made = newTable(table.plain[key] as TomlTable, span, deeper(scan, table.depth, span));
  table.inside.set(key, made);
  put(scan, table, { key, keySpan: span, value: mapOf(made) });
  return made;
}

function nextOfList(scan: Scan, table: Table, { key, span, header }: KeyPart & { readonly header: Span }): Table {
  const items = table.lists.get(key) ?? [];
  const plain = (table.plain[key] as TomlTable[])[items.length]!;
  const made = newTable(plain, header, deeper(scan, deeper(scan, table.depth, span), span));
  if (items.length === 0) put(scan, table, { key, keySpan: span, value: { kind: "list", items, span: made.span } });
  items.push(mapOf(made));
  table.lists.set(key, items);
  table.inside.set(key, made);
  count(scan, header);
  return made;
}

/** Reads `a.b = value` into a table. */
function keyValue(scan: Scan, table: Table): void {
  const parts = keyParts(scan), last = parts.pop()!;
  const target = parts.reduce((outer, part) => inner(scan, outer, part), table);
  scan.at++;
  blanks(scan);
  const value = valueAt(scan, target.plain[last.key]!, target.depth);
  put(scan, target, { key: last.key, keySpan: last.span, value });
}

function put(scan: Scan, table: Table, entry: LocatedEntry): void {
  table.entries.push(entry);
  count(scan, entry.keySpan);
}

const SPACE = /\s*/y;
const BLANKS = /[ \t]*/y;
const BARE_KEY = /[\w-]+/y;
const LITERAL = /[^\s,\]}#]+/y;
const DATE =
  /\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?/y;

function valueAt(scan: Scan, plain: Plain, depth: number): Located {
  const start = scan.at;
  if (typeof plain === "string") return textAt(scan, plain);
  if (Array.isArray(plain)) return listAt(scan, plain, depth);
  if (plain instanceof Date) return dateAt(scan);
  if (typeof plain === "object") return inlineTable(scan, plain as TomlTable, depth);
  scan.at = endOfMatch(LITERAL, scan);
  const span = { start, end: scan.at };
  if (typeof plain === "boolean") return { kind: "bool", value: plain, span };
  const written = scan.text.slice(start, scan.at);
  return { kind: "number", value: readNumber(written, plain, { span, report: scan.report }), span };
}

/**
 * A text of several lines is read here: its line ends are line feeds, whatever the file's are, so that a spec means the
 * same on every machine, and a quote after an escaped line end counts, which smol-toml 1.9 drops.
 */
function textAt(scan: Scan, plain: string): Located {
  const start = scan.at, { style, end } = tomlTextAt(scan.text, start);
  const raw = scan.text.slice(start, end);
  scan.at = end;
  const value = style.endsWith("-lines") ? joined(tomlPieces(raw, style)) : plain;
  return { kind: "text", value, span: { start, end }, written: { style, raw, indent: 0 } };
}

function dateAt(scan: Scan): Located {
  const start = scan.at;
  scan.at = endOfMatch(DATE, scan);
  const raw = scan.text.slice(start, scan.at), value = raw.replace(/[t ]/, "T").replace("z", "Z");
  const style: TextStyle = "same";
  return { kind: "text", value, span: { start, end: scan.at }, written: { style, raw: value, indent: 0 } };
}

function listAt(scan: Scan, plain: readonly Plain[], depth: number): Located {
  const start = scan.at++, items: Located[] = [];
  const inside = deeper(scan, depth, { start, end: scan.at });
  for (skip(scan); scan.text[scan.at] !== "]"; skip(scan)) {
    if (scan.text[scan.at] === ",") scan.at++;
    else {
      count(scan, { start: scan.at, end: scan.at + 1 });
      items.push(valueAt(scan, plain[items.length]!, inside));
    }
  }
  return { kind: "list", items, span: { start, end: ++scan.at } };
}

function inlineTable(scan: Scan, plain: TomlTable, depth: number): Located {
  const start = scan.at++, span = { start, end: scan.at };
  const table = newTable(plain, span, deeper(scan, depth, span));
  for (skip(scan); scan.text[scan.at] !== "}"; skip(scan)) {
    if (scan.text[scan.at] === ",") scan.at++;
    else keyValue(scan, table);
  }
  table.span.end = ++scan.at;
  return mapOf(table);
}

/** Reads `a."b".c` up to the bracket or `=` that follows. */
function keyParts(scan: Scan): KeyPart[] {
  const parts: KeyPart[] = [];
  do {
    if (parts.length > 0) scan.at++;
    blanks(scan);
    const start = scan.at, quoted = /["']/.test(scan.text[start] ?? "");
    const end = quoted ? tomlTextAt(scan.text, start).end : endOfMatch(BARE_KEY, scan);
    const raw = scan.text.slice(start, end);
    const key = quoted ? joined(tomlPieces(raw, tomlTextAt(scan.text, start).style)) : raw;
    parts.push({ key, span: { start, end } });
    scan.at = end;
    blanks(scan);
  } while (scan.text[scan.at] === ".");
  return parts;
}

function endOfMatch(pattern: RegExp, { text, at }: Scan): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function blanks(scan: Scan): void {
  scan.at = endOfMatch(BLANKS, scan);
}

/** Past white space, line ends and comments. */
function skip(scan: Scan): void {
  for (;;) {
    scan.at = endOfMatch(SPACE, scan);
    if (scan.text[scan.at] !== "#") return;
    const end = scan.text.indexOf("\n", scan.at);
    scan.at = end === -1 ? scan.text.length : end;
  }
}

function count(scan: Scan, span: Span): void {
  if (++scan.values <= MAX_VALUES || scan.full) return;
  scan.full = true;
  scan.report("too-many-values", span, { limit: MAX_VALUES });
}

/** One level further down. */
function deeper(scan: Scan, depth: number, span: Span): number {
  if (depth >= MAX_DEPTH && !scan.full) {
    scan.full = true;
    scan.report("too-deep", span, { limit: MAX_DEPTH });
  }
  return depth + 1;
}
