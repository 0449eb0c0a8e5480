import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { inShape } from "../../expr/in_shape.ts";
import { parseShape } from "../../expr/parse_shape.ts";
import type { Type } from "../../expr/types.ts";
import { fieldOf, present } from "../../expr/types.ts";
import type { Piece } from "./pieces.ts";
import { readJson, readWholeJson } from "./read_json.ts";

/** An answer in its shape, or a sentence that says why it is not. */
export type FinalAnswer = { readonly value: Json } | { readonly problem: string };

/**
 * Reads an answer in a shape: JSON that is the whole of it, or the one piece of JSON in it that fits; where a text is
 * wanted, the words themselves. Brackets that are open are never closed here: the answer may have been cut off.
 */
export function readFinal(pieces: readonly Piece[], shape: Json): FinalAnswer {
  const text = textOf(pieces), whole = readWholeJson(text);
  if (typeAt(shape)?.kind === "string") {
    const isJson = whole.ok && (typeof whole.value === "string" || whole.value === null);
    return inShape(shape, isJson ? whole.value : text);
  }
  const found = whole.ok ? [whole.value] : jsonIn(pieces), held = found.map((value) => inShape(shape, value));
  const fitting = held.filter((one) => "value" in one);
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length > 1) return { problem: `it holds ${fitting.length} answers: give one` };
  return held.at(-1) ?? { problem: "it holds no JSON that can be read" };
}

/** Why the model says that it cannot go on; undefined: it does not say so. A shape that has a `status` of its own comes first. */
export function blockedIn(pieces: readonly Piece[], shape: Json | undefined): string | undefined {
  const whole = readWholeJson(textOf(pieces)), found = whole.ok ? [whole.value] : jsonIn(pieces);
  const [answer, ...more] = found.flatMap((value) => isObject(value) ? [value] : []);
  if (!answer || more.length > 0 || wordAt(answer, "status").toLowerCase() !== "blocked") return undefined;
  const type = shape === undefined ? undefined : typeAt(shape);
  const isAnswer = type?.kind === "object" && fieldOf(type.fields, "status") && "value" in inShape(shape!, answer);
  return isAnswer ? undefined : wordAt(answer, "reason");
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("").trim();
}

function typeAt(shape: Json): Type | undefined {
  const parsed = parseShape(shape);
  return parsed.ok ? present(parsed.type) : undefined;
}

function wordAt(value: JsonObject, name: string): string {
  const word = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof word === "string" ? word.trim() : "";
}

/** What stands out; where nothing does, what stands among words. */
function jsonIn(pieces: readonly Piece[]): readonly Json[] {
  const standing = pieces.flatMap((piece) => piece.is === "json" ? piece.values : []);
  return standing.length > 0 ? standing : inWords(pieces);
}

/** Places at which JSON is looked for among words. */
const MOST_PLACES = 100;

/** The outermost objects and lists among words. */
function inWords(pieces: readonly Piece[]): readonly Json[] {
  const text = pieces.map((piece) => piece.is === "words" ? piece.text : "\n").join(""), found: Json[] = [];
  const opener = /[[{]/g;
  for (let place = opener.exec(text), tried = 0; place && tried < MOST_PLACES; place = opener.exec(text), tried++) {
    const reading = readJson(text, { from: place.index });
    if (!reading.ok) continue;
    found.push(reading.value);
    opener.lastIndex = reading.end;
  }
  return found;
}
