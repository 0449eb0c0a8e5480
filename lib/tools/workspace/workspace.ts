/**
 * Files of a workspace, and nothing else.
 *
 * What is promised. Paths begin in the workspace and hold no `..`. No link is followed, at any level: neither one that
 * leads out nor one that stays inside. Nothing but regular files and folders is opened; a pipe or a device never makes
 * a call hang. A file is written whole beside its place and then put there by one rename, so whoever reads sees the old
 * or the new content; its permission bits are kept. What Git and Loom keep (`.git`, `.loom`) is not changed; what commands
 * have changed of Git's is put back by undoing them.
 * Changes of one process are made one after the other; each is recorded before it is made.
 *
 * Links that are swapped in between check and use. Where the system shows what a handle is (`/proc/self/fd` on Linux,
 * which Deno opens to programs with all permissions only), every folder is opened in the handle of the one above, and
 * everything is done below handles: a swap cannot lead out. Everywhere else a path is walked before and several times
 * after it was opened, and identities (device and inode) are compared: nothing is read or written through a handle whose
 * checks differ. That makes getting out a matter of winning many races in a row; it is not impossible. There an empty
 * file may be left behind in a folder that was swapped in, and a list of names may be that of such a folder.
 *
 * What is not promised. Another program that changes the same file within the last microseconds between check and
 * rename is overwritten. A file with several names (hard links) is read and changed like any other, even if another of
 * its names is outside: that it has one cannot be seen from here. Changing it by replacing it leaves the other names
 * with the old content. Owner, group, extended attributes and times of a replaced file are those of a new one. A
 * process that is killed while it writes may leave a file `.loom-….tmp` behind; see `sweepStaged`.
 *
 * @module
 */
import fs from "node:fs";
import { type Base, type Hold, openHandle } from "./open_folder.ts";
import { systemCode, triedLater, WorkspaceTrouble } from "./trouble.ts";
import { workspacePath } from "./workspace_path.ts";

/** A workspace that files are read from and written to. */
export interface Workspace extends Base {
  /** The path that somebody gave, as one that begins in the workspace; see {@link workspacePath}. */
  path(given: string): string;
}

/**
 * Finds out where a folder is and how its files can be held on to. A link to the folder is followed, once.
 *
 * @param options.hold Holds folders in this way, instead of the safest that works.
 * @throws {WorkspaceTrouble} when it is not there or no folder.
 */
export async function openWorkspace(folder: string, options: { readonly hold?: Hold } = {}): Promise<Workspace> {
  const act = "Cannot use the workspace", root = await triedLater(act, () => fs.promises.realpath(folder));
  const info = await triedLater(act, () => fs.promises.stat(root));
  if (!info.isDirectory()) throw new WorkspaceTrouble("invalid", `${act}: it is no folder`);
  const hold = options.hold ?? (handlesTellWhere(root) ? "handles" : "paths");
  return { root, hold, path: (given) => workspacePath(given, [root, folder]) };
}

function handlesTellWhere(root: string): boolean {
  if (Deno.build.os !== "linux") return false;
  const handle = openHandle(root);
  try {
    return fs.readlinkSync(`/proc/self/fd/${handle}`) === root;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable || systemCode(error) !== undefined) return false;
    throw error;
  } finally {
    fs.closeSync(handle);
  }
}
