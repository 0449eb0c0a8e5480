/**
 * Calls that stand inside the braces of YAML without quotes: a comma ends the value there, and `f(a, b)` is torn apart.
 *
 * @module
 */
import { isScalar } from "yaml";
import type { Pair } from "yaml";
import { lineNumberAt, lineSpan } from "../text/line_index.ts";
import type { Source, Span } from "../text/source.ts";

/** Why such a call must be in quotes. */
export const WHY_QUOTED = "inside `[ ]` and `{ }` a `,` ends the value";

/** The calls among the pairs of a map in braces: where each is written, by the pair whose value it should be. */
export function tornCalls(source: Source, pairs: readonly Pair[]): ReadonlyMap<Pair, Span> {
  const found = new Map<Pair, Span>();
  let past = 0;
  for (const [i, pair] of pairs.entries()) {
    const { value } = pair, [start, end] = isScalar(value) && value.type === "PLAIN" ? value.range ?? [0, 0] : [0, 0];
    if (start < past || end === start || !opensMore(source.text.slice(start, end)) || i === pairs.length - 1) continue;
    const span = callFrom(source, start);
    if (span) found.set(pair, span), past = span.end;
  }
  return found;
}

/** The call that is torn at a place in a line, where the reader of YAML could not go on. */
export function callAround(source: Source, at: number): Span | undefined {
  const { start } = lineSpan(source, lineNumberAt(source, at)), before = source.text.slice(start, at);
  const key = /^.*:\s+/.exec(before)?.[0];
  if (key === undefined || !opensMore(before.slice(key.length))) return undefined;
  return callFrom(source, start + key.length);
}

function opensMore(text: string): boolean {
  return text.split("(").length > text.split(")").length;
}

/** From the start of a value to where its brackets are closed again and it ends, within its line. */
function callFrom(source: Source, start: number): Span | undefined {
  const { end } = lineSpan(source, lineNumberAt(source, start)), text = source.text.slice(start, end);
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(/"(?:\\.|[^"\\])*"|'[^']*'|[([{]|[)\]}]|,/g)) {
    if (depth === 0 && /^[,\]}]/.test(piece)) return { start, end: start + text.slice(0, index).trimEnd().length };
    depth += /^[([{]$/.test(piece) ? 1 : /^[)\]}]$/.test(piece) ? -1 : 0;
    if (depth < 0) return undefined;
  }
  return undefined;
}
