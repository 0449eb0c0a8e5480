import fs from "node:fs";
import type { SnapshotEntry } from "../tool.ts";
import { breath, type HashedFile, hashFile } from "../workspace/hash_file.ts";
import { idOf, openHandle } from "../workspace/open_folder.ts";
import { type Entry, entryIn } from "../workspace/read_file.ts";
import { linkIn } from "../workspace/restore.ts";
import { systemCode, tried, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { readGlob } from "../files/glob.ts";
import { type HashMemory, hashMemory } from "./hash_memory.ts";

/** How far a walk goes. */
export interface WalkOptions {
  /** The most files and folders that are looked at. */
  readonly entries: number;
  /** Paths of files and folders that are left out, with all that is in them. */
  readonly without: readonly string[];
  /** Patterns of such paths; see {@link readGlob}. Default none. */
  readonly patterns?: readonly string[];
}

/** How often a file that is being written to is read again. */
const TRIES = 3;
/** Folders within folders that are gone into. */
const DEPTH = 500;
/** Entries after which others have a go. */
const BREATH = 2_000;

const ACT = "Cannot take down what the workspace holds";

/**
 * Everything in a workspace, folders before what is in them, by name. No link is followed; `.loom` is left out wherever
 * it is.
 *
 * @throws {WorkspaceTrouble} when there is too much, or something cannot be looked at although it is there.
 */
export async function walkWorkspace(workspace: Workspace, options: WalkOptions): Promise<readonly SnapshotEntry[]> {
  const { root, hold } = workspace, without = new Set(options.without.map((path) => workspace.path(path)));
  if (without.has("")) throw new WorkspaceTrouble("invalid", `${ACT}: \`without\` leaves out the whole of it`);
  const globs = (options.patterns ?? []).map(readGlob);
  const isLeftOut = (path: string) => without.has(path) || globs.some((glob) => glob(path));
  const walk: Walk = { hold, isLeftOut, most: options.entries, found: [], hashes: hashMemory(root) };
  const outcome = await intoFolder(walk, { place: root, path: "", depth: 0 });
  if (outcome === "closed") throw new WorkspaceTrouble("refused", `${ACT}: its permissions do not allow it`);
  walk.hashes.close();
  const met = new Set(walk.found.flatMap((entry) => entry.is === "left-out" ? [entry.path] : []));
  const absent = [...without].filter((path) => !met.has(path)).map((path) => ({ is: "left-out", path }) as const);
  return [...walk.found, ...absent];
}

interface Walk {
  readonly hold: Workspace["hold"];
  readonly isLeftOut: (path: string) => boolean;
  readonly most: number;
  readonly found: SnapshotEntry[];
  readonly hashes: HashMemory;
}

interface Here {
  /** By which the system reaches the folder. */
  readonly place: string;
  readonly path: string;
  readonly depth: number;
  /** Its own entry, told once it is known that it can be looked into. */
  readonly entry?: SnapshotEntry;
}

/** Goes through a folder, unless it cannot be looked into: then nothing is told of it. */
async function intoFolder(walk: Walk, here: Here): Promise<"walked" | "closed"> {
  const folder = here.depth > DEPTH ? undefined : heldFolder(walk.hold, here.place);
  if (folder === undefined) return "closed";
  using open = folder;
  const names = namesIn(open);
  if (names === undefined) return "closed";
  if (here.entry) tell(walk, here.entry);
  for (const name of names) {
    const path = here.path === "" ? name : `${here.path}/${name}`;
    if (name === ".loom" || walk.isLeftOut(path)) tell(walk, { is: "left-out", path });
    else await lookAt(walk, open, { name, path, depth: here.depth });
    if (walk.found.length % BREATH === 0) await breath();
  }
  open.check();
  return "walked";
}

interface HeldFolder extends Disposable {
  at(name?: string): string;
  check(): void;
}

/** A folder that stays the same while it is looked through; undefined when it cannot be opened. */
function heldFolder(hold: Workspace["hold"], place: string): HeldFolder | undefined {
  try {
    if (hold === "paths") return folderByPath(place);
    const handle = openHandle(place), here = `/proc/self/fd/${handle}`;
    return {
      at: (name) => name === undefined ? `${here}/.` : `${here}/${name}`,
      check() {},
      [Symbol.dispose]: () => fs.closeSync(handle),
    };
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

function folderByPath(place: string): HeldFolder {
  const look = () => fs.lstatSync(place, { bigint: true }), first = look();
  if (!first.isDirectory()) throw new WorkspaceTrouble("conflict", `${ACT}: it is being changed; try again`);
  return {
    at: (name) => name === undefined ? place : `${place}/${name}`,
    check() {
      if (idOf(tried(ACT, look)) === idOf(first)) return;
      throw new WorkspaceTrouble("conflict", `${ACT}: a folder was replaced meanwhile; try again`);
    },
    [Symbol.dispose]() {},
  };
}

function namesIn(folder: HeldFolder): readonly string[] | undefined {
  try {
    // Names that are no UTF-8 are told in the same replacement characters: what they name counts as one.
    return [...new Set(fs.readdirSync(folder.at()))].sort();
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

interface Spot {
  readonly name: string;
  readonly path: string;
  readonly depth: number;
}

async function lookAt(walk: Walk, folder: HeldFolder, spot: Spot): Promise<void> {
  const { name, path, depth } = spot, entry = entryIn(folder, name, ACT);
  switch (entry.is) {
    case "missing":
      // Gone since its folder was read, unless its name cannot be said.
      return name.includes("\ufffd") ? tell(walk, { is: "other", path, why: "name", mark: "" }) : undefined;
    case "link": {
      const target = linkIn(folder, name);
      if (target === undefined) return tell(walk, { is: "other", path, why: "special", mark: entry.mark });
      return tell(walk, { is: "link", path, target });
    }
    case "special":
      return tell(walk, { is: "other", path, why: "special", mark: entry.mark });
    case "folder": {
      const own = { is: "folder", path, mode: entry.mode } as const;
      const outcome = await intoFolder(walk, { place: folder.at(name), path, depth: depth + 1, entry: own });
      const left = outcome === "closed" && entryIn(folder, name, ACT).is !== "missing";
      return left ? tell(walk, { is: "other", path, why: "closed", mark: entry.mark }) : undefined;
    }
    case "file":
      return await lookAtFile(walk, folder, { name, path, entry });
  }
}

type File = Extract<Entry, { readonly is: "file" }>;

async function lookAtFile(
  walk: Walk,
  folder: HeldFolder,
  { name, path, entry }: { readonly name: string; readonly path: string; readonly entry: File },
): Promise<void> {
  const known = walk.hashes.recall(path, entry);
  if (known !== undefined) {
    return tell(walk, { is: "file", path, mode: entry.mode, hash: known, size: entry.size });
  }
  const since = Date.now();
  try {
    const hashed = await steadyHash(folder, name), { hash, file: { mode, size } } = hashed;
    walk.hashes.keep(path, hashed, since);
    tell(walk, { is: "file", path, mode, hash, size });
  } catch (error) {
    if (!(error instanceof WorkspaceTrouble)) throw error;
    if (error.code === "missing") return;
    if (error.code !== "refused") throw error;
    tell(walk, { is: "other", path, why: "special", mark: entry.mark });
  }
}

/** What a file holds. One that somebody is writing to all the time is taken as it is. */
async function steadyHash(folder: HeldFolder, name: string): Promise<HashedFile> {
  for (let count = 1;; count++) {
    const hashed = await hashFile(folder, name, ACT);
    if (hashed.steady || count === TRIES) return hashed;
  }
}

function tell(walk: Walk, entry: SnapshotEntry): void {
  walk.found.push(entry);
  if (walk.found.length <= walk.most) return;
  const most = walk.most.toLocaleString("en-US"), cause = fullest(walk.found);
  const share = cause === "" ? "" : `, most of them in \`${cause}\``;
  throw new WorkspaceTrouble(
    "refused",
    `${ACT}: it has more than ${most} files and folders${share}; leave some out, so that undoing passes them over: ` +
      `\`snapshot: {without: [${
        cause === "" ? "PATTERN" : cause
      }]}\` in the spec, or take more: \`snapshot: {entries: N}\``,
  );
}

/** The innermost folder that holds more than half of what its own folder holds, and so on from the outermost one. */
function fullest(entries: readonly SnapshotEntry[]): string {
  const counts = new Map<string, number>();
  for (const { path } of entries) {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      counts.set(path.slice(0, at), (counts.get(path.slice(0, at)) ?? 0) + 1);
    }
  }
  let best = "", held = entries.length;
  // A folder is counted first when its first entry is met, so those above come before those below.
  for (const [folder, count] of counts) {
    if (!folder.startsWith(best === "" ? "" : `${best}/`) || count * 2 <= held) continue;
    best = folder;
    held = count;
  }
  return best;
}
