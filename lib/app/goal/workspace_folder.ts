import { resolve } from "node:path";
import type { Plan } from "../../plan/mod.ts";
import { processDefaults } from "../processes/process_places.ts";

/** From where a folder to work in is looked for. */
export interface WorkspaceFrom {
  /** The project folder. */
  readonly folder: string;
  /** The folder that paths start from. */
  readonly at: string;
  /** By what another folder is named, as an error says it. Default: the option `workspace`. */
  readonly named?: string;
}

/**
 * The folder to work in, absolute: the one that is named, the one that a `loom.toml` names, or the current one. Throws a
 * RangeError where there is no such folder.
 */
export async function workspaceFolder(named: string | undefined, from: WorkspaceFrom): Promise<string> {
  const { folder, at } = from;
  const path = named ?? (await processDefaults({ folder, workspace: at })).workspace ?? ".";
  return await existing(path, from);
}

/**
 * The folder that a run of a spec works in: the one that is named, else, where its plan names none, the one that a
 * `loom.toml` around it names. Undefined: as the plan says, else the project folder. Throws a RangeError where there is no
 * such folder.
 */
export async function workspaceOfSpec(
  plan: Plan,
  named: string | undefined,
  { around, ...from }: WorkspaceFrom & { readonly around: string },
): Promise<string | undefined> {
  if (named !== undefined) return await existing(named, from);
  if (plan.kind !== "process" || plan.workspace !== undefined) return undefined;
  const { workspace } = await processDefaults({ folder: from.folder, workspace: around });
  return workspace === undefined ? undefined : await existing(workspace, from);
}

async function existing(path: string, { at, named = "workspace" }: WorkspaceFrom): Promise<string> {
  const wanted = resolve(at, path);
  const isFolder = await Deno.stat(wanted).then(({ isDirectory }) => isDirectory, () => false);
  if (isFolder) return wanted;
  throw new RangeError(
    `Cannot work in \`${path}\`: there is no such folder; make it, or name another one with \`${named}\``,
  );
}
