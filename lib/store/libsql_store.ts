import { adoptionPart } from "./adoptions.ts";
import { changesOver } from "./changes.ts";
import type { OpenOptions } from "./connection.ts";
import { Connection, nothingHere } from "./connection.ts";
import { documentPart } from "./documents.ts";
import { inboxPart } from "./inbox.ts";
import { journalPart } from "./journal.ts";
import { learnedOver } from "./learned.ts";
import { leasePart } from "./leases.ts";
import { ledgerPart } from "./ledgers.ts";
import { MIGRATIONS, SCHEMA_VERSION } from "./migrations.ts";
import { removalPart } from "./removals.ts";
import { runPart } from "./runs.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store_error.ts";
import { turnsOver } from "./turns.ts";

export type { OpenOptions } from "./connection.ts";

/** Opens a database over libSQL, local or remote, and brings it up to this version's schema. */
export async function openLibsqlStore(options: OpenOptions): Promise<Store> {
  const db = await Connection.open(options);
  try {
    await migrate(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    ...runPart(db),
    ...leasePart(db),
    ...ledgerPart(db),
    ...journalPart(db),
    ...adoptionPart(db),
    ...inboxPart(db),
    ...documentPart(db),
    changes: changesOver(db),
    turns: turnsOver(db),
    learned: learnedOver(db),
    ...removalPart(db),
    close: () => db.close(),
  };
}

/** All steps in one batch: another process sees the old schema or the new one. */
async function migrate(db: Connection, { create = false }: OpenOptions): Promise<void> {
  const version = await versionOf(db);
  if (version === SCHEMA_VERSION) return;
  if (version === 0 && db.local && !create) throw nothingHere(db.name);
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      "newer",
      `Cannot use the database \`${db.name}\`: it is of schema version ${version}, this program knows ${SCHEMA_VERSION}; use a newer loom`,
    );
  }
  try {
    await db.write([
      ...(version === 0
        ? ["CREATE TABLE schema_version(version INTEGER NOT NULL) STRICT", "INSERT INTO schema_version VALUES (0)"]
        : []),
      ...MIGRATIONS.slice(version).flat(),
      { sql: "UPDATE schema_version SET version = ?", args: [SCHEMA_VERSION] },
    ]);
  } catch (error) {
    // Two processes may open a new database at once: the one that comes second finds the work done.
    if (await versionOf(db) !== SCHEMA_VERSION) throw error;
  }
}

/** A table, not `user_version`: a remote server may not take that PRAGMA, and a foreign database is told apart. */
async function versionOf(db: Connection): Promise<number> {
  const { rows } = await db.read(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'libsql_*'",
  );
  const names = new Set(rows.map((row) => row["name"]));
  if (names.size === 0) return 0;
  if (!["schema_version", "journal", "ledger", "lease"].every((name) => names.has(name))) {
    throw new StoreError(
      "broken",
      `Cannot use the database \`${db.name}\`: it holds tables of another program; name another with --db`,
    );
  }
  return Number((await db.read("SELECT version FROM schema_version")).rows[0]?.["version"] ?? 0);
}
