/** What runs have changed outside of the database, in SQL. */
import type { InStatement, ResultSet } from "@libsql/client";
import type { Json } from "../base/json.ts";
import { stringify } from "../base/json.ts";
import type { ChangeStore, NewChange, NewGuard, StoredChange, StoredGuard } from "./change_store.ts";
import type { Connection } from "./connection.ts";
import type { Content } from "./contents.ts";
import { contentOf, heldContents, inBatches, keepContents, putContents, readContent } from "./contents.ts";
import { storedJson } from "./damaged.ts";
import { inParameters } from "./in_groups.ts";
import { NOW } from "./rows.ts";

/** What runs have changed, over one database. */
export function changesOver(db: Connection): ChangeStore {
  return {
    add: (run, epoch, change) => add(db, { run, epoch }, change),
    list: (run, { undone = false } = {}) => list(db, run, undone ? "" : "AND undone IS NULL"),
    undone: (run, epoch, ids) => undo(db, { run, epoch }, ids),
    keep: (contents) => keepContents(db, contents),
    holds: (hashes) => heldContents(db, hashes),
    content: (hash) => readContent(db, hash),
    guard: (run, epoch, guard) => keepGuard(db, { run, epoch }, guard),
    settle: (run, epoch, settled) => settle(db, { run, epoch }, settled),
    guards: (run) => guards(db, run),
  };
}

/** Who writes, and the guard that is to be there. */
interface Writer {
  readonly run: number;
  readonly epoch: number;
  readonly guard?: number;
}

/** Commits statements in one batch that is nothing when its writer has lost the lease; it is synced to the disk. */
function claimed(
  db: Connection,
  { run, epoch, guard }: Writer,
  statements: readonly InStatement[],
): Promise<readonly ResultSet[]> {
  db.makeDurable();
  const claim = { sql: "INSERT INTO claim(run, epoch, guard) VALUES (?, ?, ?)", args: [run, epoch, guard ?? null] };
  return db.write([claim, ...statements]);
}

/** A change on its way in. */
interface Prepared {
  readonly change: string;
  readonly contents: readonly (Content & { readonly name: string })[];
}

function prepared({ change, contents = {} }: NewChange): Prepared {
  return {
    change: stringify(change),
    contents: Object.entries(contents).map(([name, bytes]) => ({ name, ...contentOf(bytes) })),
  };
}

async function add(db: Connection, writer: Writer, { by, ...change }: NewChange & { by: string }): Promise<number> {
  const one = prepared(change);
  const results = await claimed(db, writer, [
    ...putContents(one.contents),
    ...insertChanges([one], { sql: "SELECT ? AS run, ? AS made_by", args: [writer.run, by] }),
    LAST_CHANGE,
  ]);
  return Number(results.at(-1)!.rows[0]!["last"]);
}

const LAST_CHANGE = "SELECT max(id) AS last FROM change";

/** Inserts changes of who is named, in their order. Inside a batch their numbers follow one another. */
function insertChanges(
  changes: readonly Prepared[],
  owner: { readonly sql: string; readonly args: readonly (string | number)[] },
): readonly InStatement[] {
  const named = changes.flatMap(({ contents }, i) =>
    contents.map(({ name, hash }) => stringify([i - changes.length + 1, name, hash]))
  );
  return [
    ...inParameters(changes.map(({ change }) => change)).map((some) => ({
      sql: `INSERT INTO change(run, made_by, change, at) SELECT owner.run, owner.made_by, one.value, ${NOW}
        FROM (${owner.sql}) AS owner CROSS JOIN json_each(?) AS one ORDER BY one.key`,
      args: [...owner.args, stringify(some)],
    })),
    ...inParameters(named).map((some) => ({
      sql: `INSERT INTO changed(change, name, content)
        SELECT (SELECT max(id) FROM change) + (one.value ->> 0), one.value ->> 1,
          (SELECT id FROM content WHERE hash = one.value ->> 2) FROM json_each(?) AS one`,
      args: [`[${some.join(",")}]`],
    })),
  ];
}

async function list(db: Connection, run: number, which: string): Promise<readonly StoredChange[]> {
  const rows = await db.readMany({
    columns: {
      id: "change.id",
      by: "made_by",
      at: "at",
      change: "change",
      undone: "undone",
      // As a text: what a subquery has made of JSON would go into the row as JSON.
      contents: `'' || (SELECT json_group_object(name, hash) FROM changed CROSS JOIN content
        ON content.id = changed.content WHERE changed.change = change.id)`,
    },
    source: `change WHERE run = ? ${which} ORDER BY change.id`,
    args: [run],
  });
  return rows.map((row) => ({
    id: Number(row["id"]),
    by: row["by"] as string,
    at: Number(row["at"]),
    change: storedJson(row["change"], `change ${row["id"]} of the run`) as Json,
    contents: storedJson(row["contents"], `change ${row["id"]} of the run`) as { readonly [name: string]: string },
    ...(row["undone"] === null ? {} : { undone: Number(row["undone"]) }),
  }));
}

async function undo(db: Connection, writer: Writer, ids: readonly number[]): Promise<void> {
  await claimed(db, writer, [{
    sql: `UPDATE change SET undone = ${NOW} WHERE run = ? AND undone IS NULL
      AND id IN (SELECT value FROM json_each(?))`,
    args: [writer.run, stringify(ids)],
  }]);
}

/** A guard's part is numbered `guard << 12 | n`. */
export const PART_BITS = 12;

/** The number of the guard that a batch has just inserted: those of guards rise. */
const NEWEST = "(SELECT max(id) FROM guard)";

async function keepGuard(db: Connection, writer: Writer, { by, entries, contents }: NewGuard): Promise<number> {
  const results = await claimed(db, writer, [
    {
      sql: `INSERT INTO guard(run, made_by, at, newest)
        VALUES (?, ?, ${NOW}, (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'change'))`,
      args: [writer.run, by],
    },
    ...inParameters(entries.map((entry) => stringify(entry))).map((some, n) => ({
      sql: `INSERT INTO guard_part(id, entries) VALUES (${NEWEST} << ${PART_BITS} | ?, ?)`,
      args: [n, `[${some.join(",")}]`],
    })),
    // A content that is not there is NULL, which breaks the batch.
    ...inParameters([...new Set(contents)]).map((some) => ({
      sql: `INSERT INTO guarded(guard, content)
        SELECT ${NEWEST}, (SELECT id FROM content WHERE hash = one.value) FROM json_each(?) AS one`,
      args: [stringify(some)],
    })),
    `SELECT ${NEWEST} AS last`,
  ]);
  return Number(results.at(-1)!.rows[0]!["last"]);
}

async function settle(
  db: Connection,
  writer: Writer,
  { guard, changes }: { readonly guard: number; readonly changes: readonly NewChange[] },
): Promise<readonly number[]> {
  const all = changes.map(prepared), safe = await guardedContents(db, guard);
  const contents = new Map(all.flatMap(({ contents }) => contents).map((content) => [content.hash, content]));
  const results = await claimed(db, { ...writer, guard }, [
    ...inBatches([...contents.values()].filter(({ hash }) => !safe.has(hash))).flatMap(putContents),
    ...insertChanges(all, { sql: "SELECT run, made_by FROM guard WHERE id = ?", args: [guard] }),
    { sql: "DELETE FROM guarded WHERE guard = ?", args: [guard] },
    {
      sql: `DELETE FROM guard_part WHERE id >= ?1 << ${PART_BITS} AND id < (?1 + 1) << ${PART_BITS}`,
      args: [guard],
    },
    { sql: "DELETE FROM guard WHERE id = ?", args: [guard] },
    LAST_CHANGE,
  ]);
  const last = Number(results.at(-1)!.rows[0]!["last"]);
  return all.map((_, i) => last - all.length + 1 + i);
}

/** Contents that no sweep takes while the guard is there, so that they need not be sent again. */
async function guardedContents(db: Connection, guard: number): Promise<ReadonlySet<string>> {
  const rows = await db.readMany({
    columns: { hash: "hash" },
    source: "guarded CROSS JOIN content ON content.id = guarded.content WHERE guarded.guard = ? ORDER BY content.id",
    args: [guard],
  });
  return new Set(rows.map(({ hash }) => hash as string));
}

async function guards(db: Connection, run: number): Promise<readonly StoredGuard[]> {
  const kept = await db.readMany({
    columns: { id: "id", by: "made_by", at: "at", newest: "newest", heard: "heard" },
    source: "guard WHERE run = ? ORDER BY id",
    args: [run],
  });
  return await Promise.all(kept.map(async ({ id, by, at, newest, heard }) => {
    const parts = await db.readMany({
      columns: { entries: "entries" },
      source: "guard_part WHERE id >= ? AND id < ? ORDER BY id",
      args: [Number(id) * 2 ** PART_BITS, (Number(id) + 1) * 2 ** PART_BITS],
    });
    const entries = parts.flatMap((part) => storedJson(part["entries"], `snapshot ${id} of the run`) as Json[]);
    return {
      id: Number(id),
      by: by as string,
      at: Number(at),
      after: Number(newest),
      entries,
      ...(heard === null ? {} : { heard: Number(heard) }),
    };
  }));
}
