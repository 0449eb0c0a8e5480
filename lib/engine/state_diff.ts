/**
 * What changed between two states, as data, and how to make the changes. Finding them changes nothing, so a state that
 * cannot be stored leaves the one before as it was.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { NotJson } from "../base/json.ts";

/** Strings shorter than this are written out: a reference, or an appended tail, costs about as much. */
export const LONG = 64;

/** Where something changed: keys of objects and places in lists, from the root. */
export type Path = readonly (string | number)[];

/** One change: `=` sets, `+` appends to a list, `~` appends to a string, `-` drops a key. */
export interface Change {
  readonly path: Path;
  readonly kind: "=" | "+" | "~" | "-";
  readonly value: Json;
}

/** The walk through two values: where it stands, and what it has found. */
interface Walk {
  readonly path: (string | number)[];
  readonly found: Change[];
}

/** What changes the image into the next state; shares nothing with it. Throws {@link NotJson} that names the path. */
export function changesOf(image: Json | undefined, next: unknown): readonly Change[] {
  const walk: Walk = { path: [], found: [] };
  compare(image, next, walk);
  return walk.found;
}

/** The state after a change, which becomes part of it. */
export function applyChange(state: Json, { path, kind, value }: Change): Json {
  if (path.length === 0) return combine(state, kind, value);
  const last = path.at(-1)!;
  let holder = state as { [key: string]: Json };
  for (let i = 0; i < path.length - 1; i++) holder = holder[path[i]!] as { [key: string]: Json };
  if (kind === "-") delete holder[last];
  else define(holder, String(last), combine(Object.hasOwn(holder, last) ? holder[last]! : null, kind, value));
  return state;
}

/** Assignment that a key named `__proto__` cannot bend. */
export function define(object: object, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function combine(before: Json, kind: Change["kind"], value: Json): Json {
  if (kind === "~") return `${before as string}${value as string}`;
  if (kind !== "+") return value;
  const list = before as Json[];
  for (const item of value as readonly Json[]) list.push(item);
  return list;
}

function compare(image: Json | undefined, next: unknown, walk: Walk): void {
  if (image === next && typeof next !== "object" && next !== undefined) return;
  if (typeof next === "string" && typeof image === "string") return compareTexts(image, next, walk);
  if (isObject(next) && isObject(image)) {
    if (Array.isArray(next) && Array.isArray(image)) return compareLists(image, next, walk);
    if (!Array.isArray(next) && !Array.isArray(image)) {
      return compareObjects(image as { [key: string]: Json }, plain(next, walk), walk);
    }
  }
  if (image !== next || next === undefined) note(walk, "=", copyIn(next, walk, []));
}

function compareTexts(image: string, next: string, walk: Walk): void {
  if (image.length >= LONG && next.startsWith(image)) note(walk, "~", next.slice(image.length));
  else note(walk, "=", next);
}

function compareLists(image: readonly Json[], next: readonly unknown[], walk: Walk): void {
  if (next.length < image.length) return note(walk, "=", copyIn(next, walk, []));
  for (let i = 0; i < image.length; i++) {
    walk.path.push(i);
    compare(image[i], next[i], walk);
    walk.path.pop();
  }
  if (next.length > image.length) note(walk, "+", copyItems(next, walk, { from: image.length, above: [] }));
}

function compareObjects(
  image: { readonly [key: string]: Json },
  next: { readonly [key: string]: unknown },
  walk: Walk,
): void {
  const { path } = walk;
  for (const key of Object.keys(image)) {
    if (Object.hasOwn(next, key) && next[key] !== undefined) continue;
    path.push(key);
    note(walk, "-", null);
    path.pop();
  }
  for (const key of Object.keys(next)) {
    if (next[key] === undefined) continue;
    path.push(key);
    compare(Object.hasOwn(image, key) ? image[key] : undefined, next[key], walk);
    path.pop();
  }
}

/** A copy that is plain JSON, with the same strings: comparing it with the original later costs nothing. */
export function copyOf(value: unknown): Json {
  return copyIn(value, { path: [], found: [] }, []);
}

function copyIn(value: unknown, walk: Walk, above: readonly object[]): Json {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value === 0 ? 0 : value;
  if (typeof value === "number") throw notJson(walk, String(value));
  if (!isObject(value)) throw notJson(walk, value === undefined ? "undefined" : `a ${typeof value}`);
  if (above.includes(value)) throw notJson(walk, "a cycle");
  const within = [...above, value];
  if (Array.isArray(value)) return copyItems(value, walk, { from: 0, above: within });
  const copy: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(plain(value, walk))) {
    if (item === undefined) continue;
    walk.path.push(key);
    define(copy, key, copyIn(item, walk, within));
    walk.path.pop();
  }
  return copy;
}

function copyItems(
  list: readonly unknown[],
  walk: Walk,
  { from, above }: { readonly from: number; readonly above: readonly object[] },
): Json[] {
  const copy: Json[] = [];
  for (let i = from; i < list.length; i++) {
    walk.path.push(i);
    copy.push(copyIn(list[i], walk, above));
    walk.path.pop();
  }
  return copy;
}

function plain(value: object, walk: Walk): { readonly [key: string]: unknown } {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw notJson(walk, `an instance of ${prototype.constructor?.name ?? "a class"}`);
  }
  return value as { readonly [key: string]: unknown };
}

function note({ path, found }: Walk, kind: Change["kind"], value: Json): void {
  found.push({ path: [...path], kind, value });
}

function notJson({ path }: Walk, found: string): NotJson {
  return new NotJson(`$${path.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`).join("")}`, found);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
