/** Between what came down and rows of the journal. */
import type { Json } from "../base/json.ts";
import type { Entry, Outcome } from "../plan/mod.ts";
import type { StoreFailure, Write } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { Flight, Landed } from "./flight.ts";
import type { PartsWorked } from "./past_work.ts";
import { withoutWork, withWork } from "./past_work.ts";
import type { Texts } from "./texts.ts";

/** Something landed and its row; none when nobody waits for it and it cost nothing. */
export interface Row {
  readonly landed: Landed;
  readonly write: Write | undefined;
}

/** Where a row is written. */
export interface Place {
  readonly at: number;
  readonly nextSeq: () => number;
  /** What the parts of the program have worked that a step belongs to; none: it belongs to no part that is measured. */
  readonly worked: (flight: Flight) => PartsWorked | undefined;
}

/** The row that something landed leaves. */
export function writeOf(item: Landed, { at, nextSeq, worked }: Place): Write | undefined {
  if (item.landed === "took") {
    const { key, value, takes, reused } = item, named = key === undefined ? {} : { key };
    return { entry: { seq: nextSeq(), type: "took", at, value, ...named, ...(reused ? { reused } : {}) }, takes };
  }
  const { flight } = item, { key, hash, intent, dropped } = flight;
  const paid = intent
    ? { ref: intent.seq, booking: ("spend" in item ? item.spend : undefined) ?? intent.reserved }
    : {};
  if (item.landed === "retry") {
    const value = withWork({ ...item.failure, at: item.at }, worked(flight));
    return { entry: { seq: nextSeq(), type: "failure", key, hash, at, value, ...paid } };
  }
  if (item.landed === "dropped" || dropped) {
    return intent ? { entry: { seq: nextSeq(), type: "settled", key, at, ...paid } } : undefined;
  }
  const { outcome, node, notes, takes, reused } = item;
  const entry: Entry = {
    seq: nextSeq(),
    type: intent ? "result" : "done",
    key,
    hash,
    at,
    value: withWork(node ? withoutText(outcome) : outcome as unknown as Json, worked(flight)),
    ...paid,
    ...(reused ? { reused } : {}),
  };
  return { entry, ...(node ? { node } : {}), ...(notes ? { notes } : {}), ...(takes ? { takes } : {}) };
}

/** A woven text stands in its node: the row names the node, says so, and does not repeat the text. */
function withoutText(outcome: Outcome<Json>): Json {
  if (outcome.type === "unparsed") return { ...outcome, text: "", woven: true };
  if (outcome.type === "failed") return outcome as unknown as Json;
  const { text: _, ...rest } = outcome.value as { readonly text?: Json };
  return { type: "value", value: rest, woven: true };
}

/** What programs get from rows: outcomes with their woven texts, or the messages of a take. */
export async function outcomesAt(entries: readonly Entry[], texts: Texts): Promise<readonly unknown[]> {
  const nodes = entries.flatMap((entry) => nodeIn(entry) ?? []);
  if (nodes.length > 0) await texts.load(nodes);
  return entries.map((entry) => {
    const node = nodeIn(entry), outcome = entry.type === "took" ? entry.value : withoutWork(entry.value);
    return node === undefined ? outcome : withText(outcome, texts.known(node));
  });
}

/** The node whose text a stored outcome leaves out. */
function nodeIn({ type, value }: Entry): string | undefined {
  if (type === "took") return undefined;
  const outcome = value as {
    readonly type?: string;
    readonly woven?: true;
    readonly node?: string;
    readonly value?: { readonly node?: string };
  };
  if (!outcome.woven) return undefined;
  return outcome.type === "unparsed" ? outcome.node : outcome.value?.node;
}

function withText(stored: Json | undefined, text: string): unknown {
  const { woven: _, ...outcome } = stored as { readonly woven: true; readonly type: string; readonly value: object };
  if (outcome.type === "unparsed") return { ...outcome, text };
  // In the order in which a model's answer was first told.
  return { type: "value", value: { text, ...outcome.value } };
}

/** How rows get into the journal. */
export interface Appending {
  readonly append: (writes: readonly Write[]) => Promise<unknown>;
  /** Whether a row is in, although its batch was told to have failed. */
  readonly isIn: (entry: Entry) => Promise<boolean>;
}

/**
 * Commits what landed in one batch. A paid result always commits: when the batch fails for a reason that may be in one
 * of its rows, each that is not in after all is written alone, and a bad one as failed, with its spend.
 */
export async function commitRows(rows: readonly Row[], appending: Appending): Promise<readonly Row[]> {
  const writes = rows.flatMap(({ write }) => write ?? []);
  if (writes.length === 0) return rows;
  try {
    await appending.append(writes);
    return rows;
  } catch (error) {
    if (!mayBeARow(error)) throw error;
    return await oneByOne(rows, appending);
  }
}

/** A row that cannot be written by any means is told of in the end: it keeps no paid result behind it out. */
async function oneByOne(rows: readonly Row[], appending: Appending): Promise<readonly Row[]> {
  const kept: Row[] = [];
  let lost: { readonly error: unknown } | undefined;
  for (const row of rows) {
    try {
      kept.push(row.write ? await commitAlone(row, row.write, appending) : row);
    } catch (error) {
      if (!mayBeARow(error)) throw error;
      lost ??= { error };
    }
  }
  if (lost) throw lost.error;
  return kept;
}

/** Failures that no row is to blame for. A full disk is one: the same rows are in when there is room. */
const OF_THE_STORE: ReadonlySet<StoreFailure> = new Set([
  "fenced",
  "busy",
  "full",
  "read-only",
  "unreachable",
  "newer",
]);

/** Whether writing less may help: the store is there, and nobody else has the run. */
function mayBeARow(error: unknown): boolean {
  return !(error instanceof StoreError) || !OF_THE_STORE.has(error.failure);
}

async function commitAlone(row: Row, write: Write, { append, isIn }: Appending): Promise<Row> {
  if (await isIn(write.entry)) return row;
  try {
    await append([write]);
    return row;
  } catch (error) {
    if (!mayBeARow(error)) throw error;
    if (await isIn(write.entry)) return row;
    const failed = asFailed(row.landed, write, error);
    await append([failed.write!]);
    return failed;
  }
}

function asFailed(landed: Landed, { entry, takes }: Write, error: unknown): Row {
  if (landed.landed !== "outcome") throw error;
  const words = error instanceof Error ? error.message : String(error);
  const message = `The result of \`${entry.key}\` could not be stored: ${words}`;
  const outcome: Outcome<Json> = { type: "failed", failure: { code: "store", message } };
  return {
    landed: { landed: "outcome", flight: landed.flight, outcome },
    write: { entry: { ...entry, value: outcome as unknown as Json }, ...(takes ? { takes } : {}) },
  };
}
