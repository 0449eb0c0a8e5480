import { unmarked } from "./unmarked.ts";

/** How a text is told apart from what we say ourselves. */
export interface Fence {
  /** Name of the tags around it; a number is added where such tags occur in the text. */
  readonly tag: string;
  /** What the opening tag says beside its name. */
  readonly says?: { readonly [name: string]: string };
  /** kept: headings are shown as they are; escaped: with a backslash, among headings of ours. Default: kept. */
  readonly headings?: "kept" | "escaped";
}

/**
 * What somebody else has written, as a model is shown it: between tags that do not occur in it, and without what hosts take
 * for marks of a conversation, so that it can be told from what we say however it is written.
 */
export function fenced(text: string, { tag, says = {}, headings = "kept" }: Fence): string {
  const plain = unmarked(text), noted = plain === text ? text : `${plain}\n${NOTE}`;
  const safe = headings === "kept" ? noted : noted.replace(HEADING, "$1\\");
  const free = freeTag(tag, safe), more = Object.entries(says).map(([name, value]) => ` ${name}=${quoted(value)}`);
  return `<${free}${more.join("")}>\n${safe}\n</${free}>`;
}

const NOTE = "(Marks of conversations in this text are shown with a backslash before them.)";

/** The place before the signs of a heading. */
const HEADING = /^( {0,3})(?=#{1,6}(?:[ \t]|$))/gm;

function freeTag(tag: string, text: string): string {
  const lower = text.toLowerCase();
  for (let i = 1;; i++) {
    const free = i === 1 ? tag : `${tag}-${i}`;
    if (!lower.includes(`<${free}`) && !lower.includes(`</${free}`)) return free;
  }
}

function quoted(value: string): string {
  return unmarked(JSON.stringify(value));
}
