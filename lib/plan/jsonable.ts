import type { Json } from "../base/json.ts";

/** What a field of JSON may be, union by union; one that may be left out may be `undefined`. */
export type JsonField<T> = T extends Json | undefined ? T
  : T extends bigint | symbol | ((...given: never[]) => unknown) ? never
  : unknown extends T ? never
  : JsonFields<T>;

/** The fields of an object or a list. Functions and built-in classes give themselves away by their symbols. */
export type JsonFields<T> = { readonly [K in keyof T]: JsonField<T[K]> } & {
  readonly [Symbol.toStringTag]?: never;
  readonly [Symbol.hasInstance]?: never;
};

/**
 * What a type that is JSON is assignable to: `T extends Jsonable<T>` takes interfaces, which have no index signature and
 * so are no `Json`, and refuses what cannot be stored: functions, dates, maps, big integers, `unknown`.
 */
export type Jsonable<T> = null | boolean | number | string | JsonFields<T>;
