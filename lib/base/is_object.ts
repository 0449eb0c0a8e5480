/** An object that is no list: a map of names to values. */
export interface Fields {
  /** The value of a name, own or inherited. */
  readonly [name: string]: unknown;
}

/**
 * Whether a value is a map of names to values: an object that is neither null nor a list. Of a JSON value it leaves the
 * JSON object, of anything else a map to values of which nothing is known.
 */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
