/** What runs have taught, in SQL. */
import type { Json } from "../base/json.ts";
import { stringify } from "../base/json.ts";
import type { Connection } from "./connection.ts";
import { storedJson } from "./damaged.ts";
import { inParameters } from "./in_groups.ts";
import type { LearnedStore, NewPattern, Pattern, PatternFilter } from "./learned_store.ts";
import { noRun } from "./store_error.ts";

/** What runs have taught, over one database. */
export function learnedOver(db: Connection): LearnedStore {
  return {
    learn: (run, patterns) => learn(db, run, patterns),
    list: ({ limit = -1, ...filter } = {}) => list(db, filter, limit),
    forget: (filter = {}) => forget(db, matching(filter)),
    prune: (before) => forget(db, { where: "count = 1 AND last < ?", args: [before] }),
  };
}

/** Each pattern once: what a run shows twice counts once, and the latest is what is known. */
export function different(patterns: readonly NewPattern[]): readonly NewPattern[] {
  return [...new Map(patterns.map((one) => [stringify([one.kind, one.key]), one])).values()];
}

async function learn(db: Connection, run: number, patterns: readonly NewPattern[]): Promise<void> {
  if (patterns.length === 0) return;
  const rows = different(patterns).map(({ kind, key, at, value }) =>
    stringify([kind, key, at, ...(value === undefined ? [] : [stringify(value)])])
  );
  const results = await db.write([
    { sql: "SELECT id FROM run WHERE id = ?", args: [run] },
    ...inParameters(rows).flatMap((some) => {
      const shown = `[${some.join(",")}]`;
      return [
        {
          sql: `INSERT INTO learned(kind, key, count, last, value)
            SELECT one.value ->> 0, one.value ->> 1, 1, one.value ->> 2, one.value ->> 3
            FROM run CROSS JOIN json_each(?) AS one WHERE run.id = ? AND NOT EXISTS (SELECT 1 FROM learned_in
              WHERE run = run.id AND kind = one.value ->> 0 AND key = one.value ->> 1)
            ON CONFLICT DO UPDATE SET count = count + 1, last = max(last, excluded.last), value = excluded.value`,
          args: [shown, run],
        },
        {
          sql: `INSERT INTO learned_in(run, kind, key) SELECT run.id, one.value ->> 0, one.value ->> 1
            FROM run CROSS JOIN json_each(?) AS one WHERE run.id = ? ON CONFLICT DO NOTHING`,
          args: [shown, run],
        },
      ];
    }),
  ]);
  if (results[0]!.rows.length === 0) throw noRun(run);
}

interface Condition {
  readonly where: string;
  readonly args: readonly (string | number)[];
}

function matching({ kind, key }: PatternFilter): Condition {
  const parts = [
    ...(kind === undefined ? [] : [["kind = ?", kind] as const]),
    ...(key === undefined ? [] : [["key = ?", key] as const]),
  ];
  return { where: ["1", ...parts.map(([sql]) => sql)].join(" AND "), args: parts.map(([, arg]) => arg) };
}

async function list(db: Connection, filter: PatternFilter, limit: number): Promise<readonly Pattern[]> {
  const { where, args } = matching(filter);
  const rows = await db.readMany({
    columns: { kind: "kind", key: "key", count: "count", last: "last", value: "value" },
    source: `learned WHERE ${where} ORDER BY count DESC, last DESC, kind, key LIMIT ?`,
    args: [...args, limit],
  });
  return rows.map((row) => ({
    kind: row["kind"] as string,
    key: row["key"] as string,
    count: Number(row["count"]),
    last: Number(row["last"]),
    ...(row["value"] === null
      ? {}
      : { value: storedJson(row["value"], `what was learned of \`${row["key"]}\``) as Json }),
  }));
}

/** With them goes what says that a run has shown them. */
async function forget(db: Connection, { where, args }: Condition): Promise<number> {
  const results = await db.write([
    {
      sql: `DELETE FROM learned_in WHERE (kind, key) IN (SELECT kind, key FROM learned WHERE ${where})`,
      args: [...args],
    },
    { sql: `DELETE FROM learned WHERE ${where}`, args: [...args] },
  ]);
  return results.at(-1)!.rowsAffected;
}
