/**
 * Stores that break promises: a suite that a broken store passes would hold nobody to anything.
 *
 * @module
 */
import type { Json } from "../../../lib/base/json.ts";
import type { Entry } from "../../../lib/plan/mod.ts";
import type { Store, Write } from "../../../lib/store/store.ts";

/** A fault, and the promises that it breaks; it may break others as well. */
export interface Fault {
  readonly what: string;
  readonly breaks: readonly string[];
  /** The methods that are wrong. */
  readonly in: (store: Store) => Partial<Store>;
}

/** Faults of what `append` is given. */
export function writing(change: (writes: readonly Write[]) => readonly Write[]): Fault["in"] {
  return (store) => ({ append: (run, epoch, writes) => store.append(run, epoch, change(writes)) });
}

/** Faults of rows on their way in. */
export function rows(change: (entry: Entry) => Entry): Fault["in"] {
  return writing((writes) => writes.map((write) => ({ ...write, entry: change(write.entry) })));
}

/** Faults of every value on its way out. */
export function values(change: (value: Json) => Json): Fault["in"] {
  return (store) => ({
    entries: async (...asked) =>
      (await store.entries(...asked)).map((entry) =>
        entry.value === undefined ? entry : { ...entry, value: change(entry.value) }
      ),
  });
}

/** A value with every text in it changed. */
export function everyText(value: Json, change: (text: string) => string): Json {
  return JSON.parse(JSON.stringify(value), (_, part: Json) => typeof part === "string" ? change(part) : part) as Json;
}

/** A row that does not say this. */
export function without(entry: Entry, key: keyof Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key)) as unknown as Entry;
}
