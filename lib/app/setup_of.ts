import { isAbsolute, join, relative } from "node:path";
import type { RunHead, Store } from "../store/store.ts";
import type { Setup } from "./setup.ts";

/** What a run was given at its start; `project`: where the project stands now, if its database stands in it. */
export async function setupOf(store: Store, run: RunHead, project?: string): Promise<Setup> {
  const setup = await store.inputs(run.id) as unknown as Setup, { folder, home, spec } = setup;
  if (project === undefined || project === folder) return setup;
  const now = (path: string) => placeNow(path, { folder, project }), { workspace } = setup;
  const at = workspace === undefined ? {} : { workspace: now(workspace) };
  return { ...setup, folder: project, home: now(home), spec: spec === null ? null : now(spec), ...at };
}

/** The file that a run saves to is looked for where its project stands now. */
export async function followFile(store: Store, run: RunHead, project: string): Promise<void> {
  const { folder } = await setupOf(store, run), known = project === folder ? undefined : await store.projection(run.id);
  const path = known && placeNow(known.path, { folder, project });
  if (path !== undefined && path !== known!.path) await store.setProjection(run.id, { ...known, path });
}

/** A path inside a project that was moved, where it is now. */
function placeNow(path: string, { folder, project }: { readonly folder: string; readonly project: string }): string {
  const inside = relative(folder, path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : join(project, inside);
}
