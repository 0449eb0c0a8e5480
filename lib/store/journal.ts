/** The journal and its snapshots, in SQL. */
import type { InStatement } from "@libsql/client";
import type { Json } from "../base/json.ts";
import { stringify } from "../base/json.ts";
import type { Entry } from "../plan/mod.ts";
import type { Connection } from "./connection.ts";
import { insertNode, insertNote } from "./documents.ts";
import type { Encoded } from "./rows.ts";
import {
  baseOf,
  encode,
  ENTRY_COLUMNS,
  entryOf,
  insertEntries,
  insertEntry,
  insertIntent,
  putBlob,
  settleIntent,
} from "./rows.ts";
import type { Loaded, Store, Write } from "./store.ts";

/** The part of a {@link Store} that is about the journal. */
export type JournalPart = Pick<Store, "append" | "load" | "entries" | "entriesAt">;

/** The part of a {@link Store} that is about the journal, over one database. */
export function journalPart(db: Connection): JournalPart {
  return {
    append: (run, epoch, writes) => append(db, { run, epoch, writes }),
    load: (run) => load(db, run),
    entries: async (run, after, limit = -1) =>
      await select(db, "j.id > ? AND j.id < ?", [baseOf(run) + after, baseOf(run + 1), limit]),
    entriesAt: async (run, seqs) =>
      seqs.length === 0
        ? []
        : await select(db, `j.id IN (${seqs.map(() => "?").join(",")})`, [...seqs.map((seq) => baseOf(run) + seq), -1]),
  };
}

interface Batch {
  readonly run: number;
  readonly epoch: number;
  readonly writes: readonly Write[];
}

/** Rows a statement may hold: SQLite takes 32,766 parameters. */
const ROWS_A_STATEMENT = 500;

async function append(db: Connection, { run, epoch, writes }: Batch): Promise<readonly boolean[]> {
  const statements: InStatement[] = [], intents = new Map<Write, number>();
  let plain: { entry: Entry; encoded: Encoded }[] = [];
  const flush = () => {
    if (plain.length > 0) statements.push(insertEntries(run, epoch, plain));
    plain = [];
  };
  for (const write of writes) {
    const encoded = encode(write.entry.value);
    if (isPlain(write, encoded)) {
      plain.push({ entry: write.entry, encoded });
      if (plain.length === ROWS_A_STATEMENT) flush();
      continue;
    }
    flush();
    if (write.entry.type === "intent") {
      intents.set(write, statements.length);
      statements.push(...insertIntent(run, epoch, write.entry));
    } else statements.push(...insertWhole({ run, epoch, write, encoded }));
  }
  flush();
  const results = await db.write(statements);
  return writes.map((write) => !intents.has(write) || results[intents.get(write)!]!.rowsAffected > 0);
}

/** Whether a row stands for itself, so that it can share a statement with its neighbours. */
function isPlain({ entry, node, notes, takes, snapshot }: Write, { blob }: Encoded): boolean {
  return (entry.type === "done" || entry.type === "cursor" || entry.type === "wait") && !blob && !node && !notes &&
    !takes && snapshot === undefined;
}

/** A row with all that is committed beside it. */
function insertWhole(
  { run, epoch, write, encoded }: { run: number; epoch: number; write: Write; encoded: Encoded },
): InStatement[] {
  const { entry, node, notes = [], takes = [], snapshot } = write;
  return [
    ...(encoded.blob ? [putBlob(encoded.blob)] : []),
    ...(node ? [insertNode(run, entry.at, node)] : []),
    insertEntry(run, epoch, entry, encoded),
    ...settleIntent(run, entry),
    ...notes.map((note) => insertNote(run, entry.at, note)),
    ...takes.map((id) => ({ sql: "DELETE FROM inbox WHERE id = ?", args: [id] })),
    ...(snapshot === undefined ? [] : [putSnapshot(run, entry.seq, snapshot)]),
    ...standing(run, entry),
  ];
}

function putSnapshot(run: number, seq: number, state: Json): InStatement {
  return {
    sql: "INSERT INTO snapshot VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, state = excluded.state",
    args: [run, seq, stringify(state)],
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
  const snapshot = rows[0] && { seq: Number(rows[0]["seq"]), state: JSON.parse(rows[0]["state"] as string) as Json };
  const entries = await select(db, "j.id >= ? AND j.id < ?", [baseOf(run) + (snapshot?.seq ?? 0), baseOf(run + 1), -1]);
  return { ...(snapshot ? { snapshot } : {}), entries };
}

async function select(db: Connection, where: string, args: readonly number[]): Promise<readonly Entry[]> {
  const { rows } = await db.read({
    sql:
      `SELECT ${ENTRY_COLUMNS} FROM journal j LEFT JOIN blob b ON b.id = j.blob WHERE ${where} ORDER BY j.id LIMIT ?`,
    args: [...args],
  });
  return rows.map(entryOf);
}
