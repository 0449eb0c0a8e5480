import { resolve } from "node:path";

/** The folder to work in, absolute. Throws a RangeError where there is none. */
export async function workspaceFolder(at: string, path: string = "."): Promise<string> {
  const folder = resolve(at, path);
  const isFolder = await Deno.stat(folder).then(({ isDirectory }) => isDirectory, () => false);
  if (isFolder) return folder;
  throw new RangeError(`Cannot work in \`${path}\`: there is no such folder; make it, or name another one with \`-w\``);
}
