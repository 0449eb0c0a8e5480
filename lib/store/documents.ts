/** Loom documents, in SQL. */
import type { InStatement } from "@libsql/client";
import { stringify } from "../base/json.ts";
import type { Note } from "../plan/mod.ts";
import type { TreeNode, TreeNote } from "../tree/tree.ts";
import type { Connection } from "./connection.ts";
import { nodeOf } from "./rows.ts";
import type { NewNode, Store } from "./store.ts";
import { StoreError } from "./store.ts";

/** The part of a {@link Store} that is about documents. */
export type DocumentPart = Pick<Store, "createDocument" | "documents" | "document" | "findNode" | "path" | "texts">;

const NODE = `n.id, p.id AS parent_id, n.text, n.role, r.name AS run_name, n.at, n.meta
  FROM node n LEFT JOIN node p ON p.n = n.parent LEFT JOIN run r ON r.id = n.run`;

/** The part of a {@link Store} that is about documents, over one database. */
export function documentPart(db: Connection): DocumentPart {
  return {
    createDocument: async (name) => {
      await db.write([{
        sql:
          "INSERT INTO document(name, created) VALUES (?, CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT DO NOTHING",
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

/** Weaves a node; one that is there already stays as it is. */
export function insertNode(run: number, at: number, node: NewNode): InStatement {
  return {
    sql: `INSERT INTO node(id, document, parent, text, role, run, at, meta)
      VALUES (?, (SELECT id FROM document WHERE name = ?), (SELECT n FROM node WHERE id = ?), ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING`,
    args: [
      node.id,
      node.document,
      node.parent,
      node.text,
      node.role,
      run,
      at,
      Object.keys(node.meta).length === 0 ? null : stringify(node.meta),
    ],
  };
}

/** Writes a note; one for a node that is not there is dropped, so that it can break no batch. */
export function insertNote(run: number, at: number, note: Note): InStatement {
  return {
    sql: "INSERT INTO note(node, kind, value, run, at) SELECT n, ?, ?, ?, ? FROM node WHERE id = ?",
    args: [note.kind, stringify(note.value), run, at, note.node],
  };
}

async function documents(db: Connection): Promise<readonly { name: string; created: number; nodes: number }[]> {
  const { rows } = await db.read(
    "SELECT d.name, d.created, (SELECT count(*) FROM node WHERE document = d.id) AS nodes FROM document d ORDER BY d.id DESC",
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
  const nodes = await db.read({ sql: `SELECT ${NODE} WHERE n.document = ? ORDER BY n.n`, args: [id] });
  const notes = await db.read({
    sql:
      `SELECT n.id AS node, note.kind, note.value, r.name AS run_name, note.at FROM node n CROSS JOIN note ON note.node = n.n
      LEFT JOIN run r ON r.id = note.run WHERE n.document = ? ORDER BY note.id`,
    args: [id],
  });
  return {
    nodes: nodes.rows.map(nodeOf),
    notes: notes.rows.map((row) => ({
      node: row["node"] as string,
      kind: row["kind"] as string,
      value: JSON.parse(row["value"] as string),
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
  const { rows } = await db.read({
    sql: `SELECT ${NODE} WHERE n.id >= ? AND n.id < ? AND n.document = ? LIMIT 2`,
    args: [id, id + "\uffff", await documentId(db, name)],
  });
  if (rows.length === 1 || rows[0]?.["id"] === id) return nodeOf(rows[0]!);
  if (rows.length === 0) throw new StoreError("not-found", `Cannot find node \`${id}\` in the document \`${name}\``);
  throw new StoreError(
    "not-found",
    `Cannot tell which node \`${id}\` is: several in \`${name}\` begin so; write more of it`,
  );
}

async function path(db: Connection, node: string): Promise<readonly TreeNode[]> {
  const { rows } = await db.read({
    sql: `WITH RECURSIVE up(n, parent, height) AS (
        SELECT n, parent, 0 FROM node WHERE id = ?
        UNION ALL SELECT node.n, node.parent, height + 1 FROM up CROSS JOIN node WHERE node.n = up.parent)
      SELECT ${NODE.replace("FROM node n", "FROM up CROSS JOIN node n ON n.n = up.n")} ORDER BY up.height DESC`,
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
    const { rows } = await db.read({
      sql: `SELECT id, text FROM node WHERE id IN (${some.map(() => "?").join(",")})`,
      args: some,
    });
    for (const row of rows) found.set(row["id"] as string, row["text"] as string);
  }
  return found;
}
