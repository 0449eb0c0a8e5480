/** What was said in runs, in SQL. */
import type { InStatement, InValue } from "@libsql/client";
import type { Cells, Connection } from "./connection.ts";
import { inGroups } from "./in_groups.ts";
import type { Term } from "./search_words.ts";
import { termsOf } from "./search_words.ts";
import { noRun } from "./store_error.ts";
import type { Turn, TurnRole, TurnSearch, TurnStore } from "./turn_store.ts";

/** Turns over one database. */
export function turnsOver(db: Connection): TurnStore {
  return {
    add: (run, turns) => add(db, run, turns),
    last: (run) => last(db, run),
    search: (run, query, options = {}) => search(db, run, { ...options, query }),
    range: (run, { task, from, to }) =>
      select(db, {
        where: `${OF_RUN} AND n >= ? AND n <= ? ${task === undefined ? "" : "AND task = ?"} ORDER BY id`,
        args: [run, run, from, to, ...(task === undefined ? [] : [task])],
      }),
    calls: (run, { tool, limit = LIMIT } = {}) =>
      select(db, {
        where: `${OF_RUN} AND role = 'tool' ${tool === undefined ? "" : "AND tool = ?"} ORDER BY id DESC LIMIT ?`,
        args: [run, run, ...(tool === undefined ? [] : [tool]), limit],
      }),
  };
}

/** Turns that a search gives unless told otherwise. */
export const LIMIT = 10;

/** A turn is numbered `run << 26 | seq << 2 | role`. */
export const TURN_BITS = 26;
const OF_RUN = `id >= ? << ${TURN_BITS} AND id < (? + 1) << ${TURN_BITS}`;

/** By their places: a row of the journal says one thing at most in each role. */
export const ROLES: readonly TurnRole[] = ["system", "user", "assistant", "tool"];

/** One batch: the last row that something was added of must be one of which all was added. */
async function add(db: Connection, run: number, turns: readonly Turn[]): Promise<void> {
  if (turns.length === 0) return;
  const groups = inGroups(turns, { sizeOf: ({ text }) => text.length, most: 4_000_000, count: 500 });
  const results = await db.write([
    { sql: "SELECT id FROM run WHERE id = ?", args: [run] },
    ...groups.map((some) => insertTurns(run, some)),
  ]);
  if (results[0]!.rows.length === 0) throw noRun(run);
}

function insertTurns(run: number, turns: readonly Turn[]): InStatement {
  return {
    sql: `INSERT INTO turn(id, task, n, role, tool, text, at)
      SELECT (run.id << ${TURN_BITS}) | (column1 << 2) | column2, column3, column4, column5, column6, column7, column8
      FROM (VALUES ${turns.map(() => "(?, ?, ?, ?, ?, ?, ?, ?)").join(", ")}) CROSS JOIN run WHERE run.id = ?
      ON CONFLICT DO NOTHING`,
    args: [
      ...turns.flatMap(({ seq, task, n, role, tool = null, text, at }) => [
        ...[seq, ROLES.indexOf(role), task, n, role, tool, text, at],
      ]),
      run,
    ],
  };
}

async function last(db: Connection, run: number): Promise<number> {
  const { rows: [found] } = await db.read({
    sql: `SELECT coalesce(max(id), 0) >> 2 & ${2 ** 24 - 1} AS seq FROM turn WHERE ${OF_RUN}`,
    args: [run, run],
  });
  return Number(found!["seq"]);
}

async function search(
  db: Connection,
  run: number,
  { query, task, limit = LIMIT }: TurnSearch & { readonly query: string },
): Promise<readonly Turn[]> {
  const terms = termsOf(query), words = terms.flatMap((term) => term.find === "words" ? [phraseOf(term)] : []);
  if (terms.length === 0) return [];
  const pieces = terms.flatMap((term) => term.find === "piece" ? [term.piece] : []);
  const conditions: readonly (readonly [string, ...InValue[]])[] = [
    [OF_RUN, run, run],
    ...(words.length === 0 ? [] : [[FOUND, words.join(" "), run, run] as const]),
    ...pieces.map((piece) => ["instr(text, ?) > 0", piece] as const),
    ...(task === undefined ? [] : [["task = ?", task] as const]),
  ];
  return await select(db, {
    where: `${conditions.map(([sql]) => sql).join(" AND ")} ORDER BY id DESC LIMIT ?`,
    args: [...conditions.flatMap(([, ...args]) => args), limit],
  });
}

/** The index is asked for the run's part alone: words of other runs cost nothing. */
const FOUND = `id IN (SELECT rowid FROM turn_words
  WHERE turn_words MATCH ? AND rowid >= ? << ${TURN_BITS} AND rowid < (? + 1) << ${TURN_BITS})`;

/** Letters and digits in quotes: nothing in it is taken for syntax. */
function phraseOf({ words }: Extract<Term, { readonly find: "words" }>): string {
  return `"${words.join(" ")}"*`;
}

async function select(
  db: Connection,
  { where, args }: { readonly where: string; readonly args: readonly InValue[] },
): Promise<readonly Turn[]> {
  const rows = await db.readMany({
    columns: {
      id: `id >> 2 & ${2 ** 24 - 1}`,
      task: "task",
      n: "n",
      role: "role",
      tool: "tool",
      text: "text",
      at: "at",
    },
    source: `turn WHERE ${where}`,
    args: args as readonly (string | number | null)[],
  });
  return rows.map(turnOf);
}

function turnOf(row: Cells): Turn {
  return {
    seq: Number(row["id"]),
    task: row["task"] as string,
    n: Number(row["n"]),
    role: row["role"] as TurnRole,
    ...(row["tool"] === null ? {} : { tool: row["tool"] as string }),
    text: row["text"] as string,
    at: Number(row["at"]),
  };
}
