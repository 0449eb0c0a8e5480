import type { Json } from "../base/json.ts";
import { Failure } from "./failure.ts";
import { isList } from "./types.ts";

/**
 * What is left of the work an evaluation may do. One step is one part of an expression evaluated, one item of a list
 * looked at, or 32 characters read or written.
 */
export interface Meter {
  /** Steps left. */
  left: number;
}

/** Steps an evaluation may take unless it is told otherwise: about a tenth of a second. */
export const STEPS = 1_000_000;

const CHARACTERS_A_STEP = 32;

/** Takes steps. */
export function spend(meter: Meter, steps: number): void {
  meter.left -= steps;
  if (meter.left < 0) {
    throw new Failure("this takes more work than an expression may do: narrow the lists or texts it goes over");
  }
}

/** Pays for text before it is read or made. */
export function spendText(meter: Meter, characters: number): void {
  spend(meter, Math.ceil(characters / CHARACTERS_A_STEP));
}

/** Pays for everything inside a value. Lists and texts that appear twice count twice: they would be written twice. */
export function spendValue(meter: Meter, value: Json): void {
  spend(meter, 1);
  if (typeof value === "string") return spendText(meter, value.length);
  if (value === null || typeof value !== "object") return;
  if (isList(value)) return value.forEach((item) => spendValue(meter, item));
  for (const [key, item] of Object.entries(value)) {
    spendText(meter, key.length);
    spendValue(meter, item);
  }
}
