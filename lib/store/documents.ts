/** Loom documents, in SQL. */
import type { InStatement } from "@libsql/client";
import type { Json } from "../base/json.ts";
import { stringify } from "../base/json.ts";
import type { Note } from "../plan/mod.ts";
import type { TreeNode, TreeNote } from "../tree/tree.ts";
import type { Connection } from "./connection.ts";
import { storedJson } from "./damaged.ts";
import { LAST, NODE_COLUMNS, NODE_TABLES, nodeOf, NOW } from "./rows.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store_error.ts";
import type { NewNode } from "./write.ts";

/** The part of a {@link Store} that is about documents. */
export type DocumentPart = Pick<Store, "createDocument" | "documents" | "document" | "findNode" | "path" | "texts">;

/** The part of a store that is about documents, over one database. */
export function documentPart(db: Connection): DocumentPart {
  return {
    createDocument: async (name) => {
      await db.write([{
        sql: `INSERT INTO document(name, created) VALUES (?, ${NOW}) ON CONFLICT DO NOTHING`,
        args: [name],
      }]);
    },
    documents: () => documents(db),
    document: (name) => document(db, name),
    findNode: (name, id) => findNode(db, name, id),
    path: (node) => path(db, node),
    texts: (nodes) => texts(db, nodes),
  };
}

/** What the names of documents are like that are being removed: nobody writes a name that begins with a line end. */
export const REMOVED_DOCUMENTS = "char(10) || '*'";

/** Nodes a statement may hold: SQLite takes 32,766 parameters. */
const NODES_A_STATEMENT = 500;

/** A node, and when it is woven. */
export interface Woven {
  readonly node: NewNode;
  readonly at: number;
}

/** Weaves nodes; one that is there already stays as it is. A node whose parent is new too goes into a later statement. */
export function insertNodes(run: number, woven: readonly Woven[]): readonly InStatement[] {
  const groups: Woven[][] = [];
  let ids = new Set<string>();
  for (const one of woven) {
    const group = groups.at(-1), { parent, id } = one.node;
    if (group && group.length < NODES_A_STATEMENT && !(parent !== null && ids.has(parent))) group.push(one);
    else groups.push([one]), ids = new Set();
    ids.add(id);
  }
  return groups.map((group) => insertGroup(run, group));
}

function insertGroup(run: number, group: readonly Woven[]): InStatement {
  const places = "(?, (SELECT id FROM document WHERE name = ?), (SELECT n FROM node WHERE id = ?), ?, ?, ?, ?, ?)";
  return {
    sql: `INSERT INTO node(id, document, parent, text, role, run, at, meta) VALUES ${
      group.map(() => places).join(", ")
    } ON CONFLICT DO NOTHING`,
    args: group.flatMap(({ node, at }) => [
      node.id,
      node.document,
      node.parent,
      node.text,
      node.role,
      run,
      at,
      Object.keys(node.meta).length === 0 ? null : stringify(node.meta),
    ]),
  };
}

/** Writes notes; one for a node that is not there is dropped, so that it can break no batch. */
export function insertNotes(run: number, notes: readonly { readonly note: Note; readonly at: number }[]): InStatement {
  return {
    sql: `INSERT INTO note(node, kind, value, run, at) SELECT node.n, column2, column3, ?, CAST(column4 AS INTEGER)
      FROM (VALUES ${notes.map(() => "(?, ?, ?, ?)").join(", ")}) CROSS JOIN node WHERE node.id = column1`,
    args: [run, ...notes.flatMap(({ note, at }) => [note.node, note.kind, stringify(note.value), at])],
  };
}

async function documents(db: Connection): Promise<readonly { name: string; created: number; nodes: number }[]> {
  const { rows } = await db.read(
    `SELECT d.name, d.created, (SELECT count(*) FROM node WHERE document = d.id) AS nodes FROM document d
      WHERE d.name NOT GLOB ${REMOVED_DOCUMENTS} ORDER BY d.id DESC`,
  );
  return rows.map((row) => ({
    name: row["name"] as string,
    created: Number(row["created"]),
    nodes: Number(row["nodes"]),
  }));
}

async function document(
  db: Connection,
  name: string,
): Promise<{ readonly nodes: readonly TreeNode[]; readonly notes: readonly TreeNote[] }> {
  const id = await documentId(db, name);
  const nodes = await db.readMany({
    columns: NODE_COLUMNS,
    source: `node n ${NODE_TABLES} WHERE n.document = ? ORDER BY n.n`,
    args: [id],
  });
  const notes = await db.readMany({
    columns: {
      node: "n.id",
      kind: "note.kind",
      value: "note.value",
      run_name: "coalesce(r.name, x.name)",
      at: "note.at",
    },
    source: `node n CROSS JOIN note ON note.node = n.n LEFT JOIN run r ON r.id = note.run
      LEFT JOIN removed x ON x.run = note.run WHERE n.document = ? ORDER BY note.id`,
    args: [id],
  });
  return {
    nodes: nodes.map(nodeOf),
    notes: notes.map((row) => ({
      node: row["node"] as string,
      kind: row["kind"] as string,
      value: storedJson(row["value"], `a note of the document \`${name}\``) as Json,
      ...(row["run_name"] === null ? {} : { run: row["run_name"] as string }),
      at: Number(row["at"]),
    })),
  };
}

async function documentId(db: Connection, name: string): Promise<number> {
  const { rows } = await db.read({ sql: "SELECT id FROM document WHERE name = ?", args: [name] });
  if (!rows[0]) throw new StoreError("not-found", `Cannot find the document \`${name}\``);
  return Number(rows[0]["id"]);
}

async function findNode(db: Connection, name: string, id: string): Promise<TreeNode> {
  const rows = await db.readMany({
    columns: NODE_COLUMNS,
    source: `node n ${NODE_TABLES} WHERE n.id >= ? AND n.id < ? AND n.document = ? ORDER BY n.id LIMIT 2`,
    args: [id, id + LAST, await documentId(db, name)],
  });
  if (rows.length === 1 || rows[0]?.["id"] === id) return nodeOf(rows[0]!);
  if (rows.length === 0) throw new StoreError("not-found", `Cannot find node \`${id}\` in the document \`${name}\``);
  throw new StoreError(
    "not-found",
    `Cannot tell which node \`${id}\` is: several in \`${name}\` begin so; write more of it`,
  );
}

/** The way up is walked first: the planner would otherwise look through all nodes at every step. */
async function path(db: Connection, node: string): Promise<readonly TreeNode[]> {
  const way = `WITH RECURSIVE up(n, parent, height) AS (
    SELECT n, parent, 0 FROM node WHERE id = ?
    UNION ALL SELECT node.n, node.parent, height + 1 FROM up CROSS JOIN node WHERE node.n = up.parent)`;
  const rows = await db.readMany({
    columns: NODE_COLUMNS,
    source:
      `(${way} SELECT n, height FROM up) AS up CROSS JOIN node n ON n.n = up.n ${NODE_TABLES} ORDER BY up.height DESC`,
    args: [node],
  });
  if (rows.length === 0) throw new StoreError("not-found", `Cannot find node \`${node}\``);
  return rows.map(nodeOf);
}

/** Ids a statement may name. */
const IDS = 500;

async function texts(db: Connection, nodes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let i = 0; i < nodes.length; i += IDS) {
    const some = nodes.slice(i, i + IDS);
    const rows = await db.readMany({
      columns: { id: "id", text: "text" },
      source: `node WHERE id IN (${some.map(() => "?").join(",")})`,
      args: some,
    });
    for (const row of rows) found.set(row["id"] as string, row["text"] as string);
  }
  return found;
}
