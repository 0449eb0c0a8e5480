import { resolve } from "node:path";
import type { Pool } from "./log_emptier.ts";
import type { Compacted } from "./removal.ts";

/** A file of which less than this share is free is left as it is: everything in it would be written anew for little. */
const WORTH_IT = 0.05;
/** Milliseconds one look at a lock may block the event loop. */
const LOCK_TIMEOUT = 25;

/**
 * What gives the free pages of a database's file back to the disk. It works on a connection of its own, because the
 * client's keeps statements open until their garbage is collected, and no file is compacted beneath an open one.
 */
export function fileCompactor(path: string, Pool: Pool): () => Compacted {
  const file = resolve(path);
  return () => {
    const pool = new Pool(file, { timeout: LOCK_TIMEOUT }, 1);
    try {
      const database = pool.acquireSync();
      // `all`, because a statement that was only begun would be in the way of what follows.
      const pages = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).all()[0] as object)[0]);
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      const before = sizeOf(file);
      if (pages("freelist_count") < pages("page_count") * WORTH_IT) return { before, after: before };
      database.exec("VACUUM");
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      return { before, after: sizeOf(file) };
    } finally {
      pool.close();
    }
  };
}

/** The file and its log. */
function sizeOf(file: string): number {
  return [file, `${file}-wal`].reduce((sum, path) => {
    try {
      return sum + Deno.statSync(path).size;
    } catch {
      return sum;
    }
  }, 0);
}
