import { createClient } from "@libsql/client/sqlite3";

/** Does something with the path of a database that is not there yet, in a folder of its own, which is gone afterwards. */
export async function inFolder(test: (path: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "loom-store-" });
  try {
    await test(`${folder}/loom.db`, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Says something to a database behind the store's back. */
export async function sql(path: string, ...statements: readonly string[]): Promise<void> {
  const client = createClient({ url: `file:${path}`, timeout: 5_000 });
  try {
    for (const statement of statements) await client.execute(statement);
  } finally {
    client.close();
  }
}
