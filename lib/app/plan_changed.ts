import type { RunHead, Store } from "../store/store.ts";
import { compileFile } from "./compile_spec.ts";
import { setupOf } from "./setup_of.ts";

/**
 * The file of a run whose spec, with all it imports, compiles to another plan now than the one the run is pinned to, or
 * to none; undefined when it is the same, or when the run has no file.
 */
export async function planChanged(store: Store, run: RunHead): Promise<string | undefined> {
  const { spec, folder } = await setupOf(store, run);
  if (typeof spec !== "string" || run.planHash === undefined) return undefined;
  const { plan } = await compileFile(spec, { folder }), { planHash } = await import("../plan/codec.ts");
  return plan && planHash(plan) === run.planHash ? undefined : spec;
}
