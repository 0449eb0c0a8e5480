/**
 * Values of a spec that hold templates in their texts, each held to a type as far as that is known beforehand.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { conforms } from "../expr/conforms.ts";
import { parseTemplate } from "../expr/parse_template.ts";
import type { Type } from "../expr/types.ts";
import { ANY, fieldOf, isList, present } from "../expr/types.ts";
import { foundAs, nameOf } from "../spec/flaws.ts";
import type { Path } from "../spec/located.ts";
import { checkedValue } from "./check_text.ts";
import type { ScopeFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { keyAt, placedAt, spanAt } from "./unit.ts";

/** What a value is held to. */
export interface Held {
  /** The type it must be of. */
  readonly type: Type;
  /** What its templates may speak of. */
  readonly scopeFor: ScopeFor;
}

/**
 * The value, if it is sound: a text without holes is held to its type now, one with holes by the type of what it gives.
 * Undefined where something is wrong, which has been reported.
 */
export function lowerValue(
  unit: Unit,
  at: Path,
  { value, ...held }: Held & { readonly value: Json },
): Json | undefined {
  if (typeof value === "string") return lowerText(unit, at, { value, ...held });
  if (value === null || typeof value !== "object") return lowerPlain(unit, at, { value, ...held });
  const wrong = misfitOf(held.type, value);
  if (wrong !== undefined) return reportWrong(unit, at, { expected: wrong, value });
  return isList(value) ? lowerItems(unit, at, { value, ...held }) : lowerFields(unit, at, { value, ...held });
}

function lowerText(
  unit: Unit,
  at: Path,
  { value, type, scopeFor }: Held & { readonly value: string },
): Json | undefined {
  const placed = placedAt(unit, at);
  if (!placed || !hasHoles(value)) return lowerPlain(unit, at, { value, type, scopeFor });
  return checkedValue(unit, placed, { scope: scopeFor(placed, "template"), expects: type });
}

/** Whether a text is a template with holes, or one that cannot be read. */
export function hasHoles(text: string): boolean {
  if (!text.includes("${{")) return false;
  const parsed = parseTemplate(text);
  return !parsed.ok || parsed.template.parts.some(({ kind }) => kind === "hole");
}

function lowerPlain(unit: Unit, at: Path, { value, type }: Held & { readonly value: Json }): Json | undefined {
  const wrong = conforms(type, value);
  return wrong ? reportWrong(unit, at, { expected: wrong.expected, value }) : value;
}

/** What is expected in the place of a list or a map that can be none of its type, whatever stands in it. */
function misfitOf(wanted: Type, value: Json): string | undefined {
  const type = present(wanted), isOne = isList(value);
  if (type.kind === "any" || (type.kind === "list") === isOne && (isOne || isMap(type))) return undefined;
  return conforms(wanted, isOne ? [] : {})?.expected;
}

function isMap({ kind }: Type): boolean {
  return kind === "map" || kind === "object";
}

function lowerItems(
  unit: Unit,
  at: Path,
  { value, type, scopeFor }: Held & { readonly value: readonly Json[] },
): Json | undefined {
  const wanted = present(type), of = wanted.kind === "list" ? wanted.of : ANY;
  const items = value.map((item, i) => lowerValue(unit, [...at, i], { value: item, type: of, scopeFor }));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function lowerFields(
  unit: Unit,
  at: Path,
  { value, type, scopeFor }: Held & { readonly value: { readonly [name: string]: Json } },
): Json | undefined {
  const wanted = present(type), given = Object.entries(value);
  const fields = given.map(([name, one]) =>
    [name, lowerValue(unit, [...at, name], { value: one, type: typeIn(wanted, name), scopeFor })] as const
  );
  const missing = wanted.kind !== "object"
    ? []
    : Object.entries(wanted.fields).filter(([name, field]) =>
      !Object.hasOwn(value, name) && conforms(field, undefined) !== undefined
    );
  for (const [key] of missing) unit.report("missing-key", keyAt(unit, at), { what: nameOf(at), key });
  if (missing.length > 0 || fields.some(([, one]) => one === undefined)) return undefined;
  return Object.fromEntries(fields as readonly (readonly [string, Json])[]);
}

/** The type of what is under a key. */
function typeIn(type: Type, name: string): Type {
  if (type.kind === "map") return type.of;
  return type.kind === "object" ? fieldOf(type.fields, name) ?? ANY : ANY;
}

function reportWrong(
  unit: Unit,
  at: Path,
  { expected, value }: { readonly expected: string; readonly value: Json },
): undefined {
  unit.report("wrong-value", spanAt(unit, at), {
    what: nameOf(at),
    expected: `\`${expected}\``,
    found: foundAs(value),
  });
}
