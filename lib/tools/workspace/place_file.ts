import fs from "node:fs";
import { idOf, type OpenFolder, openFolder } from "./open_folder.ts";
import { asFile, entryIn } from "./read_file.ts";
import { stagedName } from "./sweep_staged.ts";
import { systemCode, tried, triedLater, WorkspaceTrouble } from "./trouble.ts";
import { parentOf } from "./workspace_path.ts";
import type { Workspace } from "./workspace.ts";

/** A file that is whole but not in its place yet. */
export interface Staged extends Disposable {
  /** Permission bits that it has. */
  readonly mode: number;
  /** Puts it under a name, in place of the file that has this mark; without one nothing may be there. */
  place(folder: OpenFolder, name: string, mark: string | undefined): void;
}

/** Writes bytes to a new file in a folder; it is removed again unless it was placed. A new file has the usual bits. */
export async function stage(folder: OpenFolder, bytes: Uint8Array, { act, mode }: {
  readonly act: string;
  readonly mode: number | undefined;
}): Promise<Staged> {
  const name = stagedName(), { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = fs.constants;
  const flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW;
  const handle = await triedLater(
    act,
    () => fs.promises.open(folder.at(name), flags, mode === undefined ? 0o666 : 0o600),
  );
  let id: string | undefined;
  const drop = () => {
    if (id === undefined) return;
    const there = entryIn(folder, name, act);
    if (there.is === "file" && there.id === id) fs.rmSync(folder.at(name), { force: true });
  };
  try {
    id = idOf(await handle.stat({ bigint: true }));
    folder.check({ name, id });
    await triedLater(act, async () => {
      await handle.writeFile(bytes);
      if (mode !== undefined) await handle.chmod(mode);
      await handle.sync();
    });
    const given = mode ?? Number((await handle.stat()).mode) & 0o7777;
    return {
      mode: given,
      place(target, wanted, mark) {
        folder.check({ name, id: id! });
        target.check();
        if (mark === undefined) placeNew(folder.at(name), target.at(wanted), act);
        else {
          expectMark(target, wanted, { mark, act });
          tried(act, () => fs.renameSync(folder.at(name), target.at(wanted)));
        }
        target.check({ name: wanted, id: id! });
        id = undefined;
      },
      [Symbol.dispose]: drop,
    };
  } catch (error) {
    drop();
    throw error;
  } finally {
    await handle.close();
  }
}

/** Refuses to go on with a file that is not as it was read. */
export function expectMark(
  folder: OpenFolder,
  name: string,
  { mark, act }: { readonly mark: string; readonly act: string },
): void {
  const there = entryIn(folder, name, act);
  if (there.is === "file" && there.mark === mark) return;
  throw new WorkspaceTrouble("conflict", `${act}: somebody else changed it meanwhile; read it again and try again`);
}

/** Gives a file a new path at which nothing may be, be it made at the last moment. */
export function placeNew(from: string, to: string, act: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error) ?? "")) {
      tried(act, () => {
        throw error;
      });
    }
    // Some disks know one name a file: ours is held by an empty file until the rename.
    tried(act, () => fs.closeSync(fs.openSync(to, "wx")));
    tried(act, () => fs.renameSync(from, to));
    return;
  }
  tried(act, () => fs.unlinkSync(from));
}

const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** The folder nearest to a path that is there, and the folders that are missing between them, outermost first. */
export function nearestFolder(workspace: Workspace, path: string, act: string): {
  readonly folder: OpenFolder;
  readonly missing: readonly string[];
} {
  const missing: string[] = [];
  for (let at = parentOf(path);; at = parentOf(at)) {
    try {
      return { folder: openFolder(workspace, at, act), missing };
    } catch (error) {
      if (!(error instanceof WorkspaceTrouble) || error.code !== "missing" || at === "") throw error;
      missing.unshift(at);
    }
  }
}

/** What a file is when it is there and a tool may change it; undefined when nothing is there. */
export function fileToChange(folder: OpenFolder, path: string, act: string): { readonly mode: number } | undefined {
  const entry = entryIn(folder, path.slice(path.lastIndexOf("/") + 1), act);
  if (entry.is === "missing") return undefined;
  const file = asFile(entry, path, act);
  if ((file.mode & 0o200) === 0) throw new WorkspaceTrouble("refused", `${act}: its permissions make it read-only`);
  return file;
}
