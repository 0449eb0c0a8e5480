/** Runs, their ledgers and leases, in SQL. */
import type { InStatement } from "@libsql/client";
import type { JsonObject } from "../base/json.ts";
import { canonical, stringify } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";
import type { Dimension, Plan } from "../plan/mod.ts";
import type { Connection } from "./connection.ts";
import { baseOf, bookingOf, HEAD_COLUMNS, HEAD_TABLES, headOf, LAST, ledgerOf, putBlob } from "./rows.ts";
import type { Message, NewRun, OpenIntent, Projection, Purse, RunFilter, RunHead, Store, Wall } from "./store.ts";
import { fenced, StoreError } from "./store.ts";

const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** The part of a {@link Store} that is about runs. */
export type RunPart = Pick<
  Store,
  | "createRun"
  | "findRun"
  | "run"
  | "runs"
  | "plan"
  | "inputs"
  | "acquire"
  | "beat"
  | "release"
  | "setWaiting"
  | "purses"
  | "raise"
  | "openIntents"
  | "send"
  | "inbox"
  | "projection"
  | "setProjection"
>;

/** The part of a {@link Store} that is about runs, over one database. */
export function runPart(db: Connection): RunPart {
  return {
    createRun: (run) => createRun(db, run),
    findRun: (name) => findRun(db, name),
    run: (id) => oneRun(db, id),
    runs: (filter = {}) => listRuns(db, filter),
    plan: async (run) => await pinned<Plan>(db, run, "plan"),
    inputs: async (run) => await pinned<JsonObject>(db, run, "inputs") ?? {},
    acquire: (run, holder, options) => acquire(db, { run, holder, ...options }),
    beat: (run, epoch, { ttl, walls }) => beat(db, { run, epoch, ttl, walls }),
    release: async (run, epoch) => {
      await db.write([{
        sql: "UPDATE lease SET expires = 0, holder = '' WHERE run = ? AND epoch = ?",
        args: [run, epoch],
      }]);
    },
    setWaiting: async (run, epoch, waiting) => {
      await db.write([{
        sql: `UPDATE run SET status = ? WHERE id = ? AND status IN ('running', 'waiting')
          AND (SELECT epoch FROM lease WHERE lease.run = run.driver) = ?`,
        args: [waiting ? "waiting" : "running", run, epoch],
      }]);
    },
    purses: (run) => purses(db, run),
    raise: (run, epoch, add) => raise(db, { run, epoch, add }),
    openIntents: (run) => openIntents(db, run),
    send: async (run, { kind, value }) => {
      const [sent] = await db.write([{
        sql: `INSERT INTO inbox(run, kind, value, at) SELECT id, ?, ?, ${NOW} FROM run WHERE id = ?`,
        args: [kind, stringify(value), run],
      }]);
      if (sent!.rowsAffected === 0) throw new StoreError("not-found", `Cannot find the run number ${run}`);
    },
    inbox: (run) => inbox(db, run),
    projection: (run) => projection(db, run),
    setProjection: async (run, { path, written, writing }) => {
      await db.write([{
        sql:
          "INSERT INTO projection VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET path = excluded.path, written = excluded.written, writing = excluded.writing",
        args: [run, path, written ?? null, writing ?? null],
      }]);
    },
  };
}

async function createRun(db: Connection, run: NewRun): Promise<RunHead> {
  if (run.durability === "full") db.makeDurable();
  const plan = run.plan === undefined ? undefined : blobOf(run.plan), inputs = blobOf(run.inputs);
  const blobs = plan ? [putBlob(plan), putBlob(inputs)] : [putBlob(inputs)];
  const results = await db.write([...blobs, insertRun(run, plan?.hash, inputs.hash), ...bookkeeping(run)]);
  if (results[blobs.length]!.rowsAffected === 0) return await existing(db, run);
  return await findRun(db, run.name);
}

function blobOf(value: unknown): { readonly hash: string; readonly data: string } {
  const data = canonical(value);
  return { hash: sha256(data), data };
}

/** The row is made once for a name, and once for a parent's step. */
function insertRun(run: NewRun, plan: string | undefined, inputs: string): InStatement {
  const parent = run.parent?.run ?? null;
  return {
    sql:
      `INSERT INTO run(name, title, program, plan, inputs, seed, created, parent, parent_key, origin, origin_seq, driver, durability, status)
      VALUES (?, ?, ?, (SELECT id FROM blob WHERE hash = ?), (SELECT id FROM blob WHERE hash = ?), ?, ?, ?, ?, ?, ?,
        coalesce((SELECT driver FROM run WHERE id = ?), (SELECT coalesce(max(id), 0) + 1 FROM run)), ?, 'queued')
      ON CONFLICT DO NOTHING`,
    args: [
      run.name,
      run.title,
      run.program,
      plan ?? null,
      inputs,
      run.seed,
      run.at,
      parent,
      run.parent?.key ?? null,
      run.origin?.run ?? null,
      run.origin?.seq ?? null,
      parent,
      run.durability,
    ],
  };
}

/** What belongs to a run that was just made; nothing happens when it was there before. */
function bookkeeping(run: NewRun): InStatement[] {
  const { usd, tokens, calls, iterations, wall, deadline } = run.limits;
  return [
    {
      sql: "INSERT INTO ancestry SELECT id, id, 0 FROM run WHERE name = ? ON CONFLICT DO NOTHING",
      args: [run.name],
    },
    {
      sql:
        `INSERT INTO ancestry SELECT run.id, up.ancestor, up.distance + 1 FROM run JOIN ancestry up ON up.run = run.parent
        WHERE run.name = ? ON CONFLICT DO NOTHING`,
      args: [run.name],
    },
    {
      sql: `INSERT INTO ledger(run, usd_limit, tokens_limit, calls_limit, iterations_limit, wall_limit, deadline)
        SELECT id, ?, ?, ?, ?, ?, ? FROM run WHERE name = ? ON CONFLICT DO NOTHING`,
      args: [usd ?? null, tokens ?? null, calls ?? null, iterations ?? null, wall ?? null, deadline ?? null, run.name],
    },
  ];
}

async function existing(db: Connection, run: NewRun): Promise<RunHead> {
  if (run.parent) {
    const { rows } = await db.read({
      sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES} WHERE r.parent = ? AND r.parent_key = ?`,
      args: [run.parent.run, run.parent.key],
    });
    if (rows[0]) return headOf(rows[0]);
  }
  throw new StoreError(
    "taken",
    `Cannot start a run named \`${run.name}\`: the name is in use; choose another, or resume that run`,
  );
}

async function findRun(db: Connection, name: string): Promise<RunHead> {
  const { rows } = await db.read({
    sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES} WHERE r.name >= ? AND r.name < ? ORDER BY r.name LIMIT 9`,
    args: [name, name + LAST],
  });
  const exact = rows.find((row) => row["name"] === name) ?? (rows.length === 1 ? rows[0] : undefined);
  if (exact) return headOf(exact);
  if (rows.length === 0) {
    throw new StoreError("not-found", `Cannot find the run \`${name}\`: \`loom runs\` lists those there are`);
  }
  const names = rows.map((row) => row["name"]).join(", ");
  throw new StoreError("not-found", `Cannot tell which run \`${name}\` is: it begins ${names}`);
}

async function oneRun(db: Connection, id: number): Promise<RunHead> {
  const { rows } = await db.read({ sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES} WHERE r.id = ?`, args: [id] });
  if (!rows[0]) throw new StoreError("not-found", `Cannot find the run number ${id}`);
  return headOf(rows[0]);
}

async function listRuns(db: Connection, { limit, parent }: RunFilter): Promise<readonly RunHead[]> {
  const { rows } = await db.read({
    sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES} WHERE r.parent IS ? ORDER BY r.id DESC LIMIT ?`,
    args: [parent ?? null, limit ?? -1],
  });
  return rows.map(headOf);
}

async function pinned<T>(db: Connection, run: number, column: "plan" | "inputs"): Promise<T | undefined> {
  const { rows } = await db.read({
    sql: `SELECT blob.data FROM run JOIN blob ON blob.id = run.${column} WHERE run.id = ?`,
    args: [run],
  });
  return rows[0] ? JSON.parse(rows[0]["data"] as string) as T : undefined;
}

async function acquire(
  db: Connection,
  { run, holder, ttl, gone }: { run: number; holder: string; ttl: number; gone?: number },
): Promise<number | undefined> {
  const [taken] = await db.write([{
    sql: `INSERT INTO lease VALUES (?, 1, ?, ${NOW} + ?) ON CONFLICT(run) DO UPDATE SET
      epoch = epoch + 1, holder = excluded.holder, expires = excluded.expires
      WHERE lease.expires <= ${NOW} OR lease.epoch = ?
      RETURNING epoch, (SELECT durability FROM run WHERE run.id = lease.run) AS durability`,
    args: [run, holder, ttl, gone ?? -1],
  }]);
  const row = taken!.rows[0];
  if (row?.["durability"] === "full") db.makeDurable();
  return row && Number(row["epoch"]);
}

async function beat(
  db: Connection,
  { run, epoch, ttl, walls }: { run: number; epoch: number; ttl: number; walls: readonly Wall[] },
): Promise<boolean> {
  const [lease] = await db.write([
    {
      sql: `UPDATE lease SET expires = ${NOW} + ? WHERE run = ? AND epoch = ? AND expires > 0`,
      args: [ttl, run, epoch],
    },
    ...walls.map((used) => ({
      sql: "UPDATE ledger SET wall = max(wall, ?) WHERE run = ? AND (SELECT epoch FROM lease WHERE lease.run = ?) = ?",
      args: [Math.round(used.wall), used.run, run, epoch],
    })),
  ]);
  return lease!.rowsAffected > 0;
}

async function purses(db: Connection, run: number): Promise<readonly Purse[]> {
  const { rows } = await db.read({
    sql: "SELECT g.* FROM ancestry a JOIN ledger g ON g.run = a.ancestor WHERE a.run = ? ORDER BY a.distance",
    args: [run],
  });
  return rows.map((row) => ({ run: Number(row["run"]), ...ledgerOf(row) }));
}

/** A limit that is not there yet begins at what is spent, so that raising never takes away. */
async function raise(
  db: Connection,
  { run, epoch, add }: { run: number; epoch: number; add: { readonly [D in Dimension]?: number } },
): Promise<void> {
  const sets: string[] = [], args: number[] = [];
  for (const [dimension, amount] of Object.entries(add)) {
    if (dimension === "deadline") sets.push("deadline = ?");
    else {
      const used = dimension === "wall" ? "wall" : dimension === "iterations" ? "0" : `${dimension}_spent`;
      sets.push(`${dimension}_limit = coalesce(${dimension}_limit, ${used}) + ?`);
    }
    args.push(amount);
  }
  if (sets.length === 0) return;
  const [raised] = await db.write([{
    sql: `UPDATE ledger SET ${sets.join(", ")} WHERE run = ?
      AND (SELECT lease.epoch FROM run JOIN lease ON lease.run = run.driver WHERE run.id = ?) = ?`,
    args: [...args, run, run, epoch],
  }]);
  if (raised!.rowsAffected === 0) throw fenced();
}

async function openIntents(db: Connection, run: number): Promise<readonly OpenIntent[]> {
  const { rows } = await db.read({
    sql: `SELECT j.id, j.key, j.usd, j.tokens, j.calls FROM flight CROSS JOIN journal j
      WHERE j.id = flight.id AND flight.id > ? AND flight.id < ? ORDER BY j.id`,
    args: [baseOf(run), baseOf(run + 1)],
  });
  return rows.map((row) => ({
    run,
    seq: Number(row["id"]) - baseOf(run),
    key: row["key"] as string,
    reserved: bookingOf(row, ""),
  }));
}

async function inbox(db: Connection, run: number): Promise<readonly Message[]> {
  const { rows } = await db.read({ sql: "SELECT * FROM inbox WHERE run = ? ORDER BY id", args: [run] });
  return rows.map((row) => ({
    id: Number(row["id"]),
    kind: row["kind"] as Message["kind"],
    value: JSON.parse(row["value"] as string),
    at: Number(row["at"]),
  }));
}

async function projection(db: Connection, run: number): Promise<Projection | undefined> {
  const { rows } = await db.read({ sql: "SELECT * FROM projection WHERE run = ?", args: [run] });
  const row = rows[0];
  return row && {
    path: row["path"] as string,
    ...(row["written"] === null ? {} : { written: row["written"] as string }),
    ...(row["writing"] === null ? {} : { writing: row["writing"] as string }),
  };
}
