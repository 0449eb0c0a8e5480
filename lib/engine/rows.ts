/** Between what came down and rows of the journal. */
import type { Json } from "../base/json.ts";
import type { Entry, Outcome } from "../plan/mod.ts";
import type { Store, Write } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Landed } from "./flight.ts";
import type { Texts } from "./texts.ts";

/** The row that something landed leaves; none when nobody waits for it and it cost nothing. */
export function writeOf(item: Landed, deck: Pick<Deck, "nextSeq" | "world">): Write | undefined {
  const at = deck.world.now();
  if (item.landed === "took") {
    const { key, value, takes } = item;
    return { entry: { seq: deck.nextSeq(), type: "took", at, value, ...(key === undefined ? {} : { key }) }, takes };
  }
  const { flight: { key, hash, intent, dropped } } = item;
  const paid = intent
    ? { ref: intent.seq, booking: ("spend" in item ? item.spend : undefined) ?? intent.reserved }
    : {};
  if (item.landed === "retry") {
    return {
      entry: { seq: deck.nextSeq(), type: "failure", key, hash, at, value: { ...item.failure, at: item.at }, ...paid },
    };
  }
  if (item.landed === "dropped" || dropped) {
    return intent ? { entry: { seq: deck.nextSeq(), type: "settled", key, at, ...paid } } : undefined;
  }
  const { outcome, node, notes, takes, reused } = item;
  const entry: Entry = {
    seq: deck.nextSeq(),
    type: intent ? "result" : "done",
    key,
    hash,
    at,
    value: storedForm(outcome),
    ...paid,
    ...(reused ? { reused } : {}),
  };
  return { entry, ...(node ? { node } : {}), ...(notes ? { notes } : {}), ...(takes ? { takes } : {}) };
}

/** A woven text stands in its node: the row names the node and does not repeat it. */
function storedForm(outcome: Outcome<Json>): Json {
  if (outcome.type === "unparsed" && outcome.node !== undefined) return { ...outcome, text: "" };
  const value = outcome.type === "value"
    ? outcome.value as { readonly node?: unknown; readonly text?: unknown } | null
    : null;
  if (typeof value?.node !== "string" || typeof value.text !== "string") return outcome as unknown as Json;
  const { text: _, ...rest } = value;
  return { type: "value", value: rest as Json };
}

/** What programs get from rows: outcomes with their woven texts, or the messages of a take. */
export async function outcomesAt(store: Store, entries: readonly Entry[], texts: Texts): Promise<readonly unknown[]> {
  const nodes = entries.flatMap(({ value }) => nodeIn(value) ?? []);
  if (nodes.length > 0) await texts.load(store, nodes);
  return entries.map(({ type, value }) => {
    if (type === "took") return value;
    const node = nodeIn(value);
    return node === undefined ? value : withText(value, texts.known(node));
  });
}

/** The node whose text a stored outcome leaves out. */
function nodeIn(stored: Json | undefined): string | undefined {
  const outcome = stored as {
    readonly type?: string;
    readonly node?: string;
    readonly value?: { readonly node?: unknown; readonly finish?: unknown };
  };
  if (outcome?.type === "unparsed") return outcome.node;
  const value = outcome?.value;
  return typeof value === "object" && value !== null && typeof value.node === "string" && "finish" in value
    ? value.node
    : undefined;
}

function withText(stored: Json | undefined, text: string): unknown {
  const outcome = stored as { readonly type: string; readonly value: object };
  return outcome.type === "unparsed" ? { ...outcome, text } : { type: "value", value: { ...outcome.value, text } };
}

/** Something landed and its row. */
export interface Row {
  readonly landed: Landed;
  readonly write: Write | undefined;
}

/**
 * Commits what landed in one batch. A paid result always commits: when the batch fails for a reason that is in one of
 * its rows, each is written alone, and a bad one as failed, with its spend.
 */
export async function appendLanded(
  landed: readonly Landed[],
  { write, append }: {
    readonly write: (item: Landed) => Write | undefined;
    readonly append: (writes: readonly Write[]) => Promise<unknown>;
  },
): Promise<readonly Row[]> {
  const rows = landed.map((item): Row => ({ landed: item, write: write(item) }));
  const writes = rows.flatMap(({ write }) => write ?? []);
  if (writes.length === 0) return rows;
  try {
    await append(writes);
    return rows;
  } catch (error) {
    if (error instanceof StoreError && error.failure !== "broken") throw error;
    return await oneByOne(rows, append);
  }
}

async function oneByOne(
  rows: readonly Row[],
  append: (writes: readonly Write[]) => Promise<unknown>,
): Promise<readonly Row[]> {
  const kept: Row[] = [];
  for (const { landed, write } of rows) {
    if (!write) continue;
    try {
      await append([write]);
      kept.push({ landed, write });
    } catch (error) {
      if (error instanceof StoreError && error.failure !== "broken") throw error;
      const failed = asFailed(landed, write, error);
      await append([failed.write!]);
      kept.push(failed);
    }
  }
  return kept;
}

function asFailed(landed: Landed, { entry }: Write, error: unknown): Row {
  const message = `The result of \`${entry.key}\` could not be stored: ${
    error instanceof Error ? error.message : String(error)
  }`;
  const outcome: Outcome<Json> = { type: "failed", failure: { code: "store", message } };
  const { state: _, ...bare } = entry;
  return {
    landed: landed.landed === "outcome" ? { landed: "outcome", flight: landed.flight, outcome } : landed,
    write: { entry: { ...bare, value: outcome as unknown as Json } },
  };
}
