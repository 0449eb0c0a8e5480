import type { Json } from "../base/json.ts";
import { count, describe, quote } from "./describe.ts";
import { Failure } from "./failure.ts";
import { isList } from "./types.ts";

/** What is under a key of a map, the map's own; undefined where there is none. */
export function valueUnder(holder: Json, key: string): Json | undefined {
  if (holder === null || typeof holder !== "object" || isList(holder)) {
    throw new Failure(`only a map has a field ${quote(key)}, not ${describe(holder)}`);
  }
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

/** What is at a place of a list or under a key of a map; undefined where there is none. */
export function valueAt(holder: Json, place: Json): Json | undefined {
  if (holder !== null && typeof holder === "object" && isList(holder)) {
    if (typeof place === "number" && Number.isInteger(place)) return holder[place];
    throw new Failure(`the place in a list must be a whole number, not ${describe(place)}`);
  }
  if (typeof place === "string") return valueUnder(holder, place);
  throw new Failure(
    `only a list has numbered places and only a map keys that are texts: found ${describe(holder)}[${describe(place)}]`,
  );
}

/** Why a place or key gave nothing. */
export function missing(holder: Json, place: Json): Failure {
  if (typeof place === "string") {
    return new Failure(`there is no ${quote(place)} here: ask with \`has(…)\`, or write \`default(…, …)\``);
  }
  const size = isList(holder) ? count(holder.length, "item") : describe(holder);
  return new Failure(`there is no place ${describe(place)} in a list of ${size}; the first is 0`);
}
