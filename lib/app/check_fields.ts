/** Holds what a library user gives to a table of rules: users of plain JavaScript have no compiler to tell them. */
import { nearest } from "../base/near.ts";
import { nameOfValue } from "../plan/begin.ts";

/** What a value has to be. */
export type Rule =
  | {
    /** What to give, in words. */
    readonly expected: string;
    /** Whether it is of the right type. */
    readonly is: (value: unknown) => boolean;
    /** Whether it is in range, where the type alone does not say so. */
    readonly holds?: (value: never) => boolean;
  }
  /** An object with these fields and no others. */
  | { readonly fields: Fields }
  /** An object, or a list, of such values. */
  | { readonly each: Rule; readonly of: "names" | "list" };

/** Rules by the name of their field. */
export type Fields = { readonly [name: string]: Rule };

/** A text. */
export const TEXT: Rule = { expected: "a text", is: (value) => typeof value === "string" };

/** `true` or `false`. */
export const YES_OR_NO: Rule = { expected: "`true` or `false`", is: (value) => typeof value === "boolean" };

/** Anything: it is looked at elsewhere. */
export const ANYTHING: Rule = { expected: "a value", is: () => true };

/** A number in a range. */
export function number(expected: string, holds: (value: number) => boolean): Rule {
  return { expected, is: (value) => typeof value === "number", holds };
}

/** A whole number in a range. */
export function whole(what: string, least: number, most: number = Number.MAX_SAFE_INTEGER): Rule {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  return number(`${what} ${range}`, (value) => Number.isSafeInteger(value) && value >= least && value <= most);
}

/** One of some words. */
export function oneOf(...words: readonly string[]): Rule {
  const is = (value: unknown) => typeof value === "string";
  return {
    expected: words.map((word) => `\`${word}\``).join(" or "),
    is,
    holds: (value: string) => words.includes(value),
  };
}

/** An object with methods of these names. */
export function withMethods(expected: string, ...methods: readonly string[]): Rule {
  const is = (value: unknown) => isObject(value) && methods.every((name) => typeof value[name] === "function");
  return { expected, is };
}

/**
 * Checks every field that is given; one that is `undefined` is not. `doing` begins the message, as in `Cannot start a
 * run`. Throws a TypeError for a field that is unknown or of another type, a RangeError for one out of range.
 */
export function checkFields(doing: string, value: unknown, fields: Fields): void {
  if (!isObject(value)) throw new TypeError(`${doing}: the options are ${nameOfValue(value)}; give an object`);
  checkObject(doing, "", { value, fields });
}

function checkObject(
  doing: string,
  path: string,
  { value, fields }: { readonly value: { readonly [name: string]: unknown }; readonly fields: Fields },
): void {
  const names = Object.keys(fields);
  for (const [name, field] of Object.entries(value)) {
    const rule = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!rule) {
      const near = nearest(name, names), meant = near === undefined ? "" : `, did you mean \`${near}\`?`;
      throw new TypeError(`${doing}: there is no \`${path}${name}\`${meant} (known: ${names.join(", ")})`);
    }
    if (field !== undefined) checkValue(doing, `${path}${name}`, { value: field, rule });
  }
}

function checkValue(
  doing: string,
  at: string,
  { value, rule }: { readonly value: unknown; readonly rule: Rule },
): void {
  if ("is" in rule) {
    const words = () => `${doing}: \`${at}\` is ${nameOfValue(value)}; give ${rule.expected}`;
    if (!rule.is(value)) throw new TypeError(words());
    if (rule.holds && !rule.holds(value as never)) throw new RangeError(words());
    return;
  }
  const isList = Array.isArray(value), wantsList = "of" in rule && rule.of === "list";
  if (!isObject(value) || isList !== wantsList) {
    throw new TypeError(`${doing}: \`${at}\` is ${nameOfValue(value)}; give ${wantsList ? "a list" : "an object"}`);
  }
  if ("fields" in rule) return checkObject(doing, `${at}.`, { value, fields: rule.fields });
  for (const [name, one] of Object.entries(value)) {
    checkValue(doing, isList ? `${at}[${name}]` : `${at}.${name}`, { value: one, rule: rule.each });
  }
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}
