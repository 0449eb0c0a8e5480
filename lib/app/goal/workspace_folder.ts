import { resolve } from "node:path";
import { processDefaults } from "../processes/process_places.ts";

/**
 * The folder to work in, absolute: the one that is named, the one that a `loom.toml` names, or the current one. Throws a
 * RangeError where there is no such folder.
 */
export async function workspaceFolder(
  named: string | undefined,
  { folder, at }: { readonly folder: string; readonly at: string },
): Promise<string> {
  const path = named ?? (await processDefaults({ folder, workspace: at })).workspace ?? ".", wanted = resolve(at, path);
  const isFolder = await Deno.stat(wanted).then(({ isDirectory }) => isDirectory, () => false);
  if (isFolder) return wanted;
  throw new RangeError(`Cannot work in \`${path}\`: there is no such folder; make it, or name another one with \`-w\``);
}
