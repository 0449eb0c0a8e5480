import type { Json } from "../base/json.ts";
import type { End, Entry } from "../plan/mod.ts";
import type { Loaded, RunHead, Store } from "../store/store.ts";
import { isOutcome } from "./past.ts";
import type { StateCodec } from "./state_codec.ts";
import { decodeStates, decodeValue, rowsNamed, stateCodec, weightOf } from "./state_codec.ts";

/** Where a run stands, read from its journal. */
export interface Restored {
  /** The last durable state; undefined before the first. */
  readonly state: Json | undefined;
  readonly codec: StateCodec;
  /** Rows a replay hands out or looks at, the cursor's own row included, in order. */
  readonly tail: readonly Entry[];
  /** The highest position written. */
  readonly seq: number;
}

/** Reads a run back: its last durable state and the journal after it; `upTo` a row, as it stood then. */
export async function restore(
  store: Store,
  run: RunHead,
  { upTo }: { readonly upTo?: number } = {},
): Promise<Restored> {
  const { snapshot, entries, ahead } = await loadUpTo(store, run.id, upTo);
  const differences = entries.filter(({ seq, state }) => state !== undefined && seq > (snapshot?.seq ?? 0));
  const since = [...differences.map(({ state }) => state!), ...ahead ? [ahead] : []].flatMap(unpack);
  const encoded = snapshot ? [snapshot.state, ...since] : since;
  const cursor = ahead ? Infinity : differences.at(-1)?.seq ?? snapshot?.seq ?? 0;
  const seq = entries.at(-1)?.seq ?? 0, tail = entries.filter((entry) => entry.seq >= cursor);
  if (encoded.length === 0) return { state: undefined, codec: stateCodec(undefined), tail, seq };
  const values = await valuesOf(store, run.id, { encoded, entries });
  const decoded = decodeStates(encoded, (row) => values.get(row) ?? null);
  const weight = since.reduce<number>((sum, difference) => sum + weightOf(difference), 0);
  return {
    state: decoded.state,
    codec: stateCodec({ ...decoded, since: { commits: since.length, weight } }),
    tail,
    seq,
  };
}

/** A journal up to a row, and the state that had been committed by then and rode on a later one. */
interface LoadedUpTo extends Loaded {
  readonly ahead?: Json;
}

/** The journal from the last snapshot on; as it stood at a row, without a snapshot that is newer. */
async function loadUpTo(store: Store, run: number, upTo: number | undefined): Promise<LoadedUpTo> {
  const loaded = await store.load(run), { snapshot } = loaded;
  if (upTo === undefined) return loaded;
  const isOlder = (snapshot?.seq ?? 0) <= upTo, entries = isOlder ? loaded.entries : await store.entries(run, 0);
  const ahead = riding(entries.filter(({ seq }) => seq > upTo));
  return {
    ...(snapshot && isOlder ? { snapshot } : {}),
    entries: entries.filter(({ seq }) => seq <= upTo),
    ...(ahead === undefined ? {} : { ahead }),
  };
}

/** The state on the first row that has one, where no outcome comes before it: what was committed owes nothing to these. */
function riding(later: readonly Entry[]): Json | undefined {
  const carrier = later.findIndex(({ state }) => state !== undefined);
  return later.slice(0, Math.max(0, carrier)).some(isOutcome) ? undefined : later[carrier]?.state;
}

/** A whole state as a fork's first row carries it: it refers to nothing, and no commit has been made from it. */
export function wholeState(state: Json, { opening }: { readonly opening: number }): Json {
  return stateCodec({ state: null, commits: opening - 1, origins: new Map() }).advance(state).encoded;
}

/** How a run ended, read from its last end row; undefined when it has none, or was opened again since. */
export async function endIn(
  store: Store,
  run: number,
  entries: readonly Entry[],
): Promise<{ readonly end: End; readonly outputs: Json } | undefined> {
  const row = entries.findLast(({ type }) => type === "end" || type === "reopen");
  if (row?.type !== "end") return undefined;
  const { outputs = null, ...end } = row.value as unknown as End & { readonly outputs?: Json };
  const values = await valuesOf(store, run, { encoded: [outputs], entries });
  return { end, outputs: decodeValue(outputs, (seq) => values.get(seq) ?? null) };
}

/** Several commits may ride in one row. */
export function pack(riding: readonly Json[]): Json {
  return riding.length === 1 ? riding[0]! : riding;
}

function unpack(state: Json): readonly Json[] {
  const list = state as readonly Json[];
  return Array.isArray(list[0]) ? list : [state];
}

async function valuesOf(
  store: Store,
  run: number,
  { encoded, entries }: { readonly encoded: readonly Json[]; readonly entries: readonly Entry[] },
): Promise<ReadonlyMap<number, Json>> {
  const values = new Map(entries.map(({ seq, value }) => [seq, resultOf(value)]));
  const missing = [...new Set(encoded.flatMap(rowsNamed))].filter((row) => !values.has(row));
  for (let i = 0; i < missing.length; i += 500) {
    for (const { seq, value } of await store.entriesAt(run, missing.slice(i, i + 500))) {
      values.set(seq, resultOf(value));
    }
  }
  return values;
}

/** What a program got from a row: references in states count from there. */
export function resultOf(value: Json | undefined): Json {
  const outcome = value as { readonly type?: string; readonly value?: Json } | null | undefined;
  return outcome?.value ?? null;
}
