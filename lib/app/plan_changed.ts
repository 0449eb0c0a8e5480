import type { RunHead, Store } from "../store/store.ts";
import { compileFile } from "./compile_spec.ts";
import { setupOf } from "./setup_of.ts";

/** The file of a run that is no longer what it was. */
export interface ChangedPlan {
  /** Its path. */
  readonly spec: string;
  /** There is no such file any more. */
  readonly isGone: boolean;
}

/**
 * The file of a run whose spec, with all it imports, compiles to another plan now than the one the run is pinned to, or
 * to none; undefined when it is the same, or when the run has no file. `project`: see {@link setupOf}.
 */
export async function planChanged(store: Store, run: RunHead, project?: string): Promise<ChangedPlan | undefined> {
  const { spec, folder } = await setupOf(store, run, project);
  if (typeof spec !== "string" || run.planHash === undefined) return undefined;
  const isGone = await Deno.stat(spec).then(() => false, () => true);
  if (isGone) return { spec, isGone };
  const { plan } = await compileFile(spec, { folder }), { planHash } = await import("../plan/codec.ts");
  return plan && planHash(plan) === run.planHash ? undefined : { spec, isGone };
}
