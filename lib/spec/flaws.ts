/**
 * What a schema finds wrong, as sentences at places. Where several forms are allowed, the form that was meant is the one
 * with the fewest keys missing or unknown, and only its flaws are told.
 *
 * @module
 */
import type { z } from "zod";
import { nearest } from "../base/near.ts";
import { describe } from "../expr/describe.ts";
import type { Json } from "../base/json.ts";
import type { DiagnosticCode, DiagnosticParams } from "../text/diagnostic.ts";
import type { Path } from "./located.ts";
import { A_DURATION, A_KEY, A_SIZE, A_TIME, knownKeys } from "./schema_parts.ts";

/** A diagnostic at a path of the document. */
export type Flaw = {
  readonly [C in DiagnosticCode]: {
    readonly code: C;
    readonly params: DiagnosticParams[C];
    readonly path: Path;
    /** Whether the key or the value is at fault; a missing key is looked for at the key that should hold it. */
    readonly at: "key" | "value";
  };
}[DiagnosticCode];

type Issue = z.core.$ZodIssue;

/** The flaws that a schema's issues stand for, each place once; `value` is what was checked. */
export function flawsOf(issues: readonly Issue[], value: unknown): readonly Flaw[] {
  const all = issues.flatMap((issue) => flawsOfIssue(issue, value, [])), seen = new Set<string>();
  const misspelt = new Map<string, Set<string | undefined>>();
  for (const { code, path, params } of all) {
    if (code !== "unknown-key") continue;
    const holder = nameOfPath(path.slice(0, -1));
    misspelt.set(holder, (misspelt.get(holder) ?? new Set()).add(params.near));
  }
  return all.filter((flaw) => {
    const { path, code, at } = flaw;
    if (code === "wrong-value" && misspelt.has(nameOfPath(path))) return false;
    if (code === "missing-key" && misspelt.get(nameOfPath(path.slice(0, -1)))?.has(flaw.params.key)) return false;
    const name = nameOfPath(path) + (at === "key" ? code : "");
    return !seen.has(name) && seen.add(name);
  });
}

function nameOfPath(path: Path): string {
  return JSON.stringify(path);
}

function flawsOfIssue(issue: Issue, value: unknown, above: Path): readonly Flaw[] {
  const path = [...above, ...issue.path.map((step) => typeof step === "number" ? step : String(step))];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => strayKey([...path, key], issue.message, valueAt(value, path)));
    case "invalid_key": {
      const rule = issue.issues[0]?.message ?? issue.message, name = String(path.at(-1));
      return [{ code: "bad-name", params: { name, rule }, path, at: "key" }];
    }
    case "invalid_union":
      return flawsOfUnion(issue, value, path);
    default:
      return [wrongValue(issue.message, value, path)];
  }
}

/** A key that its map does not know: it belongs to another form of the map, or to none. */
function strayKey(path: Path, message: string, holder: unknown): Flaw {
  const key = String(path.at(-1)), { known, others, kinds } = knownKeys(message);
  const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  if (kind !== undefined) return { code: "unknown-key", params: { key, allowed: known, kind }, path, at: "key" };
  if (!others.includes(key)) return unknownKey(path, key, known);
  const written = Object.keys(holder ?? {}).filter((other) => known.includes(other) && !others.includes(other));
  return { code: "keys-apart", params: { key, beside: written.length > 0 ? written : known }, path, at: "key" };
}

function unknownKey(path: Path, key: string, allowed: readonly string[]): Flaw {
  return { code: "unknown-key", params: { key, near: nearest(key, allowed), allowed }, path, at: "key" };
}

/** What a value is, that is not what is expected there. */
function wrongValue(expected: string, root: unknown, path: Path): Flaw {
  const value = valueAt(root, path), what = nameOf(path);
  if (value === undefined) {
    return {
      code: "missing-key",
      params: { what: nameOf(path.slice(0, -1)), key: String(path.at(-1)) },
      path,
      at: "key",
    };
  }
  if (value === null) return { code: "missing-value", params: { what, expected }, path, at: "key" };
  if (expected === A_KEY && typeof value === "string") {
    return { code: "literal-secret", params: { what }, path, at: "value" };
  }
  if (expected !== A_KEY && isSecret(value)) return { code: "misplaced-secret", params: { what }, path, at: "value" };
  const found = foundAs(value), params = { found, expected };
  if (typeof value === "object") return { code: "wrong-value", params: { what, ...params }, path, at: "value" };
  if (expected === A_DURATION) return { code: "bad-duration", params, path, at: "value" };
  if (expected === A_SIZE) return { code: "bad-size", params, path, at: "value" };
  if (expected === A_TIME) return { code: "bad-time", params, path, at: "value" };
  return { code: "wrong-value", params: { what, ...params }, path, at: "value" };
}

/** A text that would be something else without its quotes: they are what is wrong with it. */
const LIKE_ANOTHER = /^(?:[-+]?\.?\d[\d._]*(?:[eE][-+]?\d+)?|true|false|null|~|)$/;

/** A value in a message: texts and numbers as they are. */
export function foundAs(value: unknown): string {
  const text = describe(value as Json);
  if (text === "a list of no items") return "an empty list";
  if (text === "a map with no keys") return "an empty map";
  if (typeof value === "string") return LIKE_ANOTHER.test(value) ? `\`${text}\`` : `\`${text.slice(1, -1)}\``;
  return typeof value === "number" || typeof value === "boolean" ? `\`${text}\`` : text;
}

function isSecret(value: unknown): boolean {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === "env" || keys[0] === "key");
}

/** A part of a spec as a sentence names it. */
export function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the spec";
  if (typeof last === "string") return `\`${last}\``;
  return path.length < 2 ? `item ${last + 1}` : `item ${last + 1} of ${nameOf(path.slice(0, -1))}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** One allowed form, and how far the value is from it. */
interface Form {
  readonly issues: readonly Issue[];
  /** Keys the form does not know. */
  readonly unknown: readonly string[];
  /** The keys it knows, where it told them. */
  readonly known: readonly string[];
  readonly distance: number;
}

function flawsOfUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  value: unknown,
  path: Path,
): readonly Flaw[] {
  const given = valueAt(value, path), wrong = [wrongValue(issue.message, value, path)];
  if (given === undefined || given === null || isSecret(given)) return wrong;
  const fitting = issue.errors.filter((issues) => !issues.some(isOfOtherType)).map((issues) => formOf(issues, given));
  const least = Math.min(...fitting.map(({ distance }) => distance));
  const [first, ...equal] = fitting.filter(({ distance }) => distance === least);
  if (!first) return wrong;
  if (equal.length > 0) {
    const strange = first.unknown.filter((key) => equal.every((form) => form.unknown.includes(key)));
    const known = [first, ...equal].flatMap((form) => form.known);
    if (strange.length > 0) return strange.map((key) => unknownKey([...path, key], key, known));
    if (first.unknown.length === 0) return wrong;
  }
  return first.issues.flatMap((inner) => flawsOfIssue(inner, value, path));
}

/** Whether an issue says that the value itself is of another type than the form. */
function isOfOtherType(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union") return issue.errors.every((issues) => issues.some(isOfOtherType));
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function formOf(issues: readonly Issue[], given: unknown): Form {
  const strange = issues.find((issue) => issue.code === "unrecognized_keys" && issue.path.length === 0);
  const unknown = strange?.code === "unrecognized_keys" ? strange.keys : [];
  const missing = issues.filter(({ path }) => path.length === 1 && valueAt(given, path as Path) === undefined);
  const known = strange ? knownKeys(strange.message).known : [];
  return { issues, unknown, known, distance: unknown.length + missing.length };
}
