/**
 * The floor: what a step costs when it is nothing but its rows. One batch of three statements: the value by
 * hash, the journal row, the cursor.
 */
import { createHash } from "node:crypto";
import { createClient } from "@libsql/client";
import { type Adapter, atMost, type Engine, type LoopPlan } from "../adapter.ts";

const SCHEMA = [
  "PRAGMA journal_mode=WAL",
  "PRAGMA synchronous=NORMAL",
  "CREATE TABLE IF NOT EXISTS blob(hash TEXT PRIMARY KEY, value TEXT)",
  "CREATE TABLE IF NOT EXISTS journal(run TEXT, seq INTEGER, hash TEXT, PRIMARY KEY(run, seq)) WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS run(id TEXT PRIMARY KEY, cursor INTEGER)",
];

export const adapter: Adapter = {
  durability: "SQLite WAL, synchronous=NORMAL: no fsync per step",
  async open(dir): Promise<Engine> {
    // One connection: a PRAGMA reaches only the connection that runs it.
    const db = createClient({ url: `file:${dir}/floor.db`, concurrency: 1 });
    for (const sql of SCHEMA) await db.execute(sql);

    const step = (run: string, seq: number, value: string) => {
      const hash = createHash("sha256").update(value).digest("hex");
      return db.batch([
        { sql: "INSERT OR IGNORE INTO blob VALUES(?,?)", args: [hash, value] },
        { sql: "INSERT INTO journal VALUES(?,?,?)", args: [run, seq, hash] },
        { sql: "UPDATE run SET cursor=? WHERE id=?", args: [seq + 1, run] },
      ], "write");
    };
    const count = async (sql: string, run: string) => Number((await db.execute(sql, [run])).rows[0]![0]);
    const begin = (run: string) => db.execute("INSERT INTO run VALUES(?,0)", [run]);

    async function from(first: number, run: string, { steps, text, body }: LoopPlan) {
      for (let n = first; n < steps; n++) {
        body(n);
        await step(run, n, text ? text(n) : `{"n":${n + 1}}`);
      }
      const appended = "SELECT sum(length(value)) FROM journal JOIN blob USING(hash) WHERE run=?";
      return { n: steps, chars: text ? await count(appended, run) : 0 };
    }

    return {
      async loop(id, plan) {
        await begin(id);
        return from(0, id, plan);
      },
      async resume(id, plan) {
        return from(await count("SELECT cursor FROM run WHERE id=?", id), id, plan);
      },
      async fan(id, { tasks, width, body }) {
        await begin(id);
        await atMost(width, tasks, (i) => (body(i), step(id, i, `{"task":${i}}`)));
        const joined = await count("SELECT count(*) FROM journal WHERE run=?", id);
        await step(id, tasks, `{"joined":${joined}}`);
        return { joined };
      },
      close: () => Promise.resolve(db.close()),
    };
  },
};
