/** Runs that go on with another plan, in SQL. */
import { MOST } from "./booked.ts";
import type { Connection } from "./connection.ts";
import { encode, insertEntries, putBlob } from "./rows.ts";
import type { NewPlan } from "./run_head.ts";
import { blobOf } from "./runs.ts";
import type { Store } from "./store.ts";

/** The part of a {@link Store} that is about plans that change. */
export type AdoptionPart = Pick<Store, "adopt">;

/** The part of a store that is about plans that change, over one database. */
export function adoptionPart(db: Connection): AdoptionPart {
  return { adopt: (run, epoch, adoption) => adopt(db, { run, epoch, adoption }) };
}

/** The row stands first: a driver that has lost the lease is stopped by it, and with it the whole batch. */
async function adopt(
  db: Connection,
  { run, epoch, adoption }: { readonly run: number; readonly epoch: number; readonly adoption: NewPlan },
): Promise<void> {
  const { plan, program, inputs, limits, entry } = adoption, encoded = encode(entry.value);
  const given = blobOf(inputs), planned = plan && blobOf(plan);
  const limit = (amount: number | undefined) => amount === undefined ? null : Math.min(amount, MOST);
  const { usd, tokens, calls, iterations, wall, deadline } = limits;
  await db.write([
    ...[encoded.blob, given, planned].flatMap((blob) => blob ? [putBlob(blob)] : []),
    insertEntries(run, epoch, [{ entry, encoded }]),
    {
      sql: `UPDATE run SET plan = (SELECT id FROM blob WHERE hash = ?), inputs = (SELECT id FROM blob WHERE hash = ?),
        program = ?, status = 'running' WHERE id = ?`,
      args: [planned?.hash ?? null, given.hash, program, run],
    },
    {
      sql: `UPDATE ledger SET usd_limit = ?, tokens_limit = ?, calls_limit = ?, iterations_limit = ?, wall_limit = ?,
        deadline = ? WHERE run = ?`,
      args: [...[usd, tokens, calls, iterations, wall, deadline].map(limit), run],
    },
  ]);
}
