import { decodeEntities } from "./decode_entities.ts";

/** A piece of a page; names are in lower case, character references are decoded. */
export type HtmlToken =
  | { readonly token: "text"; readonly text: string }
  | { readonly token: "open"; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly token: "close"; readonly name: string };

/** Elements whose content is no markup, and what ends each. In the first two character references count. */
const RAW: ReadonlyMap<string, RegExp> = new Map(
  ["title", "textarea", "script", "style", "xmp", "iframe", "noembed", "noframes"].map((
    name,
  ) => [name, new RegExp(`</${name}(?=[\\s/>])`, "gi")]),
);
const ESCAPABLE: ReadonlySet<string> = new Set(["title", "textarea"]);
const NAME = /[a-z][^\s/>]{0,99}/iy;
const ATTRIBUTE_NAME = /[^\s/>=][^\s/>=]*/y;
const UNQUOTED = /[^\s>]*/y;
const SPACE = /[\s/]*/y, SPACE_ONLY = /\s*/y;

/**
 * Takes a page apart from its start to its end without ever going back, so that the time grows with the length whatever
 * the page holds. What is no markup is text.
 */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0, textFrom = 0;
  for (let start = html.indexOf("<"); start >= 0; start = html.indexOf("<", at)) {
    const markup = markupAt(html, start);
    at = markup?.end ?? start + 1;
    if (markup === undefined) continue;
    if (start > textFrom) yield textOf(html.slice(textFrom, start));
    if (markup.token !== undefined) yield markup.token;
    if (markup.token?.token === "open") {
      const raw = rawAt(html, at, markup.token.name);
      at += raw.length;
      if (raw !== "") yield ESCAPABLE.has(markup.token.name) ? textOf(raw) : { token: "text", text: raw };
    }
    textFrom = at;
  }
  if (textFrom < html.length) yield textOf(html.slice(textFrom));
}

/** What stands in an element whose content is no markup; empty for other elements. */
function rawAt(html: string, at: number, name: string): string {
  const ends = RAW.get(name);
  if (ends === undefined) return "";
  ends.lastIndex = at;
  return html.slice(at, ends.exec(html)?.index ?? html.length);
}

function textOf(raw: string): HtmlToken {
  return { token: "text", text: decodeEntities(raw) };
}

/** Markup that begins at a `<`; comments and declarations have no token. */
interface Markup {
  readonly token?: HtmlToken;
  readonly end: number;
}

function markupAt(html: string, start: number): Markup | undefined {
  const next = html[start + 1];
  if (next === "!" || next === "?") return { end: afterDeclaration(html, start) };
  if (next === "/") {
    const name = match(NAME, html, start + 2).toLowerCase();
    return name === "" ? undefined : { token: { token: "close", name }, end: after(html, ">", start + 2) };
  }
  const name = match(NAME, html, start + 1);
  if (name === "") return undefined;
  const { attributes, end } = attributesAt(html, start + 1 + name.length);
  return { token: { token: "open", name: name.toLowerCase(), attributes }, end };
}

function afterDeclaration(html: string, start: number): number {
  if (!html.startsWith("<!--", start)) return after(html, ">", start);
  return html.startsWith(">", start + 4) ? start + 5 : after(html, "-->", start + 4);
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

function attributesAt(html: string, from: number): { attributes: ReadonlyMap<string, string>; end: number } {
  const attributes = new Map<string, string>();
  let at = from;
  while (true) {
    at += match(SPACE, html, at).length;
    if (at >= html.length) return { attributes, end: html.length };
    if (html[at] === ">") return { attributes, end: at + 1 };
    const name = match(ATTRIBUTE_NAME, html, at) || html[at]!;
    at += name.length;
    const equals = at + match(SPACE_ONLY, html, at).length;
    const value = html[equals] === "=" ? valueAt(html, equals + 1) : { text: "", end: at };
    at = value.end;
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, decodeEntities(value.text));
  }
}

function valueAt(html: string, from: number): { readonly text: string; readonly end: number } {
  const at = from + match(SPACE_ONLY, html, from).length, quote = html[at];
  if (quote === '"' || quote === "'") {
    const end = after(html, quote, at + 1);
    return { text: html.slice(at + 1, html[end - 1] === quote && end > at + 1 ? end - 1 : end), end };
  }
  const text = match(UNQUOTED, html, at);
  return { text, end: at + text.length };
}

function match(sticky: RegExp, html: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(html)?.[0] ?? "";
}
