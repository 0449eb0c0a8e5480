/** Removing runs and documents, in memory. */
import { stringify } from "../../base/json.ts";
import type { Removal, Weight } from "../removal.ts";
import type { RemovalPart } from "../removals.ts";
import type { MemoryDocument, MemoryRun, MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** The part of a store that is about removing runs and documents, over one state. */
export function memoryRemovals(state: MemoryState): RemovalPart {
  return {
    weigh: (runs) => settled(() => weigh(state, runs)),
    remove: (removal) => settled(() => remove(state, removal)),
    removeDocument: (name) => settled(() => removeDocument(state, name)),
    sweep: () => settled(() => ({ rows: 0, nodes: 0, values: sweepContents(state) })),
    compact: () => settled(() => undefined),
  };
}

function treeOf({ runs }: MemoryState, root: number): readonly MemoryRun[] {
  return [...runs.values()].filter(({ driver }) => driver === root);
}

/** Contents that several of them need count for the first, and not at all where others need them too. */
function weigh(state: MemoryState, runs: readonly number[]): readonly Weight[] {
  const counted = new Set(
    [...state.runs.values()].filter(({ driver }) => !runs.includes(driver)).flatMap(contentsOf),
  );
  return [...new Set(runs)].flatMap((run) => {
    const tree = treeOf(state, run), contents = new Set(tree.flatMap(contentsOf)).difference(counted);
    for (const hash of contents) counted.add(hash);
    const bytes = [...contents].reduce((sum, hash) => sum + state.contents.get(hash)!.length, 0);
    return weightOf(tree).map((weight) => ({ ...weight, bytes: weight.bytes + bytes }));
  });
}

/** Contents that a run's changes and snapshots need. */
function contentsOf({ changes, guards }: MemoryRun): readonly string[] {
  return [
    ...changes.flatMap(({ contents }) => Object.values(contents)),
    ...[...guards.values()].flatMap(({ contents }) => contents),
  ];
}

function weightOf(tree: readonly MemoryRun[]): readonly Weight[] {
  const [root] = tree;
  if (!root) return [];
  const rows = tree.flatMap(({ journal }) => journal), pinned = tree.map(({ plan, inputs }) => ({ plan, inputs }));
  return [{
    run: root.id,
    rows: rows.length,
    bytes: stringify([rows, pinned, tree.map(({ changes, turns }) => ({ changes, turns }))]).length,
    updated: rows.reduce((latest, { at }) => Math.max(latest, at), root.made.at),
  }];
}

function remove(state: MemoryState, { run, epoch, gone = false, forks }: Removal): boolean {
  const tree = treeOf(state, run), lease = state.leases.get(run), ids = tree.map(({ id }) => id);
  if (tree.length === 0 || (lease?.epoch ?? 0) !== epoch) return false;
  if (!gone && (lease?.expires ?? 0) > Date.now()) return false;
  const forked = [...state.runs.values()].filter(({ made: { origin }, driver }) =>
    origin !== undefined && ids.includes(origin.run) && driver !== run
  );
  if (forked.some(({ id }) => !forks.includes(id))) return false;
  for (const fork of forked) {
    const { origin: _, ...made } = fork.made;
    fork.made = made;
  }
  for (const { id, made: { name } } of tree) {
    state.runs.delete(id);
    state.removed.add(name);
  }
  for (const { runs } of state.patterns.values()) for (const id of ids) runs.delete(id);
  state.leases.delete(run);
  return true;
}

/** Contents that no change and no snapshot needs. */
function sweepContents({ runs, contents }: MemoryState): number {
  const used = new Set([...runs.values()].flatMap(contentsOf));
  const unused = [...contents.keys()].filter((hash) => !used.has(hash));
  for (const hash of unused) contents.delete(hash);
  return unused.length;
}

function removeDocument({ documents, runs }: MemoryState, name: string): boolean {
  const document = documents.get(name);
  if (!document) return false;
  const there = new Set([...runs.values()].map(({ made }) => made.name));
  if (weaversOf(document).some((run) => run === undefined || there.has(run))) return false;
  return documents.delete(name);
}

function weaversOf({ nodes, notes }: MemoryDocument): readonly (string | undefined)[] {
  return [...nodes.values(), ...notes].map(({ run }) => run);
}
