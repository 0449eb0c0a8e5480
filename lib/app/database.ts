/** Where runs are kept: found, or made, the same way by every command. */
import { dirname, join, resolve } from "node:path";
import { filePath, fileUrl, isFileUrl } from "../store/file_url.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store.ts";

/** Which database, and whether it may be made. */
export interface DatabaseOptions {
  /** A path or a URL; absent: `LOOM_DB`, else `.loom/loom.db` in the nearest folder above that has one, else here. */
  readonly db?: string;
  /** The folder to look from. Default: the current one. */
  readonly folder?: string;
  /** Make it when there is none. Commands that only read never do. */
  readonly create?: boolean;
}

/** What is taken for a URL, as libSQL would; anything else is a path, whatever it is made of. */
const URL_OF_A_DATABASE = /^(file:|[a-z][a-z+.-]+:\/\/)/i;

/** Opens the database. Throws a StoreError that says what to do. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Store> {
  const url = databaseUrl(options), { create = false } = options;
  if (isFileUrl(url) && isThere(filePath(url), ({ isDirectory }) => isDirectory)) {
    throw new StoreError("broken", `Cannot open the database \`${filePath(url)}\`: it is a folder; name a file in it`);
  }
  if (create && isFileUrl(url)) await makeFolder(dirname(filePath(url)));
  const { openLibsqlStore } = await import("../store/libsql_store.ts");
  const authToken = env("LOOM_DB_TOKEN");
  return await openLibsqlStore({ url, create, ...(authToken ? { authToken } : {}) });
}

/** The URL of the database that these options name. */
export function databaseUrl({ db, folder = Deno.cwd() }: DatabaseOptions): string {
  const named = db ?? env("LOOM_DB");
  if (named !== undefined) return URL_OF_A_DATABASE.test(named) ? named : fileUrl(resolve(folder, named));
  return fileUrl(join(loomFolder(folder) ?? join(folder, ".loom"), "loom.db"));
}

/** Files of the database that these options name, where it is one of files: SQLite keeps some beside it. */
export function databaseFiles(options: DatabaseOptions): readonly string[] {
  const url = databaseUrl(options), path = isFileUrl(url) ? filePath(url) : undefined;
  return path === undefined ? [] : ["", "-wal", "-shm", "-journal"].map((more) => `${path}${more}`);
}

/** Whether nothing has run here yet: there is no database where one is looked for, and none was named. */
export function isUntouched(options: DatabaseOptions): boolean {
  if (options.db !== undefined || env("LOOM_DB") !== undefined) return false;
  return !isThere(filePath(databaseUrl(options)), () => true);
}

/** The project a folder belongs to: the nearest folder at or above it that has a `.loom`, else itself. */
export function projectFolder(folder: string): string {
  const found = loomFolder(folder);
  return found === undefined ? resolve(folder) : dirname(found);
}

/** The project that a database stands in and moves with; undefined for one that was named, which may serve several. */
export function projectOf(options: DatabaseOptions): string | undefined {
  if (options.db !== undefined || env("LOOM_DB") !== undefined) return undefined;
  return projectFolder(options.folder ?? Deno.cwd());
}

/** The nearest `.loom` folder at or above a folder. */
export function loomFolder(folder: string): string | undefined {
  for (let at = resolve(folder);; at = dirname(at)) {
    if (isThere(join(at, ".loom"), ({ isDirectory }) => isDirectory)) return join(at, ".loom");
    if (dirname(at) === at) return undefined;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      "read-only",
      `Cannot make the folder \`${path}\`: ${why}; name another database with --db`,
      error,
    );
  }
}

function isThere(path: string, is: (found: Deno.FileInfo) => boolean): boolean {
  try {
    return is(Deno.statSync(path));
  } catch {
    return false;
  }
}

function env(name: string): string | undefined {
  const state = Deno.permissions.querySync({ name: "env", variable: name }).state;
  return state === "granted" ? Deno.env.get(name) || undefined : undefined;
}
