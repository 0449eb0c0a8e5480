import type { Json } from "../base/json.ts";
import { spend, spendText } from "./meter.ts";
import type { Meter } from "./meter.ts";
import { isList } from "./types.ts";

/** Whether two values are the same, all the way down; values of unlike kinds are not. */
export function equal(a: Json, b: Json, meter: Meter): boolean {
  spend(meter, 1);
  if (typeof a === "string" && typeof b === "string") {
    spendText(meter, Math.min(a.length, b.length));
    return a === b;
  }
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if (isList(a) || isList(b)) {
    return isList(a) && isList(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]!, meter));
  }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key]!, b[key]!, meter));
}
