import type { Json, JsonObject } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Given, Wording } from "../../plan/mod.ts";
import { textOf, wholeOf } from "../value_of.ts";
import type { Evaluating } from "../value_of.ts";

/** Arguments rendered: templates in texts at any depth; one that is a single hole keeps its value's type. */
export function givenOf(run: Evaluating, { field, given }: Filling<Given>, values: Values): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      filled(run, { field: `${field}.${name}`, given: value }, values),
    ]),
  );
}

/** A value with templates in it, and the field that holds it. */
export interface Filling<T> {
  /** As the spec writes it: `with.path`. */
  readonly field: string;
  /** The value. */
  readonly given: T;
}

/** A value whose texts are templates, rendered. Compilers bound how deep it is. */
export function filled(run: Evaluating, { field, given }: Filling<Json>, values: Values): Json {
  if (typeof given === "string") return wholeOf(run, { field, expression: given }, values);
  if (typeof given !== "object" || given === null) return given;
  if (Array.isArray(given)) {
    return given.map((one: Json, i) => filled(run, { field: `${field}[${i}]`, given: one }, values));
  }
  return givenOf(run, { field, given: given as JsonObject }, values);
}

/** Words of a prompt: a template is rendered, a text is taken as it is. */
export function wordsFrom(run: Evaluating, { field, given }: Filling<Wording>, values: Values): string {
  return "text" in given ? given.text : textOf(run, { field, expression: given.template }, values);
}
