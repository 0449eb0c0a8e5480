import type { RunHead, Store } from "../store/store.ts";
import type { GcPlan } from "./gc_plan.ts";
import { whileThere } from "./gc_plan.ts";

/** A document and how many nodes it has. */
export interface UnusedDocument {
  readonly name: string;
  readonly nodes: number;
}

/**
 * Documents that no run uses which stays: neither as the one it weaves into, nor as the one it goes on from. Where runs
 * are named only their documents count; else all that are old enough, those of runs that were removed before included.
 */
export async function unusedDocuments(
  store: Store,
  { going, others, before }: GcPlan,
  { named }: { readonly named: boolean },
): Promise<readonly UnusedDocument[]> {
  const used = await documentsOf(store, others);
  const theirs = named ? await documentsOf(store, going.map(({ head }) => head)) : undefined;
  return (await store.documents())
    .filter(({ name, created }) => !used.has(name) && (theirs ? theirs.has(name) : created <= before))
    .map(({ name, nodes }) => ({ name, nodes }));
}

/** What runs were given at their starts, child runs included, says which documents they use. */
async function documentsOf(store: Store, heads: readonly RunHead[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>(), left = [...heads];
  for (let head = left.pop(); head !== undefined; head = left.pop()) {
    const { id } = head,
      { document } = (await whileThere(() => store.inputs(id)) ?? {}) as { readonly document?: unknown };
    if (typeof document === "string") names.add(document);
    left.push(...await store.runs({ parent: id }));
  }
  return names;
}
