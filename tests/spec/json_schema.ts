/**
 * As much of JSON Schema as our own schema uses; a keyword it does not know is an error, so none is passed over.
 *
 * @module
 */

/** A JSON Schema. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

type Check = (schema: never, value: unknown, whole: Schema, of: { readonly [keyword: string]: unknown }) => boolean;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const CHECKS: { readonly [keyword: string]: Check } = {
  $ref: (ref: string, value, whole) => fits(definition(whole, ref), value, whole),
  type: (type: string | readonly string[], value) => [type].flat().some((one) => isOf(one as string, value)),
  const: (wanted, value) => value === wanted,
  enum: (words: readonly unknown[], value) => words.includes(value),
  anyOf: (schemas: readonly Schema[], value, whole) => schemas.some((one) => fits(one, value, whole)),
  allOf: (schemas: readonly Schema[], value, whole) => schemas.every((one) => fits(one, value, whole)),
  if: (test: Schema, value, whole, { then }) => !fits(test, value, whole) || fits(then as Schema, value, whole),
  pattern: (pattern: string, value) => typeof value !== "string" || new RegExp(pattern, "u").test(value),
  minLength: (least: number, value) => typeof value !== "string" || [...value].length >= least,
  minimum: (least: number, value) => typeof value !== "number" || value >= least,
  maximum: (most: number, value) => typeof value !== "number" || value <= most,
  minProperties: (least: number, value) => !isMap(value) || Object.keys(value).length >= least,
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  items: (item: Schema, value, whole) => !Array.isArray(value) || value.every((one) => fits(item, one, whole)),
  required: (keys: readonly string[], value) => !isMap(value) || keys.every((key) => Object.hasOwn(value, key)),
  propertyNames: (name: Schema, value, whole) =>
    !isMap(value) || Object.keys(value).every((key) => fits(name, key, whole)),
  properties: (known: Record<string, Schema>, value, whole) =>
    !isMap(value) ||
    Object.entries(known).every(([key, one]) => !Object.hasOwn(value, key) || fits(one, value[key], whole)),
  additionalProperties: (other: Schema, value, whole, { properties = {} }) =>
    !isMap(value) ||
    Object.entries(value).every(([key, one]) => Object.hasOwn(properties as object, key) || fits(other, one, whole)),
};

const NOTES = ["$schema", "$defs", "title", "description", "then"];

/** Whether a value is what a schema says. */
export function fits(schema: Schema, value: unknown, whole: Schema = schema): boolean {
  if (typeof schema === "boolean") return schema;
  return Object.entries(schema).every(([keyword, wanted]) => {
    if (NOTES.includes(keyword)) return true;
    const check = CHECKS[keyword];
    if (!check) throw new Error(`unknown keyword ${keyword}`);
    return check(wanted as never, value, whole, schema);
  });
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case "object":
      return isMap(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "null":
      return value === null;
    case "string":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    default:
      throw new Error(`unknown type ${type}`);
  }
}

/** The schema that a reference names. */
export function definition(whole: Schema, ref: string): Schema {
  const found = typeof whole === "object" && (whole["$defs"] as Record<string, Schema>)[ref.replace("#/$defs/", "")];
  if (!found || !ref.startsWith("#/$defs/")) throw new Error(`${ref} leads nowhere`);
  return found;
}
