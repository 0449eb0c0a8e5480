/**
 * Packages of processes: looked at, installed, removed.
 *
 * @module
 */
import { dirname } from "node:path";
import { cloneRepository } from "./package/clone_repository.ts";
import type { PackageEntry } from "./package/package_entry.ts";
import { PackageError } from "./package/package_entry.ts";
import type { PackageSource } from "./package/package_source.ts";
import { packageSource } from "./package/package_source.ts";
import { placePackage, takeAway } from "./package/place_package.ts";
import { readArchive } from "./package/read_archive.ts";
import { readFolder } from "./package/read_folder.ts";
import type { PackageReview } from "./package/review_package.ts";
import { reviewPackage } from "./package/review_package.ts";
import type { PackageFiles } from "./package/select_package.ts";
import { selectPackage } from "./package/select_package.ts";
import type { ListedProcess } from "./list_processes.ts";
import { listProcesses, processesIn } from "./list_processes.ts";
import type { ProcessPlace } from "./process_places.ts";
import { readyFolders, userFolders, workspaceFolders } from "./process_places.ts";

/** Where packages go. */
export interface PackageHome {
  /** The project folder. */
  readonly folder: string;
  /** The folder that paths start from. */
  readonly at: string;
  /** The workspace that they go to. Absent: they are the user's. */
  readonly workspace?: string;
}

/** A package that was looked at, and can be installed as it was. */
export interface ReviewedPackage {
  /** What is to be known of it. */
  readonly review: PackageReview;
  /** Writes what was looked at. Throws {@link PackageError} for one with errors. */
  install(): Promise<void>;
}

/** Fetches a package and looks at it. Nothing is written and nothing of it is run. */
export async function reviewSource(
  written: string,
  { signal, ...home }: PackageHome & { readonly signal?: AbortSignal },
): Promise<ReviewedPackage> {
  const source = await packageSource(written, home.at);
  const files = await selectPackage(await entriesFrom(source, signal), shownSource(written));
  const into = folderOf(home), is = home.workspace === undefined ? "user" : "workspace";
  const there = await processesIn({ is, folder: into }), ready = await readyNames();
  const review = await reviewPackage(files, { into, there, ready });
  return { review, install: () => install(files, review) };
}

/** A process that can be removed. */
export interface RemovableProcess {
  /** What it is. */
  readonly process: ListedProcess;
  /** What is removed: its folder, or its file. */
  readonly path: string;
  /** Removes it. */
  remove(): Promise<void>;
}

/** The installed process of a name. Throws {@link PackageError} for a ready one, and for one that is not there. */
export async function installedProcess(name: string, home: PackageHome): Promise<RemovableProcess> {
  const own = (await Promise.all(placesOf(home).map(processesIn))).flat().findLast((one) => one.name === name);
  if (own) {
    const path = own.folder ?? own.file;
    return { process: own, path, remove: () => takeAway(path) };
  }
  const other = (await listedFor(home)).find((one) => one.name === name);
  if (!other) {
    throw new PackageError(`Cannot remove \`${name}\`: there is no such process; \`loom processes\` lists them`);
  }
  if (other.is === "built in") throw new PackageError(`Cannot remove \`${name}\`: it is a ready process`);
  const hint = other.is === "workspace" ? "name the workspace with -w" : "remove it there";
  throw new PackageError(`Cannot remove \`${name}\`: it lies in \`${dirname(other.folder ?? other.file)}\`; ${hint}`);
}

async function readyNames(): Promise<ReadonlySet<string>> {
  const ready = await Promise.all(readyFolders().map((folder) => processesIn({ is: "built in", folder })));
  return new Set(ready.flat().map(({ name }) => name));
}

async function install(files: PackageFiles, { name, to, diagnostics }: PackageReview): Promise<void> {
  const wrong = diagnostics.filter(({ severity }) => severity === "error");
  if (wrong.length > 0) {
    throw new PackageError(`Cannot install \`${name}\`: ${wrong.map(({ message }) => message).join("; ")}`);
  }
  await placePackage(files, to);
}

async function entriesFrom(source: PackageSource, signal: AbortSignal | undefined): Promise<readonly PackageEntry[]> {
  switch (source.from) {
    case "folder":
      return await readFolder(source.path);
    case "archive":
      return await readArchive(source.path);
    case "repository":
      return await cloneRepository({ ...source, ...(signal ? { signal } : {}) });
  }
}

/** A login that stands in an address is nobody's business. */
function shownSource(written: string): string {
  return written.replace(/^(https?:\/\/)[^/@]*@/, "$1");
}

function folderOf({ workspace }: PackageHome): string {
  return (workspace === undefined ? userFolders() : workspaceFolders(workspace)).at(-1)!;
}

function placesOf({ workspace }: PackageHome): readonly ProcessPlace[] {
  if (workspace !== undefined) return workspaceFolders(workspace).map((folder) => ({ is: "workspace", folder }));
  return userFolders().map((folder) => ({ is: "user", folder }));
}

async function listedFor({ folder, workspace }: PackageHome): Promise<readonly ListedProcess[]> {
  return await listProcesses({ folder, ...(workspace === undefined ? {} : { workspace }) });
}
