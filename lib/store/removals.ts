/** Removing runs and documents, in SQL. */
import type { InStatement } from "@libsql/client";
import { PART_BITS } from "./changes.ts";
import type { Connection } from "./connection.ts";
import { deleteContents, UNUSED_CONTENT } from "./contents.ts";
import { REMOVED_DOCUMENTS } from "./documents.ts";
import type { Removal, Swept } from "./removal.ts";
import { NOW } from "./rows.ts";
import type { Store } from "./store.ts";
import { TURN_BITS } from "./turns.ts";
import { weigh } from "./weighing.ts";
import { SEQ_BITS } from "./write.ts";

/** The part of a {@link Store} that is about removing runs and documents. */
export type RemovalPart = Pick<Store, "weigh" | "remove" | "removeDocument" | "sweep" | "compact">;

/** The part of a store that is about removing runs and documents, over one database. */
export function removalPart(db: Connection): RemovalPart {
  return {
    weigh: (runs) => weigh(db, runs),
    remove: (removal) => remove(db, removal),
    removeDocument: (name) => removeDocument(db, name),
    sweep: (from = 0) => sweep(db, from),
    compact: () => db.compact(),
  };
}

/** Rows, nodes or values that one slice deletes at most. */
const SLICE = 5_000;
/** Bytes of long texts that one slice deletes at most: every page of them is read to be freed. */
const SLICE_BYTES = 16_000_000;
/** Values that one slice looks at. */
const LOOK = 20_000;

/** The runs that are going, all of one tree. They are in both tables inside the batch that removes them, and only there. */
const GOING = "(SELECT id FROM run WHERE driver = ? AND id IN (SELECT run FROM removed))";

/** Tables with rows of runs beside the journal; who reads a run reads these and finds nothing. */
const BELONGINGS = [
  ...["ancestry", "snapshot", "inbox", "projection", "ledger", "lease"],
  ...["change", "guard", "learned_in"],
];

/**
 * Removes a run with its tree in one batch. The journal stays for the moment, and nobody finds it: it is deleted in
 * slices, and a process that is killed in between leaves nothing that looks like a run.
 */
async function remove(db: Connection, removal: Removal): Promise<boolean> {
  const { run } = removal, going = (sql: string): InStatement => ({ sql: sql.replace("GOING", GOING), args: [run] });
  const [marked] = await db.write([
    mark(removal),
    {
      sql: `UPDATE run SET origin = NULL, origin_seq = NULL WHERE origin IN ${GOING} AND driver <> ?`,
      args: [run, run],
    },
    // Before the flights: what is given back to ledgers that go as well would only take time.
    going("DELETE FROM changed WHERE change IN (SELECT id FROM change WHERE run IN GOING)"),
    going("DELETE FROM guarded WHERE guard IN (SELECT id FROM guard WHERE run IN GOING)"),
    going(`DELETE FROM guard_part WHERE id IN (SELECT part.id FROM guard CROSS JOIN guard_part part
      ON part.id >= guard.id << ${PART_BITS} AND part.id < (guard.id + 1) << ${PART_BITS} WHERE guard.run IN GOING)`),
    ...BELONGINGS.map((table) => going(`DELETE FROM ${table} WHERE run IN GOING`)),
    going(`DELETE FROM flight WHERE id >> ${SEQ_BITS} IN GOING`),
    going("DELETE FROM run WHERE id IN GOING"),
  ]);
  return marked!.rowsAffected > 0;
}

/** What must hold is looked at in the batch that removes: whoever takes up the run or forks it comes before or after. */
function mark({ run, epoch, gone = false, forks }: Removal): InStatement {
  return {
    sql: `INSERT INTO removed(run, name) SELECT part.id, part.name FROM run root JOIN run part ON part.driver = root.id
      WHERE root.id = ? AND root.parent IS NULL
        AND coalesce((SELECT epoch FROM lease WHERE lease.run = root.id), 0) = ?
        AND (? OR NOT EXISTS (SELECT 1 FROM lease WHERE lease.run = root.id AND expires > ${NOW}))
        AND NOT EXISTS (SELECT 1 FROM run origin CROSS JOIN run fork ON fork.origin = origin.id
          WHERE origin.driver = root.id AND fork.driver <> root.id
            AND fork.id NOT IN (SELECT value FROM json_each(?)))`,
    args: [run, epoch, gone ? 1 : 0, JSON.stringify(forks)],
  };
}

/** Takes a document's name away: nobody finds it then, and its nodes are deleted in slices. */
async function removeDocument(db: Connection, name: string): Promise<boolean> {
  const [removed] = await db.write([{
    sql: `UPDATE document SET name = char(10) || id WHERE name = ?
      AND NOT EXISTS (SELECT 1 FROM node WHERE document = document.id AND (run IS NULL OR run IN (SELECT id FROM run)))
      AND NOT EXISTS (SELECT 1 FROM node CROSS JOIN note ON note.node = node.n
        WHERE node.document = document.id AND (note.run IS NULL OR note.run IN (SELECT id FROM run)))
      AND NOT EXISTS (SELECT 1 FROM node CROSS JOIN node below ON below.parent = node.n
        WHERE node.document = document.id AND below.document <> document.id)`,
    args: [name],
  }]);
  return removed!.rowsAffected > 0;
}

/** Deletes a slice of rows while there are any, then of nodes, then of values. */
async function sweep(db: Connection, from: number): Promise<Swept> {
  const { rows: [left] } = await db.read(
    `SELECT (SELECT count(*) FROM removed WHERE swept = 0) AS runs,
      (SELECT count(*) FROM document WHERE name GLOB ${REMOVED_DOCUMENTS}) AS documents`,
  );
  if (Number(left!["runs"]) > 0) return { rows: await sweepRows(db), nodes: 0, values: 0, next: from };
  if (Number(left!["documents"]) > 0) return { rows: 0, nodes: await sweepNodes(db), values: 0, next: from };
  return await sweepValues(db, from);
}

const LICENSE = "INSERT INTO license(id) VALUES (1)", NO_LICENSE = "DELETE FROM license";
/** Rows of a table that stand together by run. */
const ofRun = (id: string, bits: number) => `${id} > removed.run << ${bits} AND ${id} < (removed.run + 1) << ${bits}`;

/** Turns go with the rows that they were made of. */
async function sweepRows(db: Connection): Promise<number> {
  const [, deleted] = await db.write([
    LICENSE,
    `DELETE FROM journal WHERE id IN (${
      sliceOf({
        id: "j.id",
        bytes: "coalesce(octet_length(j.value), 0) + coalesce(octet_length(j.state), 0)",
        source: `removed CROSS JOIN journal j ON ${ofRun("j.id", SEQ_BITS)} WHERE removed.swept = 0`,
        order: "ASC",
      })
    })`,
    `DELETE FROM turn WHERE id IN (${
      sliceOf({
        id: "t.id",
        bytes: "octet_length(t.text)",
        source: `removed CROSS JOIN turn t ON ${ofRun("t.id", TURN_BITS)} WHERE removed.swept = 0`,
        order: "ASC",
      })
    })`,
    `UPDATE removed SET swept = 1 WHERE swept = 0
      AND NOT EXISTS (SELECT 1 FROM journal WHERE ${ofRun("id", SEQ_BITS)})
      AND NOT EXISTS (SELECT 1 FROM turn WHERE ${ofRun("id", TURN_BITS)})`,
    NO_LICENSE,
  ]);
  return deleted!.rowsAffected;
}

/** Nodes go from the newest on: none is left without the one that it continues. */
async function sweepNodes(db: Connection): Promise<number> {
  const going = `document IN (SELECT id FROM document WHERE name GLOB ${REMOVED_DOCUMENTS})`;
  const slice = sliceOf({
    id: "n",
    bytes: "octet_length(text)",
    source: `node WHERE ${going} ORDER BY n DESC`,
    order: "DESC",
  });
  const [, , deleted] = await db.write([
    LICENSE,
    `DELETE FROM note WHERE node IN (${slice})`,
    `DELETE FROM node WHERE n IN (${slice})`,
    `DELETE FROM document WHERE name GLOB ${REMOVED_DOCUMENTS}
      AND NOT EXISTS (SELECT 1 FROM node WHERE node.document = document.id)`,
    NO_LICENSE,
  ]);
  return deleted!.rowsAffected;
}

interface Slice {
  readonly id: string;
  readonly bytes: string;
  readonly source: string;
  /** From which end they are taken. */
  readonly order: "ASC" | "DESC";
}

/** The first few of a source, and of those as many as are not too long together: at least one. */
function sliceOf({ id, bytes, source, order }: Slice): string {
  return `SELECT id FROM (SELECT id, bytes, sum(bytes) OVER (ORDER BY id ${order} ROWS UNBOUNDED PRECEDING) AS total
    FROM (SELECT ${id} AS id, ${bytes} AS bytes FROM ${source} LIMIT ${SLICE}))
    WHERE total - bytes < ${SLICE_BYTES} ORDER BY id ${order}`;
}

/** A value nothing refers to. Who needs it again puts it there again, in the batch that refers to it. */
const UNUSED = `NOT EXISTS (SELECT 1 FROM journal WHERE journal.blob = blob.id)
  AND NOT EXISTS (SELECT 1 FROM run WHERE plan = blob.id) AND NOT EXISTS (SELECT 1 FROM run WHERE inputs = blob.id)`;

async function sweepValues(db: Connection, from: number): Promise<Swept> {
  if (from < 0) return await sweepContents(db, -from - 1);
  const slice = await unused(db, { table: "blob", bytes: "octet_length(data)", unless: UNUSED, from });
  if (!slice) return { rows: 0, nodes: 0, values: 0, next: -1 };
  if (slice.ids.length === 0) return { rows: 0, nodes: 0, values: 0, next: slice.last };
  const [deleted] = await db.write([{
    sql: `DELETE FROM blob WHERE id IN (SELECT value FROM json_each(?)) AND ${UNUSED}`,
    args: [JSON.stringify(slice.ids)],
  }]);
  return { rows: 0, nodes: 0, values: deleted!.rowsAffected, next: slice.last };
}

/** After the values, as if they were numbered on, downwards from -1. */
async function sweepContents(db: Connection, from: number): Promise<Swept> {
  const slice = await unused(db, { table: "content", bytes: "size", unless: UNUSED_CONTENT, from });
  if (!slice) return { rows: 0, nodes: 0, values: 0 };
  const deleted = slice.ids.length === 0 ? undefined : (await db.write(deleteContents(slice.ids))).at(-1);
  return { rows: 0, nodes: 0, values: deleted?.rowsAffected ?? 0, next: -slice.last - 1 };
}

interface Look {
  readonly table: string;
  readonly bytes: string;
  readonly unless: string;
  readonly from: number;
}

/** The next few values that nothing refers to, and the last that was looked at; undefined after the last of all. */
async function unused(
  db: Connection,
  { table, bytes, unless, from }: Look,
): Promise<{ readonly ids: readonly number[]; readonly last: number } | undefined> {
  const { rows: [seen] } = await db.read({
    sql: `SELECT max(id) AS last, count(*) AS many FROM (SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ?)`,
    args: [from, LOOK],
  });
  if (Number(seen!["many"]) === 0) return undefined;
  const last = Number(seen!["last"]);
  const { rows } = await db.read({
    sql: sliceOf({
      id: "id",
      bytes,
      source: `${table} WHERE id > ? AND id <= ? AND ${unless} ORDER BY id`,
      order: "ASC",
    }),
    args: [from, last],
  });
  const ids = rows.map(({ id }) => Number(id));
  return { ids, last: ids.at(-1) ?? last };
}
