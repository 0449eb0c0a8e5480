/**
 * Types and values of them, for property tests.
 *
 * @module
 */
import fc from "../properties.ts";
import type { Json } from "../../lib/base/json.ts";
import { ANY, BOOL, enumOf, listOf, mapOf, NULL, nullable, NUMBER, objectOf, STRING } from "../../lib/expr/types.ts";
import type { Type } from "../../lib/expr/types.ts";

const FIELD_NAMES = ["a", "text", "git-log", "__proto__", "constructor", "toString", "é", ""];

/** Any type. */
export function types(depth = 2): fc.Arbitrary<Type> {
  const leaves: fc.Arbitrary<Type>[] = [
    fc.constantFrom(ANY, BOOL, NULL, NUMBER, STRING, { kind: "string", format: "date" } as const),
    fc.constant({ kind: "number", whole: true }),
    fc.tuple(fc.integer({ min: -9, max: 0 }), fc.double({ min: 0, max: 9, noNaN: true }))
      .map(([min, max]) => ({ kind: "number", min, max: max + 0 })),
    fc.integer({ min: -5, max: 5 }).map((min) => ({ kind: "number", min, whole: true })),
    fc.uniqueArray(fc.constantFrom("yes", "no", "string", "very good", '"', "null"), { minLength: 1 }).map(enumOf),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = types(depth - 1);
  return fc.oneof(
    ...leaves,
    inner.map(listOf),
    inner.map(mapOf),
    inner.map(nullable),
    fc.uniqueArray(fc.tuple(fc.constantFrom(...FIELD_NAMES.slice(0, -1)), inner), { selector: ([name]) => name })
      .map((fields) => objectOf(Object.fromEntries(fields))),
  );
}

/** Any JSON value. */
export const json: fc.Arbitrary<Json> = fc.jsonValue().map((value) => value as Json);

const finiteNumber = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
)
  .map((x) => x + 0);

/** Values of a type, fields that may be absent sometimes absent. */
export function valuesOf(type: Type): fc.Arbitrary<Json> {
  switch (type.kind) {
    case "any":
      return json;
    case "null":
      return fc.constant(null);
    case "bool":
      return fc.boolean();
    case "number":
      return type.whole
        ? fc.integer({ min: type.min ?? -100, max: type.max ?? 100 })
        : type.min === undefined && type.max === undefined
        ? finiteNumber
        : fc.double({ min: type.min ?? -1e6, max: type.max ?? 1e6, noNaN: true }).map((x) => x + 0);
    case "string":
      if (type.of) return fc.constantFrom(...type.of);
      if (type.format) {
        return fc.date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
          .map((day) => day.toISOString().slice(0, 10));
      }
      return fc.oneof(
        fc.constantFrom("", "a", "ab c", "the end of the end", "x😀y", "${{ 1 }}"),
        fc.string({ unit: "binary", maxLength: 8 }),
      );
    case "list":
      return fc.array(valuesOf(type.of), { maxLength: 4 });
    case "map":
      return fc.dictionary(fc.constantFrom("k", "l", "__proto__", "toString"), valuesOf(type.of), {
        maxKeys: 3,
        noNullPrototype: true,
      })
        .map((map) => map as Json);
    case "object":
      return fc.tuple(...Object.entries(type.fields).map(([name, field]) => fieldValue(name, field)))
        .map((fields) => Object.fromEntries(fields.flat()) as Json);
    case "nullable":
      return fc.oneof(fc.constant(null), valuesOf(type.of));
  }
}

function fieldValue(name: string, type: Type): fc.Arbitrary<readonly (readonly [string, Json])[]> {
  const given = valuesOf(type).map((value) => [[name, value]] as const);
  return type.kind === "nullable" ? fc.oneof(given, fc.constant([])) : given;
}
