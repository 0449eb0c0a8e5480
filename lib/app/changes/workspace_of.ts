import { resolve } from "node:path";
import type { RunHead, Store } from "../../store/store.ts";
import { setupOf } from "../setup_of.ts";

/** The folder that a run works in: where its project stands now, if its database stands in it. */
export async function workspaceOf(
  store: Pick<Store, "inputs">,
  run: RunHead,
  project?: string,
): Promise<string> {
  const { folder, workspace } = await setupOf(store as Store, run, project);
  return workspace === undefined ? folder : resolve(folder, workspace);
}

/** Patterns of paths that no snapshot of a run holds. */
export async function leftOutOf(store: Pick<Store, "plan">, run: number): Promise<readonly string[]> {
  const plan = await store.plan(run);
  return plan?.kind === "process" ? plan.snapshot?.without ?? [] : [];
}
