import type { StoreFailure } from "./store_error.ts";
import { fenced, letGo, notKept, StoreError } from "./store_error.ts";

interface Words {
  readonly failure: StoreFailure;
  readonly text: string;
}

/** What SQLite's result codes mean to a user; `$` is the database's name. */
const WORDS: { readonly [code: string]: Words } = {
  SQLITE_BUSY: {
    failure: "busy",
    text: "Cannot write to `$`: another process holds its lock; close it or try again",
  },
  SQLITE_FULL: {
    failure: "full",
    text: "Cannot write to `$`: the disk is full; free some space, then resume the run",
  },
  SQLITE_READONLY: {
    failure: "read-only",
    text: "Cannot write to `$`: the file or its folder is read-only; make it writable or name another with --db",
  },
  SQLITE_CANTOPEN: {
    failure: "read-only",
    text: "Cannot open `$`: the file cannot be opened or made; its folder must exist and be writable",
  },
  SQLITE_NOTADB: {
    failure: "broken",
    text: "Cannot read `$`: it is not a database, or it is damaged; restore it or name another with --db",
  },
};

/** Codes that say the same as another one. */
const SAME: { readonly [code: string]: string } = {
  SQLITE_LOCKED: "SQLITE_BUSY",
  SQLITE_PROTOCOL: "SQLITE_BUSY",
  SQLITE_PERM: "SQLITE_READONLY",
  SQLITE_CORRUPT: "SQLITE_NOTADB",
};

/** Codes of a server that cannot be talked to. */
const REMOTE = new Set([
  "HRANA_WEBSOCKET_ERROR",
  "HRANA_CLOSED_ERROR",
  "HRANA_PROTO_ERROR",
  "PROTOCOL_VERSION_ERROR",
  "SERVER_ERROR",
]);

/** Turns whatever the client throws into a failure that says what to do. */
export function asStoreError(error: unknown, name: string): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error), code = codeOf(error);
  const words = WORDS[SAME[code] ?? code];
  if (words) return new StoreError(words.failure, words.text.replace("$", () => name), error);
  if (code === "SQLITE_CONSTRAINT") return brokenRule(error, message, name);
  if (code === "SQLITE_IOERR") return diskFailed(error, message, name);
  if (REMOTE.has(code) || (error instanceof TypeError && /fetch|request/i.test(message))) {
    return new StoreError(
      "unreachable",
      `Cannot reach the database \`${name}\`: ${plain(message)}; check its address and token and the network`,
      error,
    );
  }
  return new StoreError("broken", `Cannot use the database \`${name}\`: ${plain(message)}`, error);
}

/** The client's code; a file that cannot be opened has none, only SQLite's number at the end of its message. */
export function codeOf(error: unknown): string {
  const { code, message } = error instanceof Error ? error as Error & { code?: unknown } : { code: "", message: "" };
  if (typeof code === "string" && code !== "") return code;
  return /^ConnectionFailed\(.*: 14"\)$/s.test(message) ? "SQLITE_CANTOPEN" : "";
}

/** The schema speaks through its constraints. */
function brokenRule(error: unknown, message: string, name: string): StoreError {
  if (message.endsWith(": fenced")) return fenced(error);
  if (message.endsWith("NOT NULL constraint failed: node.document")) {
    return new StoreError("not-found", "Cannot weave a node: its document does not exist", error);
  }
  if (message.endsWith(": let go")) return letGo(error);
  if (message.endsWith("NOT NULL constraint failed: guarded.content")) return notKept(error);
  return new StoreError("broken", `Cannot write to \`${name}\`: ${plain(message)}`, error);
}

/** A file that cannot grow is one way of a full disk; SQLite calls some of them a failed write. */
function diskFailed(error: unknown, message: string, name: string): StoreError {
  return new StoreError(
    "full",
    `Cannot write to \`${name}\`: the disk fails (${plain(message)}); check its space and health, then resume the run`,
    error,
  );
}

/** The message without the codes that the client puts before it. */
function plain(message: string): string {
  return message.replace(/^([A-Z_]+: )+/, "").replace(/^SQLite error: /, "");
}
