import type { Client, InStatement, ResultSet } from "@libsql/client";
import { asStoreError, codeOf } from "./as_store_error.ts";
import { fileCompactor } from "./compact_file.ts";
import { filePath, isFileUrl } from "./file_url.ts";
import { logEmptier } from "./log_emptier.ts";
import { Patience } from "./patience.ts";
import type { Compacted } from "./removal.ts";
import { StoreError } from "./store_error.ts";

/** How a database is opened. */
export interface OpenOptions {
  /** `file:`, `http(s)://`, `ws(s)://` or `libsql://` URL; `fileUrl` makes one of a path. */
  readonly url: string;
  /** Token of a remote database. */
  readonly authToken?: string;
  /** Make the file when there is none. Default false: reading never creates anything. */
  readonly create?: boolean;
  /** Milliseconds a lock of another process is borne before what met it fails as `busy`. Default 20,000. */
  readonly patience?: number;
}

/** Cells of a row by column. */
export type Cells = Readonly<Record<string, unknown>>;

/** What {@link Connection.readMany} reads. */
export interface ManyRows {
  readonly columns: Readonly<Record<string, string>>;
  readonly source: string;
  readonly args: readonly (string | number | null)[];
}

const PATIENCE = 20_000;
/** Milliseconds one look at a lock may block the event loop. */
const LOCK_TIMEOUT = 25;
/** Rows a server is asked for at once, to begin with: the answers it gives are bounded. */
const PAGE = 1_000;

/** What a connection is told besides its client. */
export interface ConnectionOptions {
  /** What people call the database: its path, or its address. */
  readonly name: string;
  /** See {@link OpenOptions}. */
  readonly patience?: number | undefined;
  /** Makes the file whole when something was written. Default: nothing. */
  readonly emptyLog?: (() => void) | undefined;
  /** Gives free pages of the file back. Default: there is no file. */
  readonly compact?: (() => Compacted) | undefined;
}

/** How a lock is looked at, and how long it is borne. A look leaves nothing behind: its statements end with it. */
interface Waiting {
  readonly look: string;
  readonly patience: Patience;
}

/**
 * One connection and one writer. A busy wait blocks the whole event loop and a transaction beside an `execute` locks
 * itself out, so waits are short and writes are single batches that stand in a queue; a connection that met a lock is
 * opened anew.
 */
export class Connection {
  readonly #client: Client;
  readonly #emptyLog: () => void;
  readonly #compact: (() => Compacted) | undefined;
  readonly #reading: Waiting;
  readonly #writing: Waiting;
  /** What people call the database: its path, or its address. */
  readonly name: string;
  readonly local: boolean;
  #queue: Promise<unknown> = Promise.resolve();
  #full = false;
  #prepared = false;
  #hasWritten = false;
  #closed = false;

  constructor(client: Client, { name, patience = PATIENCE, emptyLog = () => {}, compact }: ConnectionOptions) {
    this.#client = client;
    this.#emptyLog = emptyLog;
    this.#compact = compact;
    this.#reading = { look: "SELECT 1 FROM sqlite_schema", patience: new Patience(patience) };
    this.#writing = { look: "BEGIN IMMEDIATE; ROLLBACK", patience: new Patience(patience) };
    this.name = name;
    this.local = client.protocol === "file";
  }

  static async open(options: OpenOptions): Promise<Connection> {
    const { url, authToken, patience } = options, local = isFileUrl(url);
    const name = local ? filePath(url) : url.replace(/\?.*$/, "");
    if (local && !options.create && !(await exists(name))) throw nothingHere(name);
    try {
      // A sum that passes what a number holds exactly must not keep a whole table from being read.
      const config = { url, intMode: "bigint", ...(authToken ? { authToken } : {}) } as const;
      if (!local) {
        const { createClient } = await import("@libsql/client");
        return new Connection(createClient({ ...config, concurrency: 20 }), { name, patience });
      }
      const { ConnectionPool, createClient } = await import("@libsql/client/sqlite3");
      const client = createClient({ ...config, concurrency: 1, timeout: LOCK_TIMEOUT });
      return new Connection(client, {
        name,
        patience,
        ...(name === ":memory:"
          ? {}
          : { emptyLog: logEmptier(name, ConnectionPool), compact: fileCompactor(name, ConnectionPool) }),
      });
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
    return this.#patiently(() => this.#client.execute(statement), this.#reading);
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
      this.#hasWritten = true;
      return statements.length === 1
        ? [await this.#client.execute(statements[0]!)]
        : await this.#client.batch([...statements], "write");
    });
  }

  /** Gives the free pages of a file back to the disk, in its turn; undefined where there is no file. */
  compact(): Promise<Compacted | undefined> {
    return this.#inTurn(() => Promise.resolve(this.#compact?.()));
  }

  /** Closes it, at once; the file alone holds what was written, unless another process is in the way. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.close();
    if (this.#hasWritten) this.#emptyLog();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#patiently(work, this.#writing));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** A connection that met a lock cannot commit any more, so it is opened anew whether or not there is another try. */
  async #patiently<T>(work: () => Promise<T>, waiting: Waiting): Promise<T> {
    for (;;) {
      if (this.#closed) throw new StoreError("broken", `Cannot use the database \`${this.name}\`: it is closed`);
      try {
        const done = await work();
        waiting.patience.end();
        return done;
      } catch (error) {
        const failure = asStoreError(error, this.name);
        if (failure.failure !== "busy") {
          if (this.#wasReopened(error)) continue;
          throw failure;
        }
        await this.#reopen();
        if (!await this.#isFreed(waiting)) throw failure;
      }
    }
  }

  /** Sleeps and looks at the lock until it is free or there is something else to tell; false at the end of patience. */
  async #isFreed({ look, patience }: Waiting): Promise<boolean> {
    for (;;) {
      const pause = patience.next();
      if (pause === undefined) return false;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.#closed || !this.local) return true;
      try {
        await this.#client.executeMultiple(look);
        return true;
      } catch (error) {
        if (asStoreError(error, this.name).failure !== "busy") return true;
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
