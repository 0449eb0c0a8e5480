/**
 * Putting back what was at a path, for those whose turn it is. What Git keeps is put back like anything else: commands
 * change it. What Loom keeps is not. Folders that are needed must be there.
 *
 * @module
 */
import fs from "node:fs";
import { hashFile } from "./hash_file.ts";
import { type OpenFolder, openFolder } from "./open_folder.ts";
import { expectMark, placeNew, stage } from "./place_file.ts";
import { type Entry, entryIn } from "./read_file.ts";
import { systemCode, tried, WorkspaceTrouble } from "./trouble.ts";
import { nameIn, parentOf, partsOf } from "./workspace_path.ts";
import type { Workspace } from "./workspace.ts";

/** A file that is put back. */
export interface Restored {
  /** What it holds. */
  readonly bytes: Uint8Array;
  /** Its permission bits. */
  readonly mode: number;
  /** SHA-256 of the file that it replaces; undefined where there must be none. */
  readonly over: string | undefined;
}

/** Writes a file that was changed or is gone. */
export async function restoreFile(workspace: Workspace, path: string, { bytes, mode, over }: Restored): Promise<void> {
  await within(workspace, path, async ({ folder, name, act }) => {
    const there = over === undefined ? undefined : await expectHash(folder, path, over);
    using staged = await stage(folder, bytes, { act, mode });
    staged.place(folder, name, there?.mark);
  });
}

/** Removes a file that holds what this hash says. */
export async function removeFile(workspace: Workspace, path: string, hash: string): Promise<void> {
  await within(workspace, path, async ({ folder, name, act }) => {
    const { mark } = await expectHash(folder, path, hash);
    folder.check();
    expectMark(folder, name, { mark, act });
    tried(act, () => fs.unlinkSync(folder.at(name)));
  });
}

/** Gives a file the path back that it had. */
export async function moveBack(workspace: Workspace, from: string, to: string): Promise<void> {
  await within(workspace, to, async ({ folder, name, act }) => {
    await within(workspace, from, (source) => {
      expectKind(source, "file");
      source.folder.check();
      folder.check();
      placeNew(source.folder.at(source.name), folder.at(name), act);
    });
  });
}

/** Makes a link that is gone. */
export async function restoreLink(workspace: Workspace, path: string, target: string): Promise<void> {
  await within(workspace, path, ({ folder, name, act }) => {
    folder.check();
    tried(act, () => fs.symlinkSync(target, folder.at(name)));
  });
}

/** Removes a link that says this; what it leads to stays. */
export async function removeLink(workspace: Workspace, path: string, target: string): Promise<void> {
  await within(workspace, path, (place) => {
    expectKind(place, "link");
    if (linkIn(place.folder, place.name) !== target) throw changedMeanwhile(path);
    place.folder.check();
    tried(place.act, () => fs.unlinkSync(place.folder.at(place.name)));
  });
}

/** Removes a pipe, a socket, a device, or a file that cannot be read. */
export async function removeOther(workspace: Workspace, path: string): Promise<void> {
  await within(workspace, path, ({ folder, name, act }) => {
    folder.check();
    tried(act, () => fs.unlinkSync(folder.at(name)));
  });
}

/** Makes a folder that is gone. */
export async function restoreFolder(workspace: Workspace, path: string, mode: number): Promise<void> {
  await within(workspace, path, ({ folder, name, act }) => {
    folder.check();
    tried(act, () => fs.mkdirSync(folder.at(name)));
  });
  await restoreMode(workspace, path, mode);
}

/** Removes an empty folder. */
export async function removeFolder(workspace: Workspace, path: string): Promise<void> {
  await within(workspace, path, ({ folder, name, act }) => {
    folder.check();
    tried(act, () => fs.rmdirSync(folder.at(name)));
  });
}

/** Gives a file or a folder its permission bits back. */
export async function restoreMode(workspace: Workspace, path: string, mode: number): Promise<void> {
  await within(workspace, path, ({ folder, name, act }) => {
    const { is } = entryIn(folder, name, act), { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
    if (is !== "file" && is !== "folder") throw changedMeanwhile(path);
    folder.check();
    let handle: number;
    try {
      handle = fs.openSync(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      // Its owner may change the bits of what the bits keep from being opened.
      if (systemCode(error) === "EACCES") return tried(act, () => fs.chmodSync(folder.at(name), mode));
      return tried(act, () => {
        throw error;
      });
    }
    try {
      tried(act, () => fs.fchmodSync(handle, mode));
    } finally {
      fs.closeSync(handle);
    }
  });
}

/** What a link says; undefined when that is not UTF-8, or when it is none. */
export function linkIn(folder: Pick<OpenFolder, "at">, name: string): string | undefined {
  try {
    return fs.readlinkSync(folder.at(name));
  } catch {
    return undefined;
  }
}

interface Place {
  readonly folder: OpenFolder;
  readonly name: string;
  readonly act: string;
}

async function within(workspace: Workspace, path: string, work: (place: Place) => void | Promise<void>): Promise<void> {
  const act = `Cannot put \`${path}\` back`;
  if (path === "" || partsOf(path).includes(".loom")) throw new WorkspaceTrouble("refused", `${act}: it is Loom's own`);
  using folder = openFolder(workspace, parentOf(path), act);
  await work({ folder, name: nameIn(path), act });
}

async function expectHash(folder: OpenFolder, path: string, hash: string): Promise<{ readonly mark: string }> {
  const found = await hashFile(folder, nameIn(path), `Cannot put \`${path}\` back`);
  if (!found.steady || found.hash !== hash) throw changedMeanwhile(path);
  return found.file;
}

function expectKind({ folder, name, act }: Place, is: Entry["is"]): void {
  if (entryIn(folder, name, act).is !== is) {
    throw new WorkspaceTrouble("conflict", `${act}: there is no ${is} any more`);
  }
}

function changedMeanwhile(path: string): WorkspaceTrouble {
  return new WorkspaceTrouble("conflict", `Cannot put \`${path}\` back: another program changed it meanwhile`);
}
