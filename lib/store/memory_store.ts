/**
 * A store in memory: for tests, and for runs nobody wants to keep. It keeps the same promises as the database, except
 * that nothing outlives the process.
 *
 * @module
 */
import { memoryChanges } from "./memory/changes.ts";
import { memoryDocuments } from "./memory/documents.ts";
import { memoryInbox } from "./memory/inbox.ts";
import { memoryJournal } from "./memory/journal.ts";
import { memoryLearned } from "./memory/learned.ts";
import { memoryLeases } from "./memory/leases.ts";
import { memoryLedgers } from "./memory/ledgers.ts";
import { memoryRemovals } from "./memory/removals.ts";
import { memoryRuns } from "./memory/runs.ts";
import { MemoryState } from "./memory/state.ts";
import { memoryTurns } from "./memory/turns.ts";
import type { Store } from "./store.ts";

/** An empty store that lives as long as this value. */
export function memoryStore(): Store {
  const state = new MemoryState();
  return {
    ...memoryRuns(state),
    ...memoryLeases(state),
    ...memoryLedgers(state),
    ...memoryJournal(state),
    ...memoryInbox(state),
    ...memoryDocuments(state),
    changes: memoryChanges(state),
    turns: memoryTurns(state),
    learned: memoryLearned(state),
    ...memoryRemovals(state),
    close: () => {},
  };
}
