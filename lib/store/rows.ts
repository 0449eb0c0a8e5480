/** Between rows and values: nothing of SQL leaves this folder, nothing untyped enters it. */
import type { InStatement, Row } from "@libsql/client";
import type { Json } from "../base/json.ts";
import { stringify } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";
import type { Booking, Entry, Limits } from "../plan/mod.ts";
import type { NodeMeta, TreeNode } from "../tree/tree.ts";
import { booked, MOST } from "./booked.ts";
import type { Cells } from "./connection.ts";
import { storedJson, storedStatus, storedType } from "./damaged.ts";
import type { Ledger } from "./ledger.ts";
import type { RunHead } from "./run_head.ts";
import { SEQ_BITS } from "./write.ts";

/** Values longer than this, as JSON text, are stored once by their hash; shorter ones cost less in place. */
export const INLINE = 1_280;

const COLUMNS = [
  "id",
  "type",
  "key",
  "hash",
  "epoch",
  "at",
  "value",
  "blob",
  "state",
  "ref",
  "usd",
  "tokens",
  "calls",
  "reused",
];
const PLACES = `(?,?,?,?,?,?,?,${"(SELECT id FROM blob WHERE hash=?)"},?,?,?,?,?,?)`;
const PLAIN_PLACES = `(${COLUMNS.map(() => "?").join(",")})`;
const INSERT = `INSERT INTO journal(${COLUMNS.join(",")}) VALUES `;

type Arg = string | number | Uint8Array | null;

/** Stands after every character, so that `[name, name + LAST)` are the names that begin with `name`. */
export const LAST = "\u{10ffff}";

/** Milliseconds since 1970, by the clock of the database. */
export const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** The first number of a run's rows. */
export function baseOf(run: number): number {
  return run * 2 ** SEQ_BITS;
}

/** A value that stands in a row, or beside it by hash. */
export interface Encoded {
  readonly inline: string | null;
  readonly blob?: { readonly hash: string; readonly data: string };
}

/** Decides where a value stands. */
export function encode(value: Json | undefined): Encoded {
  if (value === undefined) return { inline: null };
  const data = stringify(value);
  return data.length > INLINE ? { inline: null, blob: { hash: sha256(data), data } } : { inline: data };
}

/** A refused intent must leave nothing behind, so its value stands in its row however long it is. */
function inPlace(value: Json | undefined): Encoded {
  return { inline: value === undefined ? null : stringify(value) };
}

/** Stores a text once. */
export function putBlob(blob: { readonly hash: string; readonly data: string }): InStatement {
  return { sql: "INSERT INTO blob(hash,data) VALUES(?,?) ON CONFLICT DO NOTHING", args: [blob.hash, blob.data] };
}

/** A row to insert and where its value stands. */
export interface Placed {
  readonly entry: Entry;
  readonly encoded: Encoded;
}

/** Inserts rows that cannot be refused. */
export function insertEntries(run: number, epoch: number, rows: readonly Placed[]): InStatement {
  return {
    sql: INSERT + rows.map(({ encoded }) => encoded.blob ? PLACES : PLAIN_PLACES).join(","),
    args: rows.flatMap((row) => argsOf({ run, epoch, ...row })),
  };
}

/**
 * Reserves what calls may cost, writes the intents of those that the wall let pass, and tells which: three statements,
 * the last of which gives rows, and the epoch of the lease: when all are refused no row meets the fence.
 */
export function insertIntents(run: number, epoch: number, entries: readonly Entry[]): readonly InStatement[] {
  const reserved = entries.flatMap(({ seq, booking }) => {
    const { usd, tokens, calls } = booked(booking ?? { usd: 0, tokens: 0, calls: 0 });
    return [baseOf(run) + seq, usd, tokens, calls];
  });
  const columns = COLUMNS.map((_, i) => `column${i + 1}`).join(",");
  return [
    { sql: `INSERT INTO flight VALUES ${entries.map(() => "(?,?,?,?)").join(",")}`, args: reserved },
    {
      sql: `INSERT INTO journal(${COLUMNS.join(",")}) SELECT ${columns} FROM (VALUES ${
        entries.map(() => PLAIN_PLACES).join(",")
      })
        WHERE CAST(column1 AS INTEGER) IN (SELECT id FROM flight)`,
      args: entries.flatMap((entry) => argsOf({ run, epoch, entry, encoded: inPlace(entry.value) })),
    },
    {
      sql: `SELECT flight.id, lease.epoch FROM run JOIN lease ON lease.run = run.driver
        LEFT JOIN flight ON flight.id BETWEEN ? AND ? WHERE run.id = ?`,
      args: [baseOf(run) + entries[0]!.seq, baseOf(run) + entries.at(-1)!.seq, run],
    },
  ];
}

/** Books what calls cost on the run and its ancestors, and gives their reservations back. */
export function settleIntents(run: number, entries: readonly Entry[]): readonly InStatement[] {
  const settled = entries.filter(({ ref }) => ref !== undefined);
  if (settled.length === 0) return [];
  const sum = (dimension: keyof Booking) =>
    Math.min(MOST, settled.reduce((total, { booking }) => total + (booking?.[dimension] ?? 0), 0));
  return [
    {
      sql: `DELETE FROM flight WHERE id IN (${settled.map(() => "?").join(",")})`,
      args: settled.map(({ ref }) => baseOf(run) + ref!),
    },
    {
      sql: `UPDATE ledger SET usd_spent = min(usd_spent + ?, ${MOST}), tokens_spent = min(tokens_spent + ?, ${MOST}),
        calls_spent = min(calls_spent + ?, ${MOST}) WHERE run IN (SELECT ancestor FROM ancestry WHERE run = ?)`,
      args: [sum("usd"), sum("tokens"), sum("calls"), run],
    },
  ];
}

function argsOf({ run, epoch, entry, encoded }: { run: number; epoch: number; entry: Entry; encoded: Encoded }): Arg[] {
  const booking = entry.booking && booked(entry.booking);
  return [
    baseOf(run) + entry.seq,
    entry.type,
    entry.key ?? null,
    entry.hash === undefined ? null : bytesOf(entry.hash),
    epoch,
    entry.at,
    encoded.inline,
    encoded.blob?.hash ?? null,
    entry.state === undefined ? null : stringify(entry.state),
    entry.ref ?? null,
    booking?.usd ?? null,
    booking?.tokens ?? null,
    booking?.calls ?? null,
    entry.reused ? 1 : null,
  ];
}

/** Columns {@link entryOf} reads, over `journal j` and `blob b`. */
export const ENTRY_COLUMNS: Readonly<Record<string, string>> = {
  id: "j.id",
  type: "j.type",
  key: "j.key",
  hash: "hex(j.hash)",
  at: "j.at",
  value: "coalesce(b.data, j.value)",
  state: "j.state",
  ref: "j.ref",
  usd: "j.usd",
  tokens: "j.tokens",
  calls: "j.calls",
  reused: "j.reused",
};

/** A journal row as a value. */
export function entryOf(row: Cells): Entry {
  const seq = Number(row["id"]) % 2 ** SEQ_BITS, what = `row ${seq} of the run's journal`;
  return {
    seq,
    type: storedType(row["type"], what),
    ...(row["key"] === null ? {} : { key: row["key"] as string }),
    ...(row["hash"] ? { hash: (row["hash"] as string).toLowerCase() } : {}),
    at: Number(row["at"]),
    ...(row["value"] === null ? {} : { value: storedJson(row["value"], what) as Json }),
    ...(row["ref"] === null ? {} : { ref: Number(row["ref"]) }),
    ...(row["usd"] === null ? {} : { booking: bookingOf(row, "") }),
    ...(row["state"] === null ? {} : { state: storedJson(row["state"], what) as Json }),
    ...(row["reused"] === null ? {} : { reused: true }),
  };
}

/** Rows of the journal that hold a step's outcome. */
export const OUTCOME = "type IN ('result', 'done')";

/** Columns {@link headOf} reads, over {@link HEAD_TABLES}. Outcomes are counted from the snapshot on. */
export const HEAD_COLUMNS: string = `r.*, p.hash AS plan_hash, g.*, r.id AS id, l.epoch, l.holder,
  coalesce(l.expires > ${NOW}, 0) AS live,
  coalesce(s.steps, 0) + (SELECT count(*) FROM journal
    WHERE id > (r.id << 24) + coalesce(s.seq, 0) AND id < (r.id + 1) << 24 AND ${OUTCOME}) AS steps,
  (SELECT at FROM journal j WHERE j.id < (r.id + 1) << 24 AND j.id > r.id << 24 ORDER BY j.id DESC LIMIT 1) AS updated`;

/** The tables of {@link HEAD_COLUMNS}. */
export const HEAD_TABLES = `run r JOIN ledger g ON g.run = r.id LEFT JOIN lease l ON l.run = r.driver
  LEFT JOIN blob p ON p.id = r.plan LEFT JOIN snapshot s ON s.run = r.id`;

/** A run's row as a value. */
export function headOf(row: Row): RunHead {
  return {
    id: Number(row["id"]),
    name: row["name"] as string,
    title: row["title"] as string,
    program: row["program"] as string,
    ...(row["plan_hash"] === null ? {} : { planHash: row["plan_hash"] as string }),
    seed: Number(row["seed"]),
    created: Number(row["created"]),
    ...(row["parent"] === null ? {} : { parent: { run: Number(row["parent"]), key: row["parent_key"] as string } }),
    ...(row["origin"] === null ? {} : { origin: { run: Number(row["origin"]), seq: Number(row["origin_seq"]) } }),
    driver: Number(row["driver"]),
    durability: row["durability"] === "full" ? "full" : "normal",
    status: storedStatus(row["status"], `the run \`${row["name"]}\``),
    lease: {
      epoch: Number(row["epoch"] ?? 0),
      holder: (row["holder"] as string | null) ?? "",
      live: Number(row["live"]) === 1,
    },
    ledger: ledgerOf(row),
    steps: Number(row["steps"]),
    updated: Number(row["updated"] ?? row["created"]),
  };
}

/** A ledger's row as a value. */
export function ledgerOf(row: Row): Ledger {
  const limits: { -readonly [D in keyof Limits]: Limits[D] } = {};
  for (const dimension of ["usd", "tokens", "calls", "iterations", "wall"] as const) {
    const limit = row[`${dimension}_limit`];
    if (limit !== null && limit !== undefined) limits[dimension] = Number(limit);
  }
  if (row["deadline"] !== null) limits.deadline = Number(row["deadline"]);
  return { limits, spent: bookingOf(row, "_spent"), reserved: bookingOf(row, "_reserved"), wall: Number(row["wall"]) };
}

/** The three booked columns of a row. */
export function bookingOf(row: Cells, suffix: string): Booking {
  return {
    usd: Number(row[`usd${suffix}`]),
    tokens: Number(row[`tokens${suffix}`]),
    calls: Number(row[`calls${suffix}`]),
  };
}

/** Columns {@link nodeOf} reads, over {@link NODE_TABLES}. */
export const NODE_COLUMNS: Readonly<Record<string, string>> = {
  id: "n.id",
  parent_id: "p.id",
  text: "n.text",
  role: "n.role",
  run_name: "coalesce(r.name, x.name)",
  at: "n.at",
  meta: "n.meta",
};

/** Joins what {@link NODE_COLUMNS} needs to a `node n`. */
export const NODE_TABLES =
  "LEFT JOIN node p ON p.n = n.parent LEFT JOIN run r ON r.id = n.run LEFT JOIN removed x ON x.run = n.run";

/** A node's row as a value; `parent_id` and `run_name` are joined in. */
export function nodeOf(row: Cells): TreeNode {
  return {
    id: row["id"] as string,
    parent: row["parent_id"] as string | null,
    text: row["text"] as string,
    role: row["role"] as string,
    ...(row["run_name"] === null ? {} : { run: row["run_name"] as string }),
    at: Number(row["at"]),
    meta: row["meta"] === null ? {} : storedJson(row["meta"], `node \`${row["id"]}\``) as NodeMeta,
  };
}

function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
