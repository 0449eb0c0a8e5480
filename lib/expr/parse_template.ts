import { nextTokenInHole } from "./lex.ts";
import type { Problem } from "./problem.ts";

/** A piece of a template. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | {
    readonly kind: "hole";
    /** The expression, as written between `${{` and `}}`. */
    readonly hole: string;
    /** Where it starts in the template, in UTF-16 units. */
    readonly start: number;
    /** Where it ends. */
    readonly end: number;
  };

/** A text with holes, cut at them. */
export interface Template {
  /** The text, as the user wrote it. */
  readonly text: string;
  /** Its pieces in order; no two texts in a row, and none empty. */
  readonly parts: readonly Part[];
}

/** A template, or the hole that never ends. */
export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const OPEN = "${{", CLOSE = "}}";

/**
 * Cuts a text at its holes, `${{ expression }}`. A `}}` inside a text or a map in the expression does not end the hole.
 * There is no escape: a literal `${{` is written `${{ "${{" }}`. What stands in the holes is not looked at.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: Part[] = [];
  let at = 0;
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
    const start = open + OPEN.length, end = holeEnd(text, start);
    if (end === undefined) {
      return { ok: false, problems: [{ code: "unclosed-hole", params: {}, start: open, end: start }] };
    }
    if (open > at) parts.push({ kind: "text", text: text.slice(at, open) });
    parts.push({ kind: "hole", hole: text.slice(start, end), start, end });
    at = end + CLOSE.length;
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
  return { ok: true, template: { text, parts } };
}

/** Where the `}}` of a hole stands. An expression that cannot be read to its end is cut at the next `}}`, and reported when it is parsed. */
function holeEnd(text: string, from: number): number | undefined {
  let open = 0;
  for (let token = nextTokenInHole(text, from);; token = nextTokenInHole(text, token.end)) {
    if (token.kind === "end" || token.kind === "bad") return nextClose(text, from);
    if (token.kind !== "punct") continue;
    if (token.text === "{") open++;
    else if (token.text === "}" && --open < 0) {
      return text.startsWith(CLOSE, token.start) ? token.start : nextClose(text, from);
    }
  }
}

/** The next `}}`, unless another hole starts before it. */
function nextClose(text: string, from: number): number | undefined {
  const end = text.indexOf(CLOSE, from);
  return end < 0 || text.slice(from, end).includes(OPEN) ? undefined : end;
}
