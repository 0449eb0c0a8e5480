import fs from "node:fs";
import { sha256 } from "../../base/hash.ts";
import type { ChangeLog } from "../tool.ts";
import { inTurn } from "./in_turn.ts";
import { openFolder } from "./open_folder.ts";
import { expectMark, fileToChange, nearestFolder, placeNew, stage } from "./place_file.ts";
import { asFile, asNamed, entryAt, entryIn, type FileContent, MOST_BYTES, readIn } from "./read_file.ts";
import { goOn, tried, WorkspaceTrouble } from "./trouble.ts";
import { nameIn, parentOf, refuseKept } from "./workspace_path.ts";
import type { Workspace } from "./workspace.ts";

/** Where a change is recorded, and what ends it before it is made. */
export interface Changing {
  /** Takes the record first. */
  readonly log: Pick<ChangeLog, "record">;
  /** Ends it before it is made. */
  readonly signal: AbortSignal;
}

/** How a file is changed. */
export interface FileChange extends Changing {
  /** The new content, made of the old one, which is undefined where there is no file; it may throw to change nothing. */
  make(before: FileContent | undefined): Uint8Array | Promise<Uint8Array>;
}

/** What became of a file. */
export interface FileChanged {
  /** What it held; undefined for a new file. */
  readonly before: Uint8Array | undefined;
  /** What it holds. */
  readonly after: Uint8Array;
}

/**
 * Writes a file, new or not, with the folders it lies in. Nothing is written or recorded when it would stay as it is.
 * Between reading the old content and writing the new one nobody else in this process changes the workspace.
 *
 * @throws {WorkspaceTrouble} when it may not, cannot, or was changed by another program meanwhile.
 */
export async function changeFile(workspace: Workspace, path: string, change: FileChange): Promise<FileChanged> {
  const waiting = { signal: change.signal, act: `Cannot write \`${path}\`` };
  return await inTurn(workspace.root, () => changeFileNow(workspace, path, change), waiting);
}

async function changeFileNow(workspace: Workspace, path: string, change: FileChange): Promise<FileChanged> {
  const act = `Cannot write \`${path}\``, name = nameIn(path), { log, signal } = change;
  asNamed(path, act);
  refuseKept(path, act);
  const { folder: near, missing } = nearestFolder(workspace, path, act);
  using folder = near;
  const there = missing.length === 0 ? fileToChange(folder, path, act) : undefined;
  const before = there && await readIn(folder, path, act), after = await change.make(before);
  if (after.length > MOST_BYTES) throw new WorkspaceTrouble("refused", `${act}: the content is too large`);
  const hash = sha256(after), mode = before?.mode;
  if (before && before.hash === hash) return { before: before.bytes, after };
  goOn(signal, act);
  using staged = await stage(folder, after, { act, mode });
  for (const made of missing) await log.record({ change: "make-folder", path: made });
  const made = { hash, mode: staged.mode };
  await log.record(
    before
      ? { change: "modify", path, before: before.bytes, mode: before.mode, after: made }
      : { change: "create", path, after: made },
  );
  goOn(signal, act);
  for (const made of missing) makeFolderNow(workspace, made, act);
  using target = openFolder(workspace, parentOf(path), act);
  staged.place(target, name, before?.mark);
  return { before: before?.bytes, after };
}

function makeFolderNow(workspace: Workspace, path: string, act: string): void {
  refuseKept(path, act);
  using folder = openFolder(workspace, parentOf(path), act);
  folder.check();
  tried(act, () => fs.mkdirSync(folder.at(nameIn(path))));
}

/** What was removed. */
export type Removed = { readonly is: "folder" } | { readonly is: "file"; readonly before: FileContent };

/** Removes a file or an empty folder. */
export async function removeEntry(workspace: Workspace, path: string, changing: Changing): Promise<Removed> {
  const waiting = { signal: changing.signal, act: `Cannot delete \`${path || "."}\`` };
  return await inTurn(workspace.root, () => removeEntryNow(workspace, path, changing), waiting);
}

async function removeEntryNow(workspace: Workspace, path: string, changing: Changing): Promise<Removed> {
  const act = `Cannot delete \`${path || "."}\``, name = nameIn(path), { log, signal } = changing;
  asNamed(path, act);
  refuseKept(path, act);
  using folder = openFolder(workspace, parentOf(path), act);
  const entry = entryIn(folder, name, act);
  goOn(signal, act);
  if (entry.is === "folder") {
    using inner = openFolder(workspace, path, act);
    if (tried(act, () => fs.readdirSync(inner.at())).length > 0) {
      throw new WorkspaceTrouble("refused", `${act}: the folder is not empty; delete what is in it first`);
    }
    await log.record({ change: "remove-folder", path, mode: entry.mode });
    folder.check();
    tried(act, () => fs.rmdirSync(folder.at(name)));
    return { is: "folder" };
  }
  const before = await readIn(folder, path, act);
  await log.record({ change: "delete", path, before: before.bytes, mode: before.mode });
  folder.check();
  expectMark(folder, name, { mark: before.mark, act });
  tried(act, () => fs.unlinkSync(folder.at(name)));
  return { is: "file", before };
}

/** Gives a file another path at which nothing is, with the folders it lies in. */
export async function moveFile(workspace: Workspace, way: Way, changing: Changing): Promise<void> {
  const waiting = { signal: changing.signal, act: `Cannot move \`${way.from}\`` };
  await inTurn(workspace.root, () => moveFileNow(workspace, way, changing), waiting);
}

/** From where to where. */
export interface Way {
  /** The file's path. */
  readonly from: string;
  /** The path it gets. */
  readonly to: string;
}

async function moveFileNow(workspace: Workspace, { from, to }: Way, { log, signal }: Changing): Promise<void> {
  const act = `Cannot move \`${from || "."}\` to \`${to || "."}\``;
  for (const path of [from, to]) asNamed(path, act), refuseKept(path, act);
  using source = openFolder(workspace, parentOf(from), act);
  const { id } = asFile(entryIn(source, nameIn(from), act), from, act);
  if (entryAt(workspace, to, act).is !== "missing") {
    throw new WorkspaceTrouble("conflict", `${act}: something is at \`${to}\` already`);
  }
  const { folder: near, missing } = nearestFolder(workspace, to, act);
  near[Symbol.dispose]();
  goOn(signal, act);
  for (const path of missing) await log.record({ change: "make-folder", path });
  await log.record({ change: "rename", path: from, to });
  goOn(signal, act);
  for (const path of missing) makeFolderNow(workspace, path, act);
  using target = openFolder(workspace, parentOf(to), act);
  source.check({ name: nameIn(from), id });
  target.check();
  placeNew(source.at(nameIn(from)), target.at(nameIn(to)), act);
  target.check({ name: nameIn(to), id });
}
