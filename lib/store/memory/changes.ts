/** What runs have changed outside of the store, in memory. */
import { toJson } from "../../base/json.ts";
import type { ChangeStore, NewChange, NewGuard, StoredChange } from "../change_store.ts";
import { contentOf } from "../contents.ts";
import { letGo, notKept } from "../store_error.ts";
import type { MemoryRun, MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** What runs have changed, over one state. */
export function memoryChanges(state: MemoryState): ChangeStore {
  const { contents } = state;
  return {
    add: (id, epoch, change) =>
      settled(() => {
        const run = driven(state, id, epoch);
        return record(state, run, change.by, [change])[0]!;
      }),
    list: (id, { undone = false } = {}) =>
      settled(() => (state.runs.get(id)?.changes ?? []).filter((change) => undone || change.undone === undefined)),
    undone: (id, epoch, ids) =>
      settled(() => {
        const { changes } = driven(state, id, epoch);
        changes.forEach((change, i) => {
          if (ids.includes(change.id)) changes[i] = { undone: Date.now(), ...change };
        });
      }),
    keep: (all) => settled(() => all.map((bytes) => keep(state, bytes))),
    holds: (hashes) => settled(() => new Set(hashes.filter((hash) => contents.has(hash)))),
    content: (hash) => settled(() => contents.get(hash)?.slice()),
    guard: (id, epoch, guard) => settled(() => keepGuard(state, driven(state, id, epoch), guard)),
    settle: (id, epoch, { guard, changes }) =>
      settled(() => {
        const run = driven(state, id, epoch), open = run.guards.get(guard);
        if (!open) throw letGo();
        const ids = record(state, run, open.guard.by, changes);
        run.guards.delete(guard);
        return ids;
      }),
    guards: (id) => settled(() => [...(state.runs.get(id)?.guards.values() ?? [])].map(({ guard }) => guard)),
  };
}

/** The run, for who drives it. Throws `fenced` for everybody else. */
function driven(state: MemoryState, id: number, epoch: number): MemoryRun {
  const run = state.runs.get(id);
  state.fence(run ?? { driver: id }, epoch);
  return state.run(id);
}

function record(state: MemoryState, run: MemoryRun, by: string, changes: readonly NewChange[]): readonly number[] {
  const made = changes.map(({ change, contents = {} }): Omit<StoredChange, "id"> => ({
    by,
    at: Date.now(),
    change: toJson(change),
    contents: Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, keep(state, bytes)])),
  }));
  return made.map((change) => {
    run.changes.push({ id: ++state.changes, ...change });
    return state.changes;
  });
}

function keep({ contents }: MemoryState, bytes: Uint8Array): string {
  const { hash, bytes: copy } = contentOf(bytes);
  if (!contents.has(hash)) contents.set(hash, copy);
  return hash;
}

function keepGuard(state: MemoryState, run: MemoryRun, { by, entries, contents }: NewGuard): number {
  if (contents.some((hash) => !state.contents.has(hash))) throw notKept();
  const at = Date.now(), after = state.changes;
  const guard = { id: state.guards + 1, by, at, after, entries: entries.map(toJson) };
  run.guards.set(guard.id, { guard, contents: [...contents] });
  return ++state.guards;
}
