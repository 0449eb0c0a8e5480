/**
 * Where expressions and templates speak of tasks: each such place is a need.
 *
 * @module
 */
import { parse } from "../expr/parse.ts";
import { parseTemplate } from "../expr/parse_template.ts";
import { referencesOf } from "../expr/references.ts";
import type { Span } from "../text/source.ts";
import type { PlacedText } from "./unit.ts";

/** How a text is read: an expression, or a text with holes. */
export type Form = "expression" | "template";

/** A place where a text speaks of a task. */
export interface TaskReference {
  /** The task; absent where all of them are taken at once, or one whose name is not known beforehand. */
  readonly name?: string;
  /** The whole reference, which counts UTF-16 units of the text. */
  readonly whole: Span;
  /** The name in it. */
  readonly at: Span;
}

/** What every task is a field of. */
const ROOT = "tasks";

/** Every place where a text speaks of tasks. A part that cannot be read speaks of none. */
export function taskReferences({ text }: Pick<PlacedText, "text">, form: Form): readonly TaskReference[] {
  if (!text.includes(ROOT)) return [];
  if (form === "expression") return referencesIn(text, 0);
  const parsed = parseTemplate(text);
  if (!parsed.ok) return [];
  return parsed.template.parts.flatMap((part) => part.kind === "hole" ? referencesIn(part.hole, part.start) : []);
}

function referencesIn(text: string, offset: number): readonly TaskReference[] {
  const parsed = parse(text);
  if (!parsed.ok) return [];
  return referencesOf(parsed.expr.root).filter(({ path }) => path[0] === ROOT).map(({ path: [, name], start, end }) => {
    const whole = { start: start + offset, end: end + offset };
    return name === undefined ? { whole, at: whole } : { name, whole, at: placeOf(name, { text, start, end, offset }) };
  });
}

interface Written extends Span {
  readonly text: string;
  readonly offset: number;
}

/** Where a name stands in a reference; all of the reference where it is written with escapes. */
function placeOf(name: string, { text, start, end, offset }: Written): Span {
  const found = text.indexOf(name, start + ROOT.length);
  if (found < 0 || found + name.length > end) return { start: start + offset, end: end + offset };
  return { start: found + offset, end: found + name.length + offset };
}
