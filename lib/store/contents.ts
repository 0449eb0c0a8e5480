/** Contents of files, each stored once by its SHA-256, in SQL. */
import type { InStatement } from "@libsql/client";
import { sha256 } from "../base/hash.ts";
import type { Connection } from "./connection.ts";
import { inGroups, inParameters } from "./in_groups.ts";

/** Bytes of a piece: a server takes no value of 5 MB, and answers with 10 MB at most. */
const PIECE = 1_000_000;
/** Pieces that are read at once. */
const PIECES = 4;
/** A piece is numbered `content << 12 | n`. */
const PIECE_BITS = 12;
/** Bytes that one batch writes, about. */
const BATCH = 8_000_000;

/** A content and the name it is stored under. */
export interface Content {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** The content of these bytes as they are now, whatever becomes of the caller's own. */
export function contentOf(bytes: Uint8Array): Content {
  const copy = bytes.slice();
  return { hash: sha256(copy), bytes: copy };
}

/** Stores contents that are not there, all in two statements: every statement is compiled anew. */
export function putContents(contents: readonly Content[]): readonly InStatement[] {
  if (contents.length === 0) return [];
  const pieces = contents.flatMap(({ hash, bytes }) =>
    Array.from(
      { length: Math.ceil(bytes.length / PIECE) },
      (_, n) => ({ hash, n, data: bytes.subarray(n * PIECE, (n + 1) * PIECE) }),
    )
  );
  const rows = (many: readonly unknown[], row: string) => many.map(() => row).join(", ");
  return [
    {
      sql: `INSERT INTO content(hash, size) VALUES ${rows(contents, "(?, ?)")} ON CONFLICT DO NOTHING`,
      args: contents.flatMap(({ hash, bytes }) => [hash, bytes.length]),
    },
    ...(pieces.length === 0 ? [] : [{
      sql: `INSERT INTO piece(id, data) SELECT (content.id << ${PIECE_BITS}) | column2, column3
        FROM (VALUES ${rows(pieces, "(?, ?, ?)")}) CROSS JOIN content WHERE content.hash = column1
        ON CONFLICT DO NOTHING`,
      args: pieces.flatMap(({ hash, n, data }) => [hash, n, data]),
    }]),
  ];
}

/** Contents that one batch writes. */
export function inBatches(contents: readonly Content[]): readonly (readonly Content[])[] {
  return inGroups(contents, { sizeOf: ({ bytes }) => bytes.length, most: BATCH, count: 500 });
}

/** Stores contents, a few in each batch; gives their hashes. */
export async function keepContents(db: Connection, contents: readonly Uint8Array[]): Promise<readonly string[]> {
  const kept = contents.map(contentOf), different = [...new Map(kept.map((one) => [one.hash, one])).values()];
  for (const some of inBatches(different)) await db.write(putContents(some));
  return kept.map(({ hash }) => hash);
}

/** Those of these contents that are stored. */
export async function heldContents(db: Connection, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (const some of inParameters([...new Set(hashes)])) {
    const rows = await db.readMany({
      columns: { hash: "hash" },
      source: "content WHERE hash IN (SELECT value FROM json_each(?)) ORDER BY id",
      args: [JSON.stringify(some)],
    });
    for (const { hash } of rows) held.add(hash as string);
  }
  return held;
}

/** What a content is; undefined when it is not stored, or deleted while it was read. */
export async function readContent(db: Connection, hash: string): Promise<Uint8Array | undefined> {
  const { rows: [found] } = await db.read({ sql: "SELECT id, size FROM content WHERE hash = ?", args: [hash] });
  if (!found) return undefined;
  const first = Number(found["id"]) * 2 ** PIECE_BITS, bytes = new Uint8Array(Number(found["size"]));
  for (let at = 0; at < bytes.length;) {
    const { rows } = await db.read({
      sql: "SELECT data FROM piece WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
      args: [first + at / PIECE, first + 2 ** PIECE_BITS, PIECES],
    });
    if (rows.length === 0) return undefined;
    for (const { data } of rows) {
      bytes.set(new Uint8Array(data as ArrayBuffer), at);
      at += (data as ArrayBuffer).byteLength;
    }
  }
  return bytes;
}

/** No change and no snapshot refers to a content. Who refers to it puts it there, or makes sure of it, in the same batch. */
export const UNUSED_CONTENT = `NOT EXISTS (SELECT 1 FROM changed WHERE changed.content = content.id)
  AND NOT EXISTS (SELECT 1 FROM guarded WHERE guarded.content = content.id)`;

/** Deletes those of these contents that nothing refers to; the last statement tells how many. */
export function deleteContents(ids: readonly number[]): readonly InStatement[] {
  const named = "content.id IN (SELECT value FROM json_each(?))", args = [JSON.stringify(ids)];
  return [
    {
      sql: `DELETE FROM piece WHERE id IN (SELECT piece.id FROM content CROSS JOIN piece
        ON piece.id >= content.id << ${PIECE_BITS} AND piece.id < (content.id + 1) << ${PIECE_BITS}
        WHERE ${named} AND ${UNUSED_CONTENT})`,
      args,
    },
    { sql: `DELETE FROM content WHERE ${named} AND ${UNUSED_CONTENT}`, args },
  ];
}
