/**
 * Secrets have a place where keys, headers and addresses stand, by name; and none may be written down.
 *
 * @module
 */
import { nameOf } from "../spec/flaws.ts";
import type { LocatedMap, Path } from "../spec/located.ts";
import { find } from "../spec/located.ts";
import { looksSecret } from "./looks_secret.ts";
import type { Unit } from "./unit.ts";

/** Reports what looks like a secret that is written down; `name` says what it is the value of. */
export function reportLiterals(unit: Unit, path: Path, name: string): void {
  const { value, missing } = find(unit.located, path);
  if (missing.length > 0) return;
  if (value.kind === "text" && looksSecret(value.value, name)) {
    unit.report("literal-secret", value.span, { what: nameOf(path) });
  }
  if (value.kind !== "map") return;
  const isNamed = isReference(value);
  for (const { key } of value.entries) reportLiterals(unit, [...path, key], isNamed ? "" : key);
}

/** Reports secrets by name where none may stand. */
export function reportReferences(unit: Unit, path: Path): void {
  const { value, missing } = find(unit.located, path);
  if (missing.length > 0) return;
  if (value.kind === "list") value.items.forEach((_, i) => reportReferences(unit, [...path, i]));
  if (value.kind !== "map") return;
  if (isReference(value)) return unit.report("misplaced-secret", value.span, { what: nameOf(path) });
  for (const { key } of value.entries) reportReferences(unit, [...path, key]);
}

/** Whether a map is a secret by its name. */
function isReference({ entries: [first, ...rest] }: LocatedMap): boolean {
  return rest.length === 0 && (first?.key === "env" || first?.key === "key") && first.value.kind === "text";
}
