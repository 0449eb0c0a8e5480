import type { Path } from "../spec/located.ts";
import { constantOf } from "./constant.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";

/** A condition, and what it comes to if it is always the same. */
export interface Condition {
  /** The expression, which gives true or false. */
  readonly expression: string;
  /** What it is called at the start of a sentence. */
  readonly what: string;
  /** What follows; absent where that is nobody's mistake. */
  readonly so: { readonly true?: string; readonly false?: string };
}

/** Warns of a condition that looks at nothing, and so is always true or always false. */
export function reportConstant(unit: Unit, at: Path, { expression, what, so }: Condition): void {
  const constant = constantOf(expression);
  if (!constant?.ok || typeof constant.value !== "boolean") return;
  const follows = constant.value ? so.true : so.false;
  if (follows !== undefined) {
    unit.report("constant", spanAt(unit, at), { what, value: String(constant.value), follows });
  }
}
