import type { Json } from "../../base/json.ts";
import { toJson } from "../../base/json.ts";

/** What makes a typed state of a stored one: a schema of zod and its like fits. */
export interface StateShape<S> {
  /** Gives the typed state. Throws for what is none. */
  parse(value: unknown): S;
}

/** A state as it is handed out: a copy of its own, of the shape that was asked for. */
export function typed<S>(shape: StateShape<S> | undefined, stored: Json): S {
  const copy: unknown = structuredClone(stored);
  if (!shape) return copy as S;
  const state: unknown = shape.parse(copy);
  if (typeof (state as { readonly then?: unknown } | null | undefined)?.then !== "function") return state as S;
  void Promise.resolve(state).catch(() => {});
  throw new TypeError("Cannot read a state: `parse` of its schema is async; give one that parses at once");
}

/** The same for a state that may not be of the shape: as it is stored then. */
export function typedOrRaw<S>(shape: StateShape<S> | undefined, stored: Json): S {
  try {
    return typed(shape, stored);
  } catch {
    return structuredClone(stored) as S;
  }
}

/** A state as it is stored. `of` says what it is, as in `the initial state`. Throws a `NotJson` that names the path. */
export function stored(state: unknown, of: string): Json {
  if (state === undefined || state === null) {
    throw new TypeError(`Cannot store ${of}: it is \`${state}\`; a state is a value, such as an object`);
  }
  return toJson(state);
}
