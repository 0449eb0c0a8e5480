import fs from "node:fs";
import { join } from "node:path";
import { partsOf, shown } from "./workspace_path.ts";
import { systemCode, tried, WorkspaceTrouble } from "./trouble.ts";

/** How folders are held on to; see the module `workspace.ts`. */
export type Hold = "handles" | "paths";

/** A folder of the workspace that was reached without following a link. */
export interface OpenFolder extends Disposable {
  /** The path by which the system reaches a name in it; of the folder itself without one. */
  at(name?: string): string;
  /**
   * Makes sure that the workspace's path still leads here, and to this file in it.
   *
   * @throws {WorkspaceTrouble} when something was put in the way.
   */
  check(file?: { readonly name: string; readonly id: string }): void;
}

/** Where a workspace really is, and how its folders are held. */
export interface Base {
  /** Its real path. */
  readonly root: string;
  /** How folders are held on to. */
  readonly hold: Hold;
}

/** How often a path is walked again where handles cannot tell where they are. */
const WALKS = 8;
const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = fs.constants;

/** What a file is, whatever it is called. */
export function idOf({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${dev}:${ino}`;
}

/**
 * Opens a folder, part by part.
 *
 * @throws {WorkspaceTrouble} for one that is not there, is no folder, or is reached by a link.
 */
export function openFolder(base: Base, path: string, act: string): OpenFolder {
  return base.hold === "handles" ? byHandle(base.root, path, act) : byPath(base.root, path, act);
}

/** Each part is opened in the handle of the one before, so nothing that happens to the path leads elsewhere. */
function byHandle(root: string, path: string, act: string): OpenFolder {
  let handle = tried(act, () => openHandle(root));
  try {
    const parts = partsOf(path);
    parts.forEach((part, index) => {
      const place = `/proc/self/fd/${handle}/${part}`, next = stepInto(place, parts.slice(0, index + 1).join("/"), act);
      fs.closeSync(handle);
      handle = next;
    });
  } catch (error) {
    fs.closeSync(handle);
    throw error;
  }
  const here = `/proc/self/fd/${handle}`;
  return {
    at: (name) => name === undefined ? `${here}/.` : `${here}/${name}`,
    check() {
      if (fs.readlinkSync(here) !== join(root, path)) throw moved(act);
    },
    [Symbol.dispose]: () => fs.closeSync(handle),
  };
}

/** A handle on a folder; refused by the system for a link. */
export function openHandle(place: string): number {
  return fs.openSync(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

function stepInto(place: string, path: string, act: string): number {
  try {
    return openHandle(place);
  } catch (error) {
    if (systemCode(error) === "ENOTDIR" || systemCode(error) === "ELOOP") folderAt(place, path, act);
    return tried(act, () => {
      throw error;
    });
  }
}

/** The folder at a place as it is there, not as a link says. */
function folderAt(place: string, path: string, act: string): fs.BigIntStats {
  const info = tried(act, () => fs.lstatSync(place, { bigint: true }));
  if (info.isSymbolicLink()) {
    throw new WorkspaceTrouble("refused", `${act}: \`${path}\` is a link, and links are not followed; name its target`);
  }
  if (!info.isDirectory()) throw new WorkspaceTrouble("invalid", `${act}: \`${shown(path)}\` is no folder`);
  return info;
}

/** The path is walked before, and again as often as it takes to make a swap at the right moments unlikely. */
function byPath(root: string, path: string, act: string): OpenFolder {
  const parts = partsOf(path), folder = join(root, path);
  const walk = () =>
    [root, ...parts.map((_, index) => join(root, ...parts.slice(0, index + 1)))]
      .map((place, index) => idOf(folderAt(place, parts.slice(0, index).join("/"), act))).join(" ");
  const first = walk();
  return {
    at: (name) => name === undefined ? folder : join(folder, name),
    check(file) {
      for (let count = 0; count < WALKS; count++) {
        if (walk() !== first) throw moved(act);
        if (file === undefined) continue;
        const info = tried(act, () => fs.lstatSync(join(folder, file.name), { bigint: true }));
        if (idOf(info) !== file.id) throw moved(act);
      }
    },
    [Symbol.dispose]() {},
  };
}

function moved(act: string): WorkspaceTrouble {
  return new WorkspaceTrouble("conflict", `${act}: something on its way was moved or replaced meanwhile; try again`);
}
