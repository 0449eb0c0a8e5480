/**
 * A spec on its way to a plan, and the places of its parts.
 *
 * @module
 */
import type { Expr } from "../expr/expr.ts";
import type { LocatedMap, LocatedText, Path } from "../spec/located.ts";
import { find, spanInText } from "../spec/located.ts";
import type { CommonSpec, SamplingSpec } from "../spec/spec.ts";
import type { Report } from "../text/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import type { Findings } from "./findings.ts";

/** How the candidates of a spec draw tokens, and where that is written. */
export interface Drawing {
  /** What is written; absent: nothing. */
  readonly value: SamplingSpec | undefined;
  /** Its place. */
  readonly at: Path;
}

/** A spec on its way to a plan. */
export interface Unit<S extends CommonSpec = CommonSpec> {
  /** Its text. */
  readonly source: Source;
  /** What it says, without what is wrong. */
  readonly spec: S;
  /** How its candidates draw tokens; absent: there are none. */
  readonly drawing?: Drawing;
  /** Where its parts are written. */
  readonly located: LocatedMap;
  /** Reports about the spec itself. */
  readonly report: Report;
  /** For what is found in other files. */
  readonly findings: Findings;
  /** Every expression found sound so far: what they look at decides what the engine has to keep. */
  readonly seen: Expr[];
}

/** A text and where its parts are written, be it in the spec or in a file of its own. */
export interface PlacedText {
  /** What it says. */
  readonly text: string;
  /** The text it stands in. */
  readonly source: Source;
  /** The place of a part, which counts UTF-16 units of the text. */
  span(start: number, end: number): Span;
}

/** Where the value at a path is written, or what should hold it. */
export function spanAt({ located }: Pick<Unit, "located">, path: Path): Span {
  return find(located, path).value.span;
}

/** Where the key of the value at a path is written; of an item of a list, the item. */
export function keyAt({ located }: Pick<Unit, "located">, path: Path): Span {
  const { key, value } = find(located, path);
  return key ?? value.span;
}

/** Whether the author wrote something at a path, right or wrong. */
export function isWritten({ located }: Pick<Unit, "located">, path: Path): boolean {
  return find(located, path).missing.length === 0;
}

/** The text at a path, which the schema has found to be one. */
export function placedAt({ source, located }: Pick<Unit, "located" | "source">, path: Path): PlacedText | undefined {
  const { value, missing } = find(located, path);
  return missing.length === 0 && value.kind === "text" ? placed(source, value) : undefined;
}

function placed(source: Source, text: LocatedText): PlacedText {
  return { text: text.value, source, span: (start, end) => spanInText(text, start, end) };
}

/** The whole of a file as a text. */
export function wholeOf(source: Source): PlacedText {
  return { text: source.text, source, span: (start, end) => ({ start, end }) };
}
