import { resolve } from "node:path";
import type { ConnectionPool } from "@libsql/client/sqlite3";

/** What {@link logEmptier} opens a file with; handed in, because a server's client must not load the one for files. */
export type Pool = new (...args: ConstructorParameters<typeof ConnectionPool>) => ConnectionPool;

/**
 * What moves everything that is in the log of a database into its file and empties the log, so that the file alone is
 * whole. The client that wrote cannot: it has no call that is done when it returns, and its connection stays open until
 * the garbage of its statements is collected. Waits for nobody: where another process is in the way, or the disk fails,
 * the log keeps what it has.
 */
export function logEmptier(path: string, Pool: Pool): () => void {
  const file = resolve(path);
  return () => {
    const pool = new Pool(file, { timeout: 0 }, 1);
    try {
      pool.acquireSync().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch {
      // What is in the log is safe there.
    } finally {
      pool.close();
    }
  };
}
