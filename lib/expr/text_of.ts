import { canonical } from "../base/json.ts";
import type { Json } from "../base/json.ts";
import { Failure } from "./failure.ts";
import { spendValue } from "./meter.ts";
import type { Meter } from "./meter.ts";

/**
 * A value as it stands in a text: texts raw, numbers in their shortest form, lists and maps as canonical JSON.
 *
 * @throws {Failure} for null, which is no text.
 */
export function textOf(value: Json, meter: Meter): string {
  if (typeof value === "string") return value;
  if (value === null) throw new Failure('null cannot stand in a text: use `default(…, "")` or `has(…)`');
  return jsonOf(value, meter);
}

/** A value as canonical JSON, paid for before it is written. */
export function jsonOf(value: Json, meter: Meter): string {
  spendValue(meter, value);
  return canonical(value);
}
