/** Where the money stands, in SQL. */
import type { Dimension } from "../plan/mod.ts";
import { MOST } from "./booked.ts";
import type { Connection } from "./connection.ts";
import type { OpenIntent, Purse } from "./ledger.ts";
import { baseOf, bookingOf, ledgerOf } from "./rows.ts";
import type { Store } from "./store.ts";
import { fenced } from "./store_error.ts";

/** The part of a {@link Store} that is about money. */
export type LedgerPart = Pick<Store, "purses" | "raise" | "openIntents">;

/** The part of a store that is about money, over one database. */
export function ledgerPart(db: Connection): LedgerPart {
  return {
    purses: (run) => purses(db, run),
    raise: (run, epoch, add) => raise(db, { run, epoch, add }),
    openIntents: (run) => openIntents(db, run),
  };
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
      sets.push(`${dimension}_limit = min(coalesce(${dimension}_limit, ${used}) + ?, ${MOST})`);
    }
    args.push(Math.min(amount, MOST));
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
