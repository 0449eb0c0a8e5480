/** Who drives a run, in SQL. */
import type { InStatement } from "@libsql/client";
import type { Connection } from "./connection.ts";
import type { Wall } from "./lease.ts";
import { NOW } from "./rows.ts";
import type { Store } from "./store.ts";

/** The part of a {@link Store} that is about who drives a run. */
export type LeasePart = Pick<Store, "acquire" | "beat" | "release" | "setWaiting">;

/** The part of a store that is about who drives a run, over one database. */
export function leasePart(db: Connection): LeasePart {
  return {
    acquire: (run, holder, options) => acquire(db, { run, holder, ...options }),
    beat: (run, epoch, { ttl, walls }) => beat(db, { run, epoch, ttl, walls }),
    release: async (run, epoch) => {
      await db.write([
        noteHeard({ run, when: "lease.epoch = ? AND lease.expires > 0", heard: NOW, args: [epoch] }),
        { sql: "UPDATE lease SET expires = 0, holder = '' WHERE run = ? AND epoch = ?", args: [run, epoch] },
      ]);
    },
    setWaiting: async (run, epoch, waiting) => {
      await db.write([{
        sql: `UPDATE run SET status = ? WHERE id = ? AND status IN ('running', 'waiting')
          AND (SELECT epoch FROM lease WHERE lease.run = run.driver) = ?`,
        args: [waiting ? "waiting" : "running", run, epoch],
      }]);
    },
  };
}

async function acquire(
  db: Connection,
  { run, holder, ttl, gone }: { run: number; holder: string; ttl: number; gone?: number },
): Promise<number | undefined> {
  const isFree = `(lease.expires <= ${NOW} OR lease.epoch = ?)`;
  const [, taken] = await db.write([
    noteHeard({ run, when: isFree, heard: `iif(lease.expires > 0, lease.expires, ${NOW})`, args: [gone ?? -1] }),
    {
      sql: `INSERT INTO lease SELECT id, 1, ?, ${NOW} + ? FROM run WHERE id = ? ON CONFLICT(run) DO UPDATE SET
      epoch = epoch + 1, holder = excluded.holder, expires = excluded.expires
      WHERE ${isFree}
      RETURNING epoch, (SELECT durability FROM run WHERE run.id = lease.run) AS durability`,
      args: [holder, ttl, run, gone ?? -1],
    },
  ]);
  const row = taken!.rows[0];
  if (row?.["durability"] === "full") db.makeDurable();
  return row && Number(row["epoch"]);
}

/** Notes with the snapshots of a lease until when its holder may have been at work. */
function noteHeard(
  { run, when, heard, args }: {
    readonly run: number;
    /** When it is over: a condition on the lease, and what it asks for. */
    readonly when: string;
    readonly heard: string;
    readonly args: readonly number[];
  },
): InStatement {
  return {
    sql: `UPDATE guard SET heard = (SELECT ${heard} FROM lease WHERE lease.run = ?) WHERE heard IS NULL
      AND run IN (SELECT id FROM run WHERE driver = ?)
      AND EXISTS (SELECT 1 FROM lease WHERE lease.run = ? AND ${when})`,
    args: [run, run, run, ...args],
  };
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
