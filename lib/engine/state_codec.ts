/**
 * How a state is kept without writing it whole at every commit: as the difference from the last durable one, with
 * long strings that came from an outcome named by their row. A snapshot now and then bounds what a resume reads.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { NotJson, stringify, toJson } from "../base/json.ts";

/** Strings shorter than this are written out; a reference costs about as much. */
const LONG = 64;
/** A snapshot is taken at the earliest after so many commits … */
const SNAPSHOT_COMMITS = 64;
/** … and when the differences since the last one weigh at least this share of the state. */
const SNAPSHOT_SHARE = 0.5;

/** A row of the journal and the way to a string in its value, such as `text` or `log.3`; empty: the value itself. */
export type Origin = readonly [seq: number, path: string];

/** The mutable image of a state: what the journal holds once the pending difference is written. */
export interface StateCodec {
  /** Notes where the strings of an outcome stand, so that the next state can name them. */
  learn(seq: number, value: Json): void;
  /** The difference to the next state, to ride in a row; undefined when the state cannot be JSON is thrown. */
  advance(next: unknown): { readonly encoded: Json; readonly snapshot?: Json };
  /** A value as it is stored beside states: long strings that came from outcomes are named by their row. */
  encode(value: Json): Json;
  /** Commits so far: rounds of a loop. */
  readonly commits: number;
  /** A copy of the last state; undefined before the first. */
  state(): Json | undefined;
  /** The last state itself, to look at: it changes with the next commit. */
  peek(): Json;
}

type Path = readonly (string | number)[];
/** set, append to a list, append to a string, drop a key. */
type Op = readonly [Path, "=" | "+" | "~" | "-", Json?];
type Tree = Json | undefined;

/** A codec whose image is `state` after `commits` commits; `origins` are the strings its encoded form names. */
export function stateCodec(
  from: { readonly state: Json; readonly commits: number; readonly origins: ReadonlyMap<string, Origin> } | undefined,
): StateCodec {
  let image: Tree = from === undefined ? undefined : toJson(from.state);
  let commits = from?.commits ?? 0;
  const held = new Map<string, Origin>(from?.origins), recent = new Map<string, Origin>();
  let since = 0, weight = 0;

  const encodeString = (text: string): Json => {
    const origin = text.length < LONG ? undefined : held.get(text) ?? recent.get(text);
    if (!origin) return text;
    held.set(text, origin);
    return { $: [...origin] };
  };

  return {
    get commits() {
      return commits;
    },
    peek: () => image ?? null,
    state: () => structuredClone(image) as Json | undefined,
    encode: (value) => encodeWhole(value, encodeString),
    learn: (seq, value) => learn(recent, value, [seq, ""]),
    advance(next) {
      const ops: Op[] = [];
      image = differ(image, checked(next), { path: [], ops, encodeString });
      recent.clear();
      commits++;
      const encoded: Json = [commits, ops as unknown as Json];
      weight += stringify(ops).length, since++;
      if (since < SNAPSHOT_COMMITS) return { encoded };
      const snapshot = encodeWhole(image, encodeString), size = stringify(snapshot).length;
      if (weight < size * SNAPSHOT_SHARE) return { encoded };
      since = weight = 0;
      return { encoded, snapshot: [commits, [[[], "=", snapshot]]] };
    },
  };
}

/** Borders a user's state: plain JSON, or an error that names the path. */
function checked(next: unknown): Tree {
  if (next === undefined) throw new NotJson("$", "undefined");
  return next as Json;
}

function learn(into: Map<string, Origin>, value: Json, [seq, path]: Origin): void {
  if (typeof value === "string") {
    if (value.length >= LONG) into.set(value, [seq, path]);
  } else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      if (!key.includes(".")) learn(into, item as Json, [seq, path === "" ? key : `${path}.${key}`]);
    }
  }
}

interface Differ {
  readonly path: Path;
  readonly ops: Op[];
  readonly encodeString: (text: string) => Json;
}

/** Writes what changed into `ops` and gives the new image, which shares nothing with `next`. */
function differ(image: Tree, next: unknown, to: Differ): Json {
  if (typeof next === "string" && typeof image === "string") return differText(image, next, to);
  if (Array.isArray(next) && Array.isArray(image)) return differList(image as Json[], next, to);
  if (isObject(next) && isObject(image) && !Array.isArray(next) && !Array.isArray(image)) {
    return differObject(image as { [key: string]: Json }, next as { [key: string]: unknown }, to);
  }
  if (image === next) return image as Json;
  const copy = copyOf(next, to.path);
  to.ops.push([to.path, "=", encodeWhole(copy, to.encodeString)]);
  return copy;
}

function differText(image: string, next: string, { path, ops, encodeString }: Differ): Json {
  if (image === next) return image;
  if (image.length >= LONG && next.startsWith(image)) ops.push([path, "~", encodeString(next.slice(image.length))]);
  else ops.push([path, "=", encodeString(next)]);
  return next;
}

function differList(image: Json[], next: readonly unknown[], to: Differ): Json {
  if (next.length < image.length) {
    const copy = copyOf(next, to.path);
    to.ops.push([to.path, "=", encodeWhole(copy, to.encodeString)]);
    return copy;
  }
  for (let i = 0; i < image.length; i++) image[i] = differ(image[i], next[i], { ...to, path: [...to.path, i] });
  if (next.length > image.length) {
    const more = next.slice(image.length).map((item, i) => copyOf(item, [...to.path, image.length + i]));
    to.ops.push([to.path, "+", more.map((item) => encodeWhole(item, to.encodeString))]);
    for (const item of more) image.push(item);
  }
  return image;
}

function differObject(image: { [key: string]: Json }, next: { readonly [key: string]: unknown }, to: Differ): Json {
  const plain = plainObject(next, to.path);
  for (const key of Object.keys(image)) {
    if (!Object.hasOwn(plain, key) || plain[key] === undefined) {
      delete image[key];
      to.ops.push([[...to.path, key], "-"]);
    }
  }
  for (const [key, value] of Object.entries(plain)) {
    if (value === undefined) continue;
    const before = Object.hasOwn(image, key) ? image[key] : undefined;
    define(image, key, differ(before, value, { ...to, path: [...to.path, key] }));
  }
  return image;
}

function copyOf(value: unknown, path: Path): Json {
  try {
    return toJson(value);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw new NotJson(
      `$${path.map((p) => typeof p === "number" ? `[${p}]` : `.${p}`).join("")}${error.path.slice(1)}`,
      error.found,
    );
  }
}

function plainObject(value: object, path: Path): { readonly [key: string]: unknown } {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) copyOf(value, path);
  return value as { readonly [key: string]: unknown };
}

/** Keys that begin with `$` get another one, so that a reference is never mistaken for data. */
function encodeWhole(value: Tree, encodeString: (text: string) => Json): Json {
  if (typeof value === "string") return encodeString(value);
  if (Array.isArray(value)) return value.map((item) => encodeWhole(item, encodeString));
  if (!isObject(value)) return value ?? null;
  const encoded: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    define(encoded, key.startsWith("$") ? `$${key}` : key, encodeWhole(item as Json, encodeString));
  }
  return encoded;
}

/** Rows that an encoded difference or snapshot names. */
export function rowsNamed(encoded: Json): number[] {
  const rows: number[] = [];
  visit(encoded, (seq) => void rows.push(seq));
  return rows;
}

function visit(value: Json, found: (seq: number) => void): void {
  if (Array.isArray(value)) { for (const item of value) visit(item, found); }
  else if (isObject(value)) {
    if (isReference(value)) found(value.$[0]);
    else for (const item of Object.values(value)) visit(item as Json, found);
  }
}

/** Reads back what {@link StateCodec.encode} wrote. */
export function decodeValue(encoded: Json, lookUp: (seq: number) => Json): Json {
  return decodeStates([[0, [[[], "=", encoded]]]], lookUp).state;
}

/** Applies encoded differences in order; `lookUp` gives the value of a row. Also tells where long strings stand. */
export function decodeStates(
  encoded: readonly Json[],
  lookUp: (seq: number) => Json,
): { readonly state: Json; readonly commits: number; readonly origins: ReadonlyMap<string, Origin> } {
  const origins = new Map<string, Origin>();
  let state: Json = null, commits = 0;
  const decode = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(decode);
    if (!isObject(value)) return value;
    if (isReference(value)) {
      const text = stringAt(lookUp(value.$[0]), value.$);
      origins.set(text, value.$);
      return text;
    }
    const plain: { [key: string]: Json } = {};
    for (const [key, item] of Object.entries(value)) {
      define(plain, key.startsWith("$") ? key.slice(1) : key, decode(item as Json));
    }
    return plain;
  };
  for (const difference of encoded) {
    const [count, ops] = difference as unknown as readonly [number, readonly Op[]];
    commits = count;
    for (const [path, kind, value] of ops) {
      state = apply(state, path, { kind, value: value === undefined ? null : decode(value) });
    }
  }
  return { state, commits, origins };
}

function apply(state: Json, path: Path, op: { readonly kind: Op[1]; readonly value: Json }): Json {
  if (path.length === 0) return combine(state, op);
  const holder = path.slice(0, -1).reduce<Json>((at, step) => (at as { [key: string]: Json })[step]!, state) as {
    [key: string]: Json;
  };
  const last = path.at(-1)!;
  if (op.kind === "-") delete holder[last];
  else define(holder, String(last), combine(Object.hasOwn(holder, last) ? holder[last]! : null, op));
  return state;
}

function combine(before: Json, { kind, value }: { readonly kind: Op[1]; readonly value: Json }): Json {
  if (kind === "~") return `${before as string}${value as string}`;
  if (kind !== "+") return value;
  const list = before as Json[];
  for (const item of value as readonly Json[]) list.push(item);
  return list;
}

function stringAt(value: Json, [seq, path]: Origin): string {
  const found = path === "" ? value : path.split(".").reduce<Json | undefined>(
    (at, step) => (at as { [key: string]: Json } | undefined)?.[step],
    value,
  );
  if (typeof found !== "string") throw new Error(`Cannot read the state: row ${seq} holds no text at \`${path}\``);
  return found;
}

function isReference(value: object): value is { readonly $: Origin } {
  return Object.hasOwn(value, "$");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Assignment that a key named `__proto__` cannot bend. */
function define(object: object, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
