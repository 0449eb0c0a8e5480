import type { RunHead, Store } from "../store/store.ts";
import type { Setup } from "./setup.ts";

/** What a run was given at its start. */
export async function setupOf(store: Store, run: RunHead): Promise<Setup> {
  return await store.inputs(run.id) as unknown as Setup;
}
