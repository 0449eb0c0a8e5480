/** What people send to runs, in SQL. */
import type { Json } from "../base/json.ts";
import { stringify } from "../base/json.ts";
import type { Connection } from "./connection.ts";
import { storedJson } from "./damaged.ts";
import type { Message } from "./message.ts";
import { NOW } from "./rows.ts";
import type { Store } from "./store.ts";
import { noRun } from "./store_error.ts";

/** The part of a {@link Store} that is about what people send to runs. */
export type InboxPart = Pick<Store, "send" | "inbox">;

/** The part of a store that is about what people send to runs, over one database. */
export function inboxPart(db: Connection): InboxPart {
  return {
    send: async (run, { kind, value }) => {
      const [sent] = await db.write([{
        sql: `INSERT INTO inbox(run, kind, value, at) SELECT id, ?, ?, ${NOW} FROM run WHERE id = ?`,
        args: [kind, stringify(value), run],
      }]);
      if (sent!.rowsAffected === 0) throw noRun(run);
    },
    inbox: (run) => inbox(db, run),
  };
}

async function inbox(db: Connection, run: number): Promise<readonly Message[]> {
  const { rows } = await db.read({ sql: "SELECT * FROM inbox WHERE run = ? ORDER BY id", args: [run] });
  return rows.map((row) => ({
    id: Number(row["id"]),
    kind: row["kind"] as Message["kind"],
    value: storedJson(row["value"], "what the run was sent") as Json,
    at: Number(row["at"]),
  }));
}
