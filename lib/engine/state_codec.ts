/**
 * How a state is kept without writing it whole at every commit: as the difference from the last durable one, with
 * long strings that came from an outcome named by their row. A snapshot now and then bounds what a resume reads.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Path } from "./state_diff.ts";
import { applyChange, changesOf, copyOf, define, LONG } from "./state_diff.ts";

/** A snapshot is taken at the earliest after so many commits … */
const SNAPSHOT_COMMITS = 64;
/** … and when the differences since the last one weigh at least this share of the state. */
const SNAPSHOT_SHARE = 0.5;

/** A row of the journal and the way to a string in its value, such as `text` or `log.3`; empty: the value itself. */
export type Origin = readonly [seq: number, path: string];

/** Where a codec begins. */
export interface CodecStart {
  readonly state: Json;
  readonly commits: number;
  /** Rows that hold strings of the state. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What was written since the last snapshot: differences, and what they weigh. Default: nothing. */
  readonly since?: { readonly commits: number; readonly weight: number };
}

/** The mutable image of a state: what the journal holds once the pending difference is written. */
export interface StateCodec {
  /** Notes where the strings of an outcome stand, so that the next state can name them. */
  learn(seq: number, value: Json): void;
  /** The difference to the next state, to ride in a row. Throws what is not JSON, and then stays as it was. */
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

/** A change as it is written. */
type Op = readonly [Path, "=" | "+" | "~" | "-", Json?];

/** A codec whose image is the state it begins from; undefined before the first. */
export function stateCodec(from: CodecStart | undefined): StateCodec {
  let image: Json | undefined = from && copyOf(from.state), commits = from?.commits ?? 0;
  let held: Map<string, Origin> = new Map(from?.origins), since = from?.since?.commits ?? 0;
  let weight = from?.since?.weight ?? 0, size = 0;
  const recent = new Map<string, Origin>();

  const naming = (kept: Map<string, Origin>) => (text: string): Json => {
    const origin = text.length < LONG ? undefined : held.get(text) ?? recent.get(text);
    if (!origin) return text;
    kept.set(text, origin);
    return { $: [...origin] };
  };
  const named = (text: string): Json => naming(held)(text);

  /** The whole state, when it is time. Weighing it costs as much as writing it: only done when it may be worth it. */
  const snapshot = (): Json | undefined => {
    if (since < SNAPSHOT_COMMITS || weight < size * SNAPSHOT_SHARE) return undefined;
    const kept = new Map<string, Origin>(), whole = encodeWhole(image, naming(kept));
    size = weightOf(whole);
    if (weight < size * SNAPSHOT_SHARE) return undefined;
    held = kept, since = 0, weight = 0;
    return [commits, [[[], "=", whole]]];
  };

  return {
    get commits() {
      return commits;
    },
    peek: () => image ?? null,
    state: () => structuredClone(image) as Json | undefined,
    encode: (value) => encodeWhole(value, named),
    learn: (seq, value) => learn(recent, value, [seq, ""]),
    advance(next) {
      const ops: Op[] = [];
      for (const change of changesOf(image, next)) {
        const { path, kind, value } = change;
        ops.push(kind === "-" ? [path, kind] : [path, kind, encodeWhole(value, named)]);
        image = applyChange(image ?? null, change);
      }
      commits++, since++;
      weight += weightOf(ops as unknown as Json);
      const encoded: Json = [commits, ops as unknown as Json], whole = snapshot();
      recent.clear();
      return whole === undefined ? { encoded } : { encoded, snapshot: whole };
    },
  };
}

/** About how many bytes a value is as text. */
export function weightOf(value: Json): number {
  if (typeof value === "string") return value.length + 2;
  if (!isObject(value)) return 5;
  let weight = 2;
  if (Array.isArray(value)) { for (const item of value) weight += weightOf(item) + 1; }
  else for (const [key, item] of Object.entries(value)) weight += weightOf(item as Json) + key.length + 4;
  return weight;
}

function learn(into: Map<string, Origin>, value: Json, [seq, path]: Origin): void {
  if (typeof value === "string") {
    if (value.length >= LONG) into.set(value, [seq, path]);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key !== "" && !key.includes(".")) {
        learn(into, item as Json, [seq, path === "" ? key : `${path}.${key}`]);
      }
    }
  }
}

/** Keys that begin with `$` get another one, so that a reference is never mistaken for data. */
function encodeWhole(value: Json | undefined, encodeString: (text: string) => Json): Json {
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
export function decodeStates(encoded: readonly Json[], lookUp: (seq: number) => Json): CodecStart {
  const origins = new Map<string, Origin>();
  let state: Json = null, commits = 0;
  for (const difference of encoded) {
    const [count, ops] = difference as unknown as readonly [number, readonly Op[]];
    commits = count;
    for (const [path, kind, value] of ops) {
      const plain = value === undefined ? null : decode(value, { lookUp, origins });
      state = applyChange(state, { path, kind, value: plain });
    }
  }
  return { state, commits, origins };
}

interface Decoder {
  readonly lookUp: (seq: number) => Json;
  readonly origins: Map<string, Origin>;
}

function decode(value: Json, decoder: Decoder): Json {
  if (Array.isArray(value)) return value.map((item) => decode(item, decoder));
  if (!isObject(value)) return value;
  if (isReference(value)) {
    const text = stringAt(decoder.lookUp(value.$[0]), value.$);
    decoder.origins.set(text, value.$);
    return text;
  }
  const plain: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    define(plain, key.startsWith("$") ? key.slice(1) : key, decode(item as Json, decoder));
  }
  return plain;
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
