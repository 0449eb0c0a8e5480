/** What runs take up, in SQL. */
import { PART_BITS } from "./changes.ts";
import type { Cells, Connection } from "./connection.ts";
import type { Weight } from "./removal.ts";
import { baseOf } from "./rows.ts";
import { TURN_BITS } from "./turns.ts";
import { SEQ_BITS } from "./write.ts";

/** Positions of journals that one look covers: it blocks the event loop while it lasts. */
const LOOK = 100_000;
/** Trees that are weighed in a row. */
const BREATH = 32;
/** Bytes of a row beside what is counted: its numbers, its hash, its place in the tree. */
const ROW = 48;

/** Bytes of the rows of a run, which is part of a tree. */
const BYTES = `${ROW} + coalesce(octet_length(j.key), 0) + coalesce(octet_length(j.value), 0)
  + coalesce(octet_length(j.state), 0)`;

/** A long value that runs refer to. */
interface Value {
  readonly bytes: number;
  /** References to it in all. */
  readonly all: number;
  /** The first of the runs that refers to it. */
  readonly run: number;
  /** References to it of the runs that were weighed so far. */
  uses: number;
}

/** By their tables and numbers. */
type Values = Map<string, Value>;

/** Members of a tree of runs and the last position of each. */
interface Tree {
  readonly run: number;
  readonly created: number;
  readonly members: readonly { readonly id: number; readonly last: number }[];
}

/** What runs take up. A value that several refer to counts for the first, and not at all where others need it too. */
export async function weigh(db: Connection, runs: readonly number[]): Promise<readonly Weight[]> {
  const values: Values = new Map(), weights: Weight[] = [];
  for (const [i, run] of [...new Set(runs)].entries()) {
    const tree = await treeOf(db, run);
    if (tree) weights.push(await weighTree(db, tree, values));
    if (i % BREATH === BREATH - 1) await breathe();
  }
  const freed = Map.groupBy([...values.values()].filter(({ uses, all }) => uses >= all), ({ run }) => run);
  return weights.map((weight) => ({
    ...weight,
    bytes: (freed.get(weight.run) ?? []).reduce((sum, { bytes }) => sum + bytes, weight.bytes),
  }));
}

/** Lets others have their turn: a local database is read without a pause. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function treeOf(db: Connection, run: number): Promise<Tree | undefined> {
  const { rows } = await db.read({
    sql: `SELECT id, created, coalesce((SELECT max(j.id) FROM journal j
        WHERE j.id > run.id << ${SEQ_BITS} AND j.id < (run.id + 1) << ${SEQ_BITS}), 0) AS last
      FROM run WHERE driver = ? ORDER BY id`,
    args: [run],
  });
  if (rows.length === 0) return undefined;
  const members = rows.map(({ id, last }) => ({
    id: Number(id),
    last: Math.max(0, Number(last) - baseOf(Number(id))),
  }));
  return { run, created: Number(rows[0]!["created"]), members };
}

async function weighTree(db: Connection, { run, created, members }: Tree, values: Values): Promise<Weight> {
  let weight: Weight = { run, rows: 0, bytes: 0, updated: created };
  const look = async (where: string, args: readonly number[]) => {
    const { rows: [found] } = await db.read({
      sql: `SELECT count(*) AS rows, coalesce(sum(${BYTES}), 0) AS bytes, max(j.at) AS updated FROM ${where}`,
      args: [...args],
    });
    const rows = weight.rows + Number(found!["rows"]), bytes = weight.bytes + Number(found!["bytes"]);
    weight = { run, rows, bytes, updated: Math.max(weight.updated, Number(found!["updated"] ?? 0)) };
    await addValues(db, values, { run, where: `${where} AND j.blob IS NOT NULL`, args });
  };
  await addPinned(db, values, run);
  weight = { ...weight, bytes: await bytesBeside(db, run) };
  await addContents(db, values, run);
  if (members.reduce((sum, { last }) => sum + last, 0) <= LOOK) {
    const parts = `run CROSS JOIN journal j ON j.id > run.id << ${SEQ_BITS} AND j.id < (run.id + 1) << ${SEQ_BITS}`;
    await look(`${parts} WHERE run.driver = ?`, [run]);
    return weight;
  }
  for (const { id, last } of members) {
    for (let after = 0; after < last; after += LOOK) {
      await breathe();
      await look("journal j WHERE j.id > ? AND j.id <= ?", [
        baseOf(id) + after,
        baseOf(id) + Math.min(last, after + LOOK),
      ]);
    }
  }
  return weight;
}

/** All references to a value `b`. */
const ALL = `(SELECT count(*) FROM journal WHERE journal.blob = b.id)
  + (SELECT count(*) FROM run WHERE run.plan = b.id) + (SELECT count(*) FROM run WHERE run.inputs = b.id)`;

interface Users {
  readonly run: number;
  /** Rows `j` that may refer to values. */
  readonly where: string;
  readonly args: readonly number[];
}

async function addValues(db: Connection, values: Values, { run, where, args }: Users): Promise<void> {
  const { rows } = await db.read({
    sql: `SELECT b.id, octet_length(b.data) AS bytes, used.uses, ${ALL} AS "all"
      FROM (SELECT j.blob AS id, count(*) AS uses FROM ${where} GROUP BY j.blob) used CROSS JOIN blob b ON b.id = used.id`,
    args: [...args],
  });
  for (const row of rows) addUses(values, { run, key: `blob ${row["id"]}`, row });
}

function addUses(
  values: Values,
  { run, key, row }: { readonly run: number; readonly key: string; readonly row: Cells },
): void {
  const known = values.get(key), uses = Number(row["uses"]);
  if (known) known.uses += uses;
  else values.set(key, { bytes: Number(row["bytes"]), all: Number(row["all"]), run, uses });
}

/** Plans and inputs. */
async function addPinned(db: Connection, values: Values, run: number): Promise<void> {
  const pinned = `(SELECT plan AS blob FROM run WHERE driver = ?1 AND plan IS NOT NULL
    UNION ALL SELECT inputs FROM run WHERE driver = ?1) j`;
  await addValues(db, values, { run, where: pinned, args: [run] });
}

const TREE = "(SELECT id FROM run WHERE driver = ?1)";

/** What a tree keeps beside its journals: what was said and changed in it. */
async function bytesBeside(db: Connection, run: number): Promise<number> {
  const { rows: [found] } = await db.read({
    sql: `SELECT
      (SELECT coalesce(sum(${ROW} + octet_length(t.text)), 0) FROM run CROSS JOIN turn t
        ON t.id >= run.id << ${TURN_BITS} AND t.id < (run.id + 1) << ${TURN_BITS} WHERE run.driver = ?1)
      + (SELECT coalesce(sum(${ROW} + octet_length(change)), 0) FROM change WHERE run IN ${TREE})
      + (SELECT coalesce(sum(octet_length(part.entries)), 0) FROM guard CROSS JOIN guard_part part
        ON part.id >= guard.id << ${PART_BITS} AND part.id < (guard.id + 1) << ${PART_BITS} WHERE guard.run IN ${TREE})
      AS bytes`,
    args: [run],
  });
  return Number(found!["bytes"]);
}

/** Contents that its changes and its snapshots need. */
async function addContents(db: Connection, values: Values, run: number): Promise<void> {
  const { rows } = await db.read({
    sql: `SELECT content.id, content.size AS bytes, used.uses,
        (SELECT count(*) FROM changed WHERE changed.content = content.id)
          + (SELECT count(*) FROM guarded WHERE guarded.content = content.id) AS "all"
      FROM (SELECT content AS id, count(*) AS uses FROM (
        SELECT content FROM change CROSS JOIN changed ON changed.change = change.id WHERE change.run IN ${TREE}
        UNION ALL SELECT content FROM guard CROSS JOIN guarded ON guarded.guard = guard.id WHERE guard.run IN ${TREE})
        GROUP BY content) used CROSS JOIN content ON content.id = used.id`,
    args: [run],
  });
  for (const row of rows) addUses(values, { run, key: `content ${row["id"]}`, row });
}
