/** Reading back what this program has written: a database that was damaged, or edited, is told of in words. */
import type { EntryType, RunStatus } from "../plan/mod.ts";
import { StoreError } from "./store_error.ts";

const ENTRY_TYPES: { readonly [T in EntryType]: true } = {
  begin: true,
  drive: true,
  intent: true,
  result: true,
  failure: true,
  settled: true,
  done: true,
  wait: true,
  took: true,
  cursor: true,
  reopen: true,
  pause: true,
  end: true,
};

const STATUSES: { readonly [S in RunStatus]: true } = {
  queued: true,
  running: true,
  waiting: true,
  paused: true,
  interrupted: true,
  done: true,
  converged: true,
  stalled: true,
  exhausted: true,
  cancelled: true,
  failed: true,
};

/** What cannot be read, and why. */
export function damaged(what: string, why: string, cause?: unknown): StoreError {
  const advice = "restore the database from a copy, or name another with --db";
  return new StoreError("broken", `Cannot read ${what}: ${why}; ${advice}`, cause);
}

/** JSON that was stored. Throws a {@link StoreError} for anything else. */
export function storedJson(text: unknown, what: string): unknown {
  try {
    return JSON.parse(text as string);
  } catch (error) {
    throw damaged(what, "it is damaged", error);
  }
}

/** The type of a row. Throws a {@link StoreError} for one that there is not. */
export function storedType(text: unknown, what: string): EntryType {
  if (typeof text === "string" && Object.hasOwn(ENTRY_TYPES, text)) return text as EntryType;
  throw damaged(what, `its type \`${text}\` is unknown, so it is damaged or of a newer loom`);
}

/** The status of a run. Throws a {@link StoreError} for one that there is not. */
export function storedStatus(text: unknown, what: string): RunStatus {
  if (typeof text === "string" && Object.hasOwn(STATUSES, text)) return text as RunStatus;
  throw damaged(what, `its status \`${text}\` is unknown, so it is damaged or of a newer loom`);
}
