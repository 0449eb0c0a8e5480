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
  /** The project folder. Default: the nearest folder above that has a `.loom`, else the current one. */
  readonly folder?: string;
  /** The folder that paths start from. Default: the current one. */
  readonly at?: string;
  /** The workspace that they go to. Absent: they are the user's. */
  readonly workspace?: string;
}

/** A package that was looked at, and can be installed as it was looked at. */
export interface ReviewedPackage {
  /** What is to be known of it. */
  readonly review: PackageReview;
  /** Writes what was looked at. Throws {@link PackageError} for one with errors. */
  install(): Promise<void>;
}

/** How a package is looked at. */
export interface ReviewOptions extends PackageHome {
  /** Ends it while it fetches. Default: nothing ends it. */
  readonly signal?: AbortSignal;
}

/**
 * Fetches a package and looks at it: a folder, an archive, or a repository of Git. Nothing is written and nothing of it is
 * run; {@link ReviewedPackage.install} writes it.
 *
 * @throws {RangeError} a {@link PackageError}: it cannot be had, or is no package.
 *
 * @example Look at a package, install it, remove it
 * ```ts
 * import { installedProcess, listProcesses, reviewSource } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const workspace = await Deno.makeTempDir(), source = `${workspace}/source`;
 * await Deno.mkdir(source);
 * await Deno.writeTextFile(`${source}/process.yaml`, `
 * name: tidy
 * description: Finds what nobody needs any more
 * phases:
 *   - {id: look, description: Find what nobody needs any more}
 * `);
 *
 * const { review, install } = await reviewSource(source, { workspace });
 * assert.deepEqual([review.name, review.risk, review.tools], ["tidy", "low", []]);
 * await install();
 * const listed = await listProcesses({ folder: workspace });
 * assert.equal(listed.find(({ name }) => name === "tidy")?.is, "workspace");
 *
 * const { path, remove } = await installedProcess("tidy", { workspace });
 * assert.equal(path, `${workspace}/loom-processes/tidy`);
 * await remove();
 * await Deno.remove(workspace, { recursive: true });
 * ```
 */
export async function reviewSource(written: string, { signal, ...home }: ReviewOptions = {}): Promise<ReviewedPackage> {
  const source = await packageSource(written, home.at ?? Deno.cwd());
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

/**
 * The installed process of a name, which {@link RemovableProcess.remove} removes: one of the user's, or one of the workspace
 * that is named.
 *
 * @throws {RangeError} a {@link PackageError}: it is a ready one, lies elsewhere, or is not there.
 */
export async function installedProcess(name: string, home: PackageHome = {}): Promise<RemovableProcess> {
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
  return await listProcesses({
    ...(folder === undefined ? {} : { folder }),
    ...(workspace === undefined ? {} : { workspace }),
  });
}
