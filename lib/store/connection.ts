import type { Client, InStatement, ResultSet } from "@libsql/client";
import { asStoreError, codeOf } from "./as_store_error.ts";
import { StoreError } from "./store.ts";

/** How a database is opened. */
export interface OpenOptions {
  /** `file:` path, `http(s)://`, `ws(s)://` or `libsql://` URL. */
  readonly url: string;
  /** Token of a remote database. */
  readonly authToken?: string;
  /** Make the file when there is none. Default false: reading never creates anything. */
  readonly create?: boolean;
  /**
   * Milliseconds one try to write waits for another process's lock, with the event loop blocked; there are four tries.
   * Default 5,000.
   */
  readonly lockTimeout?: number;
}

/** Cells of a row by column. */
export type Cells = Readonly<Record<string, unknown>>;

/** What {@link Connection.readMany} reads. */
export interface ManyRows {
  readonly columns: Readonly<Record<string, string>>;
  readonly source: string;
  readonly args: readonly (string | number | null)[];
}

const LOCK_TIMEOUT = 5_000;
const TRIES = 4;
/** Rows a server is asked for at once, to begin with: the answers it gives are bounded. */
const PAGE = 1_000;

/**
 * One connection and one writer. A busy wait blocks the whole event loop and a transaction beside an `execute` locks
 * itself out, so writes are single batches that stand in a queue; a connection that met a lock is opened anew.
 */
export class Connection {
  readonly #client: Client;
  /** What people call the database: its path, or its address. */
  readonly name: string;
  readonly local: boolean;
  #queue: Promise<unknown> = Promise.resolve();
  #full = false;
  #prepared = false;
  #closed = false;

  constructor(client: Client, name: string) {
    this.#client = client;
    this.name = name;
    this.local = client.protocol === "file";
  }

  static async open(options: OpenOptions): Promise<Connection> {
    const local = options.url.startsWith("file:");
    if (local && !options.create && !(await exists(options.url.slice(5)))) {
      throw nothingHere(options.url.slice(5));
    }
    const name = local ? options.url.slice(5) : options.url.replace(/\?.*$/, "");
    try {
      const { createClient } = local ? await import("@libsql/client/sqlite3") : await import("@libsql/client");
      const client = createClient({
        url: options.url,
        concurrency: local ? 1 : 20,
        ...(local ? { timeout: options.lockTimeout ?? LOCK_TIMEOUT } : {}),
        ...(options.authToken ? { authToken: options.authToken } : {}),
      });
      return new Connection(client, name);
    } catch (error) {
      throw asStoreError(error, name);
    }
  }

  /** From now on every commit reaches the disk before it is told of. */
  makeDurable(): void {
    if (this.#full) return;
    this.#full = true;
    this.#prepared = false;
  }

  /** Reads. Goes beside the queue: readers never wait for writers in WAL. */
  read(statement: InStatement): Promise<ResultSet> {
    return this.#patiently(() => this.#client.execute(statement));
  }

  /**
   * Reads many rows as JSON texts, which the database writes five times as fast as the client makes row objects.
   * `columns` are expressions by name, `source` is what follows `FROM`, its order included.
   */
  async readMany(many: ManyRows): Promise<readonly Cells[]> {
    if (this.local) return await this.#readPage(many, { size: -1, offset: 0 });
    const found: Cells[] = [];
    for (let size = PAGE;;) {
      try {
        const page = await this.#readPage(many, { size, offset: found.length });
        found.push(...page);
        if (page.length < size) return found;
      } catch (error) {
        if (size === 1 || !isTooLarge(error)) throw error;
        size = Math.ceil(size / 8);
      }
    }
  }

  async #readPage(
    { columns, source, args }: ManyRows,
    { size, offset }: { readonly size: number; readonly offset: number },
  ): Promise<readonly Cells[]> {
    const names = Object.keys(columns),
      inner = Object.values(columns).map((column, i) => `${column} AS c${i}`).join(", ");
    const outer = names.map((_, i) => `c${i}`).join(", ");
    const page = size < 0
      ? `SELECT ${inner} FROM ${source}`
      : `SELECT * FROM (SELECT ${inner} FROM ${source}) LIMIT ? OFFSET ?`;
    const { rows } = await this.read({
      sql: `SELECT json_group_array(json_array(${outer})) AS found FROM (${page})`,
      args: size < 0 ? [...args] : [...args, size, offset],
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
    return this.#inTurn(async () => {
      if (!this.#prepared) await this.#prepare();
      return statements.length === 1
        ? [await this.#client.execute(statements[0]!)]
        : await this.#client.batch([...statements], "write");
    });
  }

  close(): void {
    this.#closed = true;
    this.#client.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#patiently(work));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** A connection that met a lock cannot commit any more, so it is opened anew whether or not there is another try. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1;; tries++) {
      try {
        return await work();
      } catch (error) {
        const failure = asStoreError(error, this.name);
        if (failure.failure === "busy") await this.#reopen();
        else if (!this.#wasReopened(error)) throw failure;
        if (tries >= TRIES) throw failure;
        await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tries));
      }
    }
  }

  async #reopen(): Promise<void> {
    if (this.#closed) return;
    this.#prepared = false;
    await this.#client.reconnect();
  }

  /** The connection was taken from under a statement that had not begun. */
  #wasReopened(error: unknown): boolean {
    return codeOf(error) === "CLIENT_CLOSED" && !this.#closed;
  }

  /** Before the first write, not before: nobody's file changes because it was looked at. A server sets these itself. */
  async #prepare(): Promise<void> {
    if (this.local) {
      await this.#client.execute("PRAGMA journal_mode=WAL");
      await this.#client.execute(`PRAGMA synchronous=${this.#full ? "FULL" : "NORMAL"}`);
    }
    this.#prepared = true;
  }
}

/** Whether a server found its own answer too large to send. */
function isTooLarge(error: unknown): boolean {
  return error instanceof StoreError && /^(SQLITE_TOOBIG|RESPONSE_TOO_LARGE)$/.test(codeOf(error.cause));
}

/** There is no database, or one that nothing was ever written to. */
export function nothingHere(name: string): StoreError {
  return new StoreError("not-found", `Cannot find the database \`${name}\`: nothing has run here yet`);
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
