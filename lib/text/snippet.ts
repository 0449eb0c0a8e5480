import { lineNumberAt, lineSpan } from "./line_index.ts";
import type { Source, Span } from "./source.ts";
import type { Glyph } from "./visible.ts";
import { glyphsOf, widthOf } from "./visible.ts";

/** A source line cut to fit, and where to draw the carets under it, all in terminal cells. */
export interface Snippet {
  /** The line, safe to print; `…` stands where it was cut. */
  readonly text: string;
  /** Cells before the first caret. */
  readonly indent: number;
  /** How many carets, at least one. */
  readonly carets: number;
}

/** What stays visible to the left of a span on a line too long to show whole. */
const CONTEXT = 20;

/**
 * The first line of a span, cut around it to `room` cells. Tabs become spaces, wide letters count two cells, and an empty
 * span or one that starts at the end of its line gets one caret.
 */
export function snippetOf(source: Source, span: Span, room: number): Snippet {
  const line = lineSpan(source, lineNumberAt(source, span.start));
  const start = Math.min(span.start, line.end), end = Math.max(start, Math.min(span.end, line.end));
  const near = nearby(source.text, line, { start, end }, room * 4);
  const glyphs = glyphsOf(source.text.slice(near.start, near.end));
  const before = cells(glyphs.filter((glyph) => near.start + glyph.end <= start));
  const under = cells(glyphs.filter((glyph) => near.start + glyph.end > start && near.start + glyph.start < end));
  const whole = cells(glyphs), cutLeft = near.start > line.start, cutRight = near.end < line.end;
  if (Math.max(whole, before + 1) <= room && !cutLeft && !cutRight) {
    return { text: glyphs.map((glyph) => glyph.text).join(""), indent: before, carets: Math.max(1, under) };
  }
  const from = before + under < room && !cutLeft ? 0 : Math.max(0, before - Math.min(CONTEXT, room >> 2));
  const text = cut(glyphs, from, { room, cutLeft, cutRight });
  return { text, indent: before - from, carets: Math.max(1, Math.min(under, room - (before - from))) };
}

/** The part of a line worth drawing: a line can hold megabytes, and only what is close to the span can be shown. */
function nearby(text: string, line: Span, span: Span, reach: number): Span {
  const start = Math.max(line.start, span.start - reach), end = Math.min(line.end, span.start + reach);
  return {
    start: start > line.start && isLow(text, start) ? start - 1 : start,
    end: end < line.end && isLow(text, end) ? end + 1 : end,
  };
}

/** The glyphs from cell `from` on, as many as fit, with `…` where more of the line follows or went before. */
function cut(
  glyphs: readonly Glyph[],
  from: number,
  { room, cutLeft, cutRight }: { readonly room: number; readonly cutLeft: boolean; readonly cutRight: boolean },
): string {
  const total = cells(glyphs), to = from + room;
  const left = from > 0 || cutLeft ? "…" : "", right = total > to || cutRight ? "…" : "";
  let at = 0, text = left;
  for (const glyph of glyphs) {
    const start = at;
    at += glyph.width;
    if (at <= from + left.length) continue;
    if (at > to - right.length) break;
    text += start < from + left.length ? " ".repeat(at - from - left.length) : glyph.text;
  }
  return text + " ".repeat(Math.max(0, Math.min(room, total - from) - right.length - widthOf(text))) + right;
}

function cells(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, glyph) => sum + glyph.width, 0);
}

function isLow(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
