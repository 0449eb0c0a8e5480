import type { HtmlToken } from "./html_tokens.ts";
import { htmlTokens } from "./html_tokens.ts";
import type { TextFlow } from "./text_flow.ts";
import { textFlow } from "./text_flow.ts";
import { oneLine } from "./visible_text.ts";

/** A page as people read it. */
export interface PageText {
  /** What it calls itself; empty if it does not. */
  readonly title: string;
  /** Headings as `#`, lists as `-` or numbers, links as `text (url)`, cells of a table between `|`. */
  readonly text: string;
}

/** Elements whose content nobody reads. */
const UNSEEN: ReadonlySet<string> = new Set(
  "script style template svg iframe noembed noframes audio video canvas object datalist".split(" "),
);
const BLOCKS: ReadonlySet<string> = new Set(
  ("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre section article aside header footer main nav figure form " +
    "fieldset details hr").split(" "),
);
const LINES: ReadonlySet<string> = new Set("div li tr dt dd br option caption figcaption summary address".split(" "));

/** Longer addresses carry data or track people. */
const LONGEST_LINK = 2000;
/** A page of nothing but short links must not grow to many times its size. */
const ROOM = 512 * 2 ** 10;

type Open = Extract<HtmlToken, { readonly token: "open" }>;

interface Reading {
  readonly flow: TextFlow;
  base: string;
  title: string;
  /** The element whose content is passed over, and how often it is open. */
  unseen?: { readonly name: string; depth: number } | undefined;
  inTitle: boolean;
  preformatted: number;
  cells: number;
  /** How far each open list has counted; bullets do not count. */
  readonly lists: { readonly ordered: boolean; count: number }[];
  /** How many characters addresses of links may still take. */
  room: number;
  link?: { readonly url: string; readonly from: number } | undefined;
}

/** Reads a page: scripts, styles and pictures are left out; links start from `base`. */
export function pageText(html: string, base: string): PageText {
  const reading: Reading = {
    flow: textFlow(),
    base,
    title: "",
    inTitle: false,
    preformatted: 0,
    cells: 0,
    lists: [],
    room: ROOM,
  };
  for (const token of htmlTokens(html)) {
    if (token.token === "text") readText(reading, token.text);
    else if (token.token === "open") readOpen(reading, token);
    else readClose(reading, token.name);
  }
  endLink(reading);
  return { title: oneLine(reading.title), text: reading.flow.read() };
}

function readText(reading: Reading, text: string): void {
  if (reading.unseen !== undefined) return;
  if (reading.inTitle) reading.title ||= text;
  else if (reading.preformatted > 0) reading.flow.keep(text);
  else reading.flow.write(text);
}

function readOpen(reading: Reading, { name, attributes }: Open): void {
  const { flow, unseen, lists } = reading;
  if (unseen !== undefined) {
    if (unseen.name === name) unseen.depth++;
    return;
  }
  if (UNSEEN.has(name)) reading.unseen = { name, depth: 1 };
  else if (name === "title") reading.inTitle = true;
  else if (name === "base") reading.base = linked(reading, attributes.get("href") ?? "")?.href ?? reading.base;
  else if (name === "a") startLink(reading, attributes.get("href"));
  else if (name === "img") flow.write(attributes.get("alt") ?? "");
  else if (name === "td" || name === "th") startCell(reading);
  part(reading, name);
  if (/^h[1-6]$/.test(name)) flow.mark(`${"#".repeat(Number(name[1]))} `, 0);
  else if (name === "hr") flow.keep("---");
  else if (name === "pre") reading.preformatted++;
  else if (name === "tr") reading.cells = 0;
  else if (name === "ul" || name === "ol") lists.push({ ordered: name === "ol", count: 0 });
  else if (name === "li") startItem(reading);
  if (name === "hr") flow.part("block");
}

function readClose(reading: Reading, name: string): void {
  const { unseen } = reading;
  if (unseen !== undefined) {
    if (unseen.name === name && --unseen.depth === 0) reading.unseen = undefined;
    return;
  }
  if (name === "title") reading.inTitle = false;
  else if (name === "a") endLink(reading);
  else if (name === "pre") reading.preformatted = Math.max(0, reading.preformatted - 1);
  else if (name === "ul" || name === "ol") reading.lists.pop();
  part(reading, name);
}

/** A list within a list follows its item on the next line. */
function part({ flow, lists }: Reading, name: string): void {
  const inList = lists.length > 0 && (name === "ul" || name === "ol");
  if (BLOCKS.has(name) && !inList) flow.part("block");
  else if (inList || LINES.has(name)) flow.part("line");
}

function startCell(reading: Reading): void {
  if (reading.cells++ > 0) reading.flow.write(" | ");
}

function startItem({ flow, lists }: Reading): void {
  const list = lists.at(-1);
  flow.mark(list?.ordered ? `${++list.count}. ` : "- ", Math.max(0, lists.length - 1));
}

function startLink(reading: Reading, href: string | undefined): void {
  endLink(reading);
  const url = href === undefined || href.trimStart().startsWith("#") ? undefined : linked(reading, href);
  if (url !== undefined && /^(?:https?|mailto):$/.test(url.protocol)) {
    reading.link = { url: url.href, from: reading.flow.written() };
  }
}

function linked({ base }: Reading, href: string): URL | undefined {
  const from = base.length > LONGEST_LINK ? undefined : base;
  const url = href.length > LONGEST_LINK ? null : URL.parse(href, from);
  return url === null || url.href.length > LONGEST_LINK ? undefined : url;
}

/** A link around nothing to read, such as a picture without words, is left out. */
function endLink(reading: Reading): void {
  const { link, flow } = reading;
  reading.link = undefined;
  if (link === undefined || flow.written() === link.from || link.url.length > reading.room) return;
  reading.room -= link.url.length;
  flow.attach(` (${link.url})`);
}
