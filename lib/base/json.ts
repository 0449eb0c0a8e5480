/** Any JSON value, as plain data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object, as plain data. */
export type JsonObject = { readonly [key: string]: Json };

/** Where a value cannot be written as JSON, and why; `path` is written as `$.a[3].b`. */
export class NotJson extends TypeError {
  /** Tells it from other errors. */
  override readonly name = "NotJson";
  /** Path of the offending value, written as `$.a[3].b`. */
  readonly path: string;
  /** What stands there instead, in words. */
  readonly found: string;

  /** Names the path and what was found there. */
  constructor(path: string, found: string) {
    super(`Cannot store the value at ${path}: ${found} is not JSON`);
    this.path = path;
    this.found = found;
  }
}

/**
 * The one JSON text of a value: keys sorted by code unit, no white space, numbers in their shortest form.
 * Keys whose value is `undefined` are left out, as in JSON.
 *
 * @throws {NotJson} for NaN, infinities, functions, symbols, bigints, cycles and objects that are not plain.
 */
export function canonical(value: unknown): string {
  return write(value, "$", [], true);
}

/** The same border as {@link canonical}, keeping the order of keys: what a value's maker wrote, checked. */
export function stringify(value: unknown): string {
  return write(value, "$", [], false);
}

/** A copy of the value that is plain JSON and shares nothing with it. Throws {@link NotJson} as `canonical` does. */
export function toJson(value: unknown): Json {
  return JSON.parse(stringify(value)) as Json;
}

function write(value: unknown, path: string, above: readonly object[], sorted: boolean): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new NotJson(path, String(value));
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeObject(value, path, above, sorted);
    default:
      throw new NotJson(path, value === undefined ? "undefined" : `a ${typeof value}`);
  }
}

function writeObject(value: object, path: string, above: readonly object[], sorted: boolean): string {
  if (above.includes(value)) throw new NotJson(path, "a cycle");
  const inside = [...above, value];
  if (Array.isArray(value)) {
    // Not `map`: it passes over holes, which are undefined to whoever reads the list.
    let items = "";
    for (let i = 0; i < value.length; i++) {
      items += (i === 0 ? "" : ",") + write(value[i], `${path}[${i}]`, inside, sorted);
    }
    return `[${items}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new NotJson(path, `an instance of ${prototype.constructor?.name ?? "a class"}`);
  }
  const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
  if (sorted) keys.sort();
  const fields = keys.map((key) =>
    `${JSON.stringify(key)}:${write((value as Record<string, unknown>)[key], `${path}.${key}`, inside, sorted)}`
  );
  return `{${fields.join(",")}}`;
}
