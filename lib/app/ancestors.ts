import type { RunHead, Store } from "../store/store.ts";

/** The runs that a run is a part of, the nearest first; none for one that is no part. */
export async function ancestors(store: Store, run: RunHead): Promise<readonly RunHead[]> {
  const above: RunHead[] = [];
  for (let at = run; at.parent; above.push(at)) at = await store.run(at.parent.run);
  return above;
}
