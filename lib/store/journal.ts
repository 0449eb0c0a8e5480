/** The journal and its snapshots, in SQL. */
import type { InStatement } from "@libsql/client";
import type { Json } from "../base/json.ts";
import { stringify } from "../base/json.ts";
import type { Entry } from "../plan/mod.ts";
import type { Connection } from "./connection.ts";
import { storedJson } from "./damaged.ts";
import { insertNodes, insertNotes } from "./documents.ts";
import {
  baseOf,
  encode,
  ENTRY_COLUMNS,
  entryOf,
  insertEntries,
  insertIntents,
  OUTCOME,
  putBlob,
  settleIntents,
} from "./rows.ts";
import type { Store } from "./store.ts";
import { fenced } from "./store_error.ts";
import type { Loaded, Write } from "./write.ts";

/** The part of a {@link Store} that is about the journal. */
export type JournalPart = Pick<Store, "append" | "load" | "entries" | "entriesAt">;

/** The part of a store that is about the journal, over one database. */
export function journalPart(db: Connection): JournalPart {
  return {
    append: (run, epoch, writes) => append(db, { run, epoch, writes }),
    load: (run) => load(db, run),
    entries: async (run, after, limit = -1) =>
      await select(db, "j.id > ? AND j.id < ?", [baseOf(run) + after, baseOf(run + 1), limit]),
    entriesAt: async (run, seqs) =>
      (await Promise.all(
        chunks([...new Set(seqs)].sort((a, b) => a - b)).map((some) =>
          select(db, `j.id IN (${some.map(() => "?").join(",")})`, [...some.map((seq) => baseOf(run) + seq), -1])
        ),
      )).flat(),
  };
}

interface Batch {
  readonly run: number;
  readonly epoch: number;
  readonly writes: readonly Write[];
}

/** Rows a statement may hold: SQLite takes 32,766 parameters. */
const ROWS_A_STATEMENT = 500;

/**
 * One statement for all rows of a sort, because every statement is compiled anew: 128 results in five statements, not
 * in six hundred. Their order does not matter inside a batch, as long as what is named stands before what names it.
 */
async function append(db: Connection, { run, epoch, writes }: Batch): Promise<readonly boolean[]> {
  const intents = writes.filter(({ entry }) => entry.type === "intent").map(({ entry }) => entry);
  const others = writes.filter(({ entry }) => entry.type !== "intent");
  const statements = insertOthers(run, epoch, others), first = statements.length;
  for (const some of chunks(intents)) statements.push(...insertIntents(run, epoch, some));
  const results = await db.write(statements);
  const flights = results.slice(first).flatMap(({ columns, rows }) => columns.length > 0 ? [rows] : []);
  if (intents.length > 0 && flights.some((rows) => Number(rows[0]?.["epoch"]) !== epoch)) throw fenced();
  const accepted = new Set(flights.flat().map((row) => Number(row["id"])));
  return writes.map(({ entry }) => entry.type !== "intent" || accepted.has(baseOf(run) + entry.seq));
}

/** Rows that cannot be refused, with all that is committed beside them. */
function insertOthers(run: number, epoch: number, writes: readonly Write[]): InStatement[] {
  const rows = writes.map(({ entry }) => ({ entry, encoded: encode(entry.value) }));
  const nodes = writes.flatMap(({ node, entry: { at } }) => node ? [{ node, at }] : []);
  const notes = writes.flatMap(({ notes = [], entry: { at } }) => notes.map((note) => ({ note, at })));
  const takes = writes.flatMap(({ takes = [] }) => takes);
  return [
    ...rows.flatMap(({ encoded: { blob } }) => blob ? [putBlob(blob)] : []),
    ...insertNodes(run, nodes),
    ...chunks(rows).map((some) => insertEntries(run, epoch, some)),
    ...chunks(writes.map(({ entry }) => entry)).flatMap((some) => settleIntents(run, some)),
    ...chunks(notes).map((some) => insertNotes(run, some)),
    ...chunks(takes).map((some) => ({
      sql: `DELETE FROM inbox WHERE run = ? AND id IN (${some.map(() => "?").join(",")})`,
      args: [run, ...some],
    })),
    ...writes.flatMap(({ snapshot, entry: { seq } }) =>
      snapshot === undefined ? [] : [putSnapshot(run, seq, snapshot)]
    ),
    ...writes.flatMap(({ entry }) => standing(run, entry)),
  ];
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const chunked: (readonly T[])[] = [];
  for (let i = 0; i < items.length; i += ROWS_A_STATEMENT) chunked.push(items.slice(i, i + ROWS_A_STATEMENT));
  return chunked;
}

/** Its count of outcomes goes on from the snapshot before; rows that come later stand after it. */
function putSnapshot(run: number, seq: number, state: Json): InStatement {
  return {
    sql: `INSERT INTO snapshot(run, seq, state, steps) SELECT ?1, ?2, ?3, coalesce(max(steps), 0) + (
        SELECT count(*) FROM journal WHERE ${OUTCOME} AND id <= ?4 + ?2 AND id > ?4 +
          coalesce((SELECT seq FROM snapshot WHERE run = ?1), 0))
      FROM snapshot WHERE run = ?1
      ON CONFLICT DO UPDATE SET seq = excluded.seq, state = excluded.state, steps = excluded.steps`,
    args: [run, seq, stringify(state), baseOf(run)],
  };
}

/** Where the run stands after rows that change it, so that listing runs reads no journal. */
function standing(run: number, { type, value }: Entry): InStatement[] {
  const status = type === "drive" || type === "reopen"
    ? "running"
    : type === "pause"
    ? "paused"
    : type === "end"
    ? (value as { readonly kind: string }).kind
    : undefined;
  return status === undefined ? [] : [{ sql: "UPDATE run SET status = ? WHERE id = ?", args: [status, run] }];
}

async function load(db: Connection, run: number): Promise<Loaded> {
  const { rows } = await db.read({ sql: "SELECT seq, state FROM snapshot WHERE run = ?", args: [run] });
  const snapshot = rows[0] && {
    seq: Number(rows[0]["seq"]),
    state: storedJson(rows[0]["state"], "the snapshot of the run") as Json,
  };
  const entries = await select(db, "j.id >= ? AND j.id < ?", [baseOf(run) + (snapshot?.seq ?? 0), baseOf(run + 1), -1]);
  return { ...(snapshot ? { snapshot } : {}), entries };
}

async function select(db: Connection, where: string, args: readonly number[]): Promise<readonly Entry[]> {
  const rows = await db.readMany({
    columns: ENTRY_COLUMNS,
    source: `journal j LEFT JOIN blob b ON b.id = j.blob WHERE ${where} ORDER BY j.id LIMIT ?`,
    args,
  });
  return rows.map(entryOf);
}
