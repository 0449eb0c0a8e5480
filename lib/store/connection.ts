import type { Client, InStatement, ResultSet } from "@libsql/client";
import { StoreError } from "./store.ts";

/** How a database is opened. */
export interface OpenOptions {
  /** `file:` path, `http(s)://`, `ws(s)://` or `libsql://` URL. */
  readonly url: string;
  /** Token of a remote database. */
  readonly authToken?: string;
  /** Make the file when there is none. Default false: reading never creates anything. */
  readonly create?: boolean;
}

/** Cells of a row by column. */
export type Cells = Readonly<Record<string, unknown>>;

/** What {@link Connection.readMany} reads. */
export interface ManyRows {
  readonly columns: Readonly<Record<string, string>>;
  readonly source: string;
  readonly args: readonly (string | number | null)[];
}

const BUSY_TIMEOUT = 5_000;
const BUSY_TRIES = 4;

/**
 * One connection and one writer. A busy wait blocks the whole event loop and a transaction beside an `execute` locks
 * itself out, so writes are single batches that stand in a queue; a connection that met a lock is opened anew.
 */
export class Connection {
  readonly #client: Client;
  readonly #name: string;
  readonly local: boolean;
  #queue: Promise<unknown> = Promise.resolve();
  #full = false;

  constructor(client: Client, name: string) {
    this.#client = client;
    this.#name = name;
    this.local = client.protocol === "file";
  }

  static async open(options: OpenOptions): Promise<Connection> {
    const local = options.url.startsWith("file:");
    if (local && !options.create && !(await exists(options.url.slice(5)))) {
      throw new StoreError(
        "not-found",
        `Cannot find the database \`${options.url.slice(5)}\`: nothing has run here yet`,
      );
    }
    const name = local ? options.url.slice(5) : options.url.replace(/\?.*$/, "");
    try {
      const { createClient } = local ? await import("@libsql/client/sqlite3") : await import("@libsql/client");
      const client = createClient({
        url: options.url,
        concurrency: local ? 1 : 20,
        ...(local ? { timeout: BUSY_TIMEOUT } : {}),
        ...(options.authToken ? { authToken: options.authToken } : {}),
      });
      const connection = new Connection(client, name);
      await connection.#prepare();
      return connection;
    } catch (error) {
      throw asStoreError(error, name);
    }
  }

  /** From now on every commit reaches the disk before it is told of. */
  async makeDurable(): Promise<void> {
    if (this.#full || !this.local) return;
    this.#full = true;
    await this.#client.execute("PRAGMA synchronous=FULL");
  }

  /** Reads. Goes beside the queue: readers never wait for writers in WAL. */
  async read(statement: InStatement): Promise<ResultSet> {
    try {
      return await this.#client.execute(statement);
    } catch (error) {
      throw asStoreError(error, this.#name);
    }
  }

  /**
   * Reads many rows as one JSON text, which the database writes five times as fast as the client makes row objects.
   * `columns` are expressions by name, `source` is what follows `FROM`, its order included.
   */
  async readMany({ columns, source, args }: ManyRows): Promise<readonly Cells[]> {
    const names = Object.keys(columns),
      inner = Object.values(columns).map((column, i) => `${column} AS c${i}`).join(", ");
    const outer = names.map((_, i) => `c${i}`).join(", ");
    const { rows } = await this.read({
      sql: `SELECT json_group_array(json_array(${outer})) AS found FROM (SELECT ${inner} FROM ${source})`,
      args: [...args],
    });
    const found = JSON.parse(rows[0]!["found"] as string) as readonly (readonly unknown[])[];
    return found.map((cells) => {
      const row: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i++) row[names[i]!] = cells[i];
      return row;
    });
  }

  /** Commits statements together, in their turn. */
  write(statements: readonly InStatement[]): Promise<readonly ResultSet[]> {
    return this.#inTurn(async () =>
      statements.length === 1
        ? [await this.#client.execute(statements[0]!)]
        : await this.#client.batch([...statements], "write")
    );
  }

  close(): void {
    this.#client.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#patiently(work));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1;; tries++) {
      try {
        return await work();
      } catch (error) {
        const failure = asStoreError(error, this.#name);
        if (failure.failure !== "busy" || tries >= BUSY_TRIES) throw failure;
        await this.#client.reconnect();
        await this.#prepare();
        await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tries));
      }
    }
  }

  async #prepare(): Promise<void> {
    if (!this.local) return;
    await this.#client.execute("PRAGMA journal_mode=WAL");
    await this.#client.execute(`PRAGMA synchronous=${this.#full ? "FULL" : "NORMAL"}`);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

/** Turns whatever the client throws into a failure that says what to do. */
export function asStoreError(error: unknown, name: string): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  if (message.includes("fenced")) {
    return new StoreError("fenced", "Cannot write to the run: another process drives it now", error);
  }
  if (/BUSY|LOCKED/.test(code)) {
    return new StoreError(
      "busy",
      `Cannot write to \`${name}\`: another process holds its lock; close it or try again`,
      error,
    );
  }
  if (/FULL/.test(code)) {
    return new StoreError(
      "full",
      `Cannot write to \`${name}\`: the disk is full; free some space, then resume the run`,
      error,
    );
  }
  if (/READONLY|PERM/.test(code)) {
    return new StoreError(
      "read-only",
      `Cannot write to \`${name}\`: the file or its folder is read-only; make it writable or name another database with --db`,
      error,
    );
  }
  if (/NOTADB|CORRUPT/.test(code)) {
    return new StoreError(
      "broken",
      `Cannot read \`${name}\`: it is not a database, or it is damaged; restore it or name another with --db`,
      error,
    );
  }
  if (/CANTOPEN/.test(code) || /unable to open|ConnectionFailed|SQLITE_ERROR: unable/.test(message)) {
    return new StoreError(
      "read-only",
      `Cannot open \`${name}\`: the file cannot be opened or made; check the folder and its permissions`,
      error,
    );
  }
  if (/IOERR/.test(code)) {
    return new StoreError(
      "full",
      `Cannot write to \`${name}\`: the disk fails (${message}); check its space and health, then resume the run`,
      error,
    );
  }
  return new StoreError("broken", `Cannot use the database \`${name}\`: ${message}`, error);
}
