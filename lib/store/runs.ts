/** Runs and what they were started with, in SQL. */
import type { InStatement } from "@libsql/client";
import type { JsonObject } from "../base/json.ts";
import { canonical } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";
import type { Plan } from "../plan/mod.ts";
import { decodePlan } from "../plan/mod.ts";
import { MOST } from "./booked.ts";
import type { Connection } from "./connection.ts";
import { damaged, storedJson } from "./damaged.ts";
import { HEAD_COLUMNS, HEAD_TABLES, headOf, LAST, putBlob } from "./rows.ts";
import type { NewRun, Projection, RunFilter, RunHead } from "./run_head.ts";
import type { Store } from "./store.ts";
import { nameTaken, noRun, StoreError } from "./store_error.ts";

/** The part of a {@link Store} that is about runs and what they were started with. */
export type RunPart = Pick<
  Store,
  "createRun" | "findRun" | "run" | "runs" | "plan" | "inputs" | "projection" | "setProjection"
>;

/** The part of a store that is about runs, over one database. */
export function runPart(db: Connection): RunPart {
  return {
    createRun: (run) => createRun(db, run),
    findRun: (name) => findRun(db, name),
    run: (id) => oneRun(db, id),
    runs: (filter = {}) => listRuns(db, filter),
    plan: (run) => plan(db, run),
    inputs: (run) => inputs(db, run),
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
  const results = await db.write([...blobs, insertRun(run, plan?.hash, inputs.hash), ...bookkeeping(run)])
    .catch((error: unknown) => {
      throw withoutKin(error, run);
    });
  if (results[blobs.length]!.rowsAffected === 0) return await existing(db, run);
  return await findRun(db, run.name);
}

/** A parent or an origin may have been removed since it was looked at. */
function withoutKin(error: unknown, { parent, origin }: NewRun): unknown {
  const kin = parent ?? origin, cause = error instanceof StoreError ? error.cause : undefined;
  if (!kin || !(cause instanceof Error) || !/FOREIGN KEY/.test(cause.message)) return error;
  return new StoreError("not-found", `Cannot find the run number ${kin.run}`, error);
}

/** A value as blobs hold it: canonical, so that the same value is one blob. */
export function blobOf(value: unknown): { readonly hash: string; readonly data: string } {
  const data = canonical(value);
  return { hash: sha256(data), data };
}

/** The row is made once for a name, and once for a parent's step. No number and no name is ever given to two runs. */
function insertRun(run: NewRun, plan: string | undefined, inputs: string): InStatement {
  const parent = run.parent?.run ?? null;
  return {
    sql:
      `INSERT INTO run(id, name, title, program, plan, inputs, seed, created, parent, parent_key, origin, origin_seq, driver, durability, status)
      SELECT id, ?, ?, ?, (SELECT id FROM blob WHERE hash = ?), (SELECT id FROM blob WHERE hash = ?), ?, ?, ?, ?, ?, ?,
        coalesce((SELECT driver FROM run WHERE id = ?), next.id), ?, 'queued'
      FROM (SELECT 1 + max((SELECT coalesce(max(id), 0) FROM run), (SELECT coalesce(max(run), 0) FROM removed)) AS id) AS next
      WHERE NOT EXISTS (SELECT 1 FROM removed WHERE name = ?) ON CONFLICT DO NOTHING`,
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
      run.name,
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
      args: [
        ...[usd, tokens, calls, iterations, wall, deadline].map((limit) =>
          limit === undefined ? null : Math.min(limit, MOST)
        ),
        run.name,
      ],
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
  const { rows } = await db.read({ sql: "SELECT 1 FROM removed WHERE name = ?", args: [run.name] });
  throw nameTaken(run.name, { removed: rows.length > 0 });
}

async function findRun(db: Connection, name: string): Promise<RunHead> {
  const { rows } = await db.read({
    sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES} WHERE r.name >= ? AND r.name < ? ORDER BY r.name LIMIT 9`,
    args: [name, name + LAST],
  });
  const exact = rows.find((row) => row["name"] === name) ?? (rows.length === 1 ? rows[0] : undefined);
  if (exact) return headOf(exact);
  if (rows.length === 0) {
    throw new StoreError("not-found", `Cannot find the run \`${name}\`: none is called so`);
  }
  const names = rows.map((row) => row["name"]).join(", ");
  throw new StoreError("not-found", `Cannot tell which run \`${name}\` is: it begins ${names}`);
}

async function oneRun(db: Connection, id: number): Promise<RunHead> {
  const { rows } = await db.read({ sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES} WHERE r.id = ?`, args: [id] });
  if (!rows[0]) throw noRun(id);
  return headOf(rows[0]);
}

async function listRuns(db: Connection, { limit, parent }: RunFilter): Promise<readonly RunHead[]> {
  const { rows } = await db.read({
    sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES} WHERE r.parent IS ? ORDER BY r.id DESC LIMIT ?`,
    args: [parent ?? null, limit ?? -1],
  });
  return rows.map(headOf);
}

async function plan(db: Connection, run: number): Promise<Plan | undefined> {
  const found = await pinned(db, run, "plan");
  if (!found) return undefined;
  const decoded = decodePlan(found.text), what = `the plan of \`${found.name}\``;
  if (decoded.ok) return decoded.plan;
  if (decoded.isNewer) throw new StoreError("newer", `Cannot read ${what}: ${decoded.problem}; use a newer loom`);
  throw damaged(what, decoded.problem);
}

async function inputs(db: Connection, run: number): Promise<JsonObject> {
  const found = await pinned(db, run, "inputs");
  return found ? storedJson(found.text, `what \`${found.name}\` was given at its start`) as JsonObject : {};
}

async function pinned(
  db: Connection,
  run: number,
  column: "plan" | "inputs",
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  const { rows } = await db.read({
    sql: `SELECT run.name, blob.data FROM run JOIN blob ON blob.id = run.${column} WHERE run.id = ?`,
    args: [run],
  });
  return rows[0] && { name: rows[0]["name"] as string, text: rows[0]["data"] as string };
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
