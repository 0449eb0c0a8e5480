/**
 * Reading answers of servers: what is not of its type tells nothing.
 *
 * @module
 */

/** An object of an answer. */
export interface Fields {
  /** A field by its name. */
  readonly [name: string]: unknown;
}

/** A number of tokens that a server tells; anything else tells nothing. */
export function tokensIn(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}

/** The fields of an answer; none where it is no object. */
export function fieldsIn(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : {};
}

/** The items of a list in an answer; none where it is no list. */
export function itemsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value as readonly unknown[] : [];
}

/** The same without the fields that are undefined. */
export function known<T extends object>(fields: { readonly [K in keyof T]?: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([_, value]) => value !== undefined)) as Partial<T>;
}
