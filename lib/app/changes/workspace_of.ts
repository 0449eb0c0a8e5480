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
