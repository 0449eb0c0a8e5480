import type { Located } from "../spec/located.ts";
import type { Span } from "../text/source.ts";

/** A piece of the text and what stands there instead. */
interface Edit extends Span {
  readonly text: string;
}

/** A sound TOML document in its usual form: one space around `=`, no blanks at line ends, one empty line at a time. */
export function formatToml(text: string, located: Located): string {
  const texts = textsOf(located), inside = (at: number) => texts.some(({ start, end }) => start < at && at < end);
  const edits = [...gapsOf(located, text), ...blanksOf(text).filter(({ start }) => !inside(start))];
  const ordered = edits.sort((a, b) => b.start - a.start || b.end - a.end);
  const edited = ordered.reduce((whole, { start, end, text }) => whole.slice(0, start) + text + whole.slice(end), text);
  return edited.endsWith("\n") ? edited : `${edited}\n`;
}

/** The texts whose lines are part of what they say. */
function textsOf(located: Located): readonly Span[] {
  if (located.kind === "text") return located.written.style.endsWith("-lines") ? [located.span] : [];
  if (located.kind === "list") return located.items.flatMap(textsOf);
  return located.kind === "map" ? located.entries.flatMap(({ value }) => textsOf(value)) : [];
}

/** The equals signs, with the blanks around them. */
function gapsOf(located: Located, text: string): readonly Edit[] {
  if (located.kind === "list") return located.items.flatMap((item) => gapsOf(item, text));
  if (located.kind !== "map") return [];
  return located.entries.flatMap(({ keySpan, value }) => {
    const gap = { start: keySpan.end, end: value.span.start, text: " = " };
    return [...(/^[ \t]*=[ \t]*$/.test(text.slice(gap.start, gap.end)) ? [gap] : []), ...gapsOf(value, text)];
  });
}

/** Blanks before line ends, the carriage returns of line ends, and empty lines where there is one already. */
function blanksOf(text: string): readonly Edit[] {
  const ends = [...text.matchAll(/[ \t\r]+(?=\n|$)/g)].map(({ index, 0: { length } }) => cut(index, length));
  const lines = [...text.matchAll(/(?:^|\n)((?:[ \t\r]*\n)+)/g)].flatMap(({ index, 0: whole, 1: empty = "" }) => {
    const first = index + whole.length - empty.length, last = first + empty.length === text.length;
    const breaks = [...empty.matchAll(/\n/g)].map(({ index }) => first + index);
    return breaks.slice(index === 0 && first === 0 || last ? 0 : 1).map((at) => cut(at, 1));
  });
  return [...ends, ...lines];
}

function cut(start: number, length: number): Edit {
  return { start, end: start + length, text: "" };
}
