/**
 * Finds `import(…)` whose argument is not one literal string. What such a call loads is not known before it runs, so
 * it cannot be pinned.
 *
 * This is a tokenizer, not a parser. It knows comments, strings, templates and regular expressions, tells a division
 * from a regular expression by the token before it, and takes a quote that is not closed on its line for a letter
 * (text in JSX has apostrophes). It does not see `import` inside code that is made at run time (`eval`,
 * `new Function`, `node:vm`) nor inside packages, and it takes a method named `import` for a call. Nothing is at risk
 * there: the sandbox lets a script read its pinned copy and what it is granted, however it comes to ask.
 *
 * @module
 */

/** Where a computed import stands. */
export interface ImportPlace {
  /** Of the word `import`, in UTF-16 code units from 0. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** The computed imports of a module's text, in the order they stand there. */
export function computedImports(text: string): readonly ImportPlace[] {
  // Most modules have no dynamic import at all, and for them nothing has to be told apart.
  if (!/\bimport\b/.test(text)) return [];
  const places: ImportPlace[] = [];
  for (const { start, after } of importTokens(text)) {
    const open = callAfter(text, after);
    if (open !== undefined && !hasLiteralArgument(text, open)) places.push(placeOf(text, start));
  }
  return places;
}

/** The offset after `(` when a call follows `import`, also of `import.defer` and `import.source`. */
function callAfter(text: string, after: number): number | undefined {
  let at = skipBlank(text, after);
  const phase = /^\.\s*(?:defer|source)\b/.exec(text.slice(at, at + 40));
  if (phase) at = skipBlank(text, at + phase[0].length);
  return text[at] === "(" ? at + 1 : undefined;
}

function hasLiteralArgument(text: string, open: number): boolean {
  const start = skipBlank(text, open);
  const end = text[start] === "`" ? plainTemplateEnd(text, start) : stringEnd(text, start);
  if (end === undefined) return false;
  const next = text[skipBlank(text, end)];
  return next === ")" || next === ",";
}

function placeOf(text: string, offset: number): ImportPlace {
  const before = text.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return { offset, line: before.length, column: before.at(-1)!.length + 1 };
}

/** Words after which a `/` begins a regular expression. */
const BEFORE_EXPRESSION = new Set(
  "return typeof case in of delete void throw new instanceof do else yield await".split(" "),
);

/** Words whose parenthesis is followed by a statement, so by a regular expression and not a division. */
const HEADS = new Set(["if", "while", "for", "with"]);

interface Scan {
  at: number;
  /** The last token that is not blank: a word, or one character. */
  before: string;
  /** For every open parenthesis, whether a head such as `if` opened it. */
  readonly heads: boolean[];
  /** For every template that is open, how many braces are open inside its hole. */
  readonly holes: number[];
  /** Whether the last `)` closed a head. */
  closedHead: boolean;
}

function* importTokens(text: string): Generator<{ start: number; after: number }> {
  const scan: Scan = { at: 0, before: "", heads: [], holes: [], closedHead: false };
  while ((scan.at = skipBlank(text, scan.at)) < text.length) {
    const word = wordAt(text, scan.at);
    if (word === "") {
      punctuation(text, scan);
      continue;
    }
    const start = scan.at;
    scan.at += word.length;
    if (word === "import" && scan.before !== "." && scan.before !== "#") yield { start, after: scan.at };
    scan.before = word;
  }
}

function punctuation(text: string, scan: Scan): void {
  const end = literalEnd(text, scan);
  if (end !== undefined) {
    scan.at = end;
    scan.before = text[end - 1]!;
    return;
  }
  const mark = markAt(text, scan.at);
  scan.at += mark.length;
  nest(text, scan, mark);
  scan.before = mark === "..." ? "," : mark.length === 2 ? ")" : text[scan.at - 1]!;
  if (mark.length === 2) scan.closedHead = false;
}

/** One character, or what reads otherwise than its characters one by one: spread, `++` and `--`. */
function markAt(text: string, at: number): string {
  return /^(?:\.{3}|\+\+|--)/.exec(text.slice(at, at + 3))?.[0] ?? text[at]!;
}

function literalEnd(text: string, scan: Scan): number | undefined {
  const mark = text[scan.at]!;
  if (mark === '"' || mark === "'") return stringEnd(text, scan.at);
  if (mark === "`") return templatePiece(text, scan.at + 1, scan);
  if (mark === "/" && regexMayStand(scan)) return regexEnd(text, scan.at);
  return undefined;
}

/** Keeps count of parentheses and of the braces that may close a template's hole. */
function nest(text: string, scan: Scan, mark: string): void {
  const hole = scan.holes.length - 1;
  if (mark === "(") scan.heads.push(HEADS.has(scan.before));
  if (mark === ")") scan.closedHead = scan.heads.pop() ?? false;
  if (hole < 0) return;
  if (mark === "{") scan.holes[hole]!++;
  if (mark !== "}" || --scan.holes[hole]! >= 0) return;
  scan.holes.pop();
  scan.at = templatePiece(text, scan.at, scan) ?? scan.at;
}

/** From inside a template to its end, or to the first character of its next hole; undefined when it never ends. */
function templatePiece(text: string, from: number, scan: Scan): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "`") return at + 1;
    else if (text[at] === "$" && text[at + 1] === "{") {
      scan.holes.push(0);
      return at + 2;
    }
  }
  return undefined;
}

function plainTemplateEnd(text: string, start: number): number | undefined {
  const found = /^`(?:[^`\\$]|\\[^]|\$(?!\{))*`/.exec(text.slice(start));
  return found ? start + found[0].length : undefined;
}

function regexMayStand(scan: Scan): boolean {
  if (scan.before === ")") return scan.closedHead;
  if (/^[\w$]/.test(scan.before)) return BEFORE_EXPRESSION.has(scan.before);
  return !["]", "}", '"', "'", "`", ".", "<"].includes(scan.before);
}

function regexEnd(text: string, start: number): number | undefined {
  const found = /^\/(?![*/])(?:[^\\/[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/\w*/.exec(lineFrom(text, start));
  return found ? start + found[0].length : undefined;
}

function stringEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === "\n" || text[at] === "\r") return undefined;
  }
  return undefined;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}

/** The next offset that is neither white space nor in a comment. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    const two = text.slice(at, at + 2);
    if (two === "//" || (at === 0 && two === "#!")) at = endOf(text, at, /[\n\r\u2028\u2029]/g);
    else if (two === "/*") at = endOf(text, at + 2, /\*\//g);
    else return at;
  }
}

function endOf(text: string, from: number, mark: RegExp): number {
  mark.lastIndex = from;
  return mark.test(text) ? mark.lastIndex : text.length;
}

function wordAt(text: string, at: number): string {
  const pattern = /(?:[\w$]|[^\0-\x7f\s])*/y;
  pattern.lastIndex = at;
  return pattern.exec(text)![0];
}
