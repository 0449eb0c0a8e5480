/**
 * What a workspace holds at a moment: what undoing a command needs, since nobody can say beforehand what it will change.
 *
 * What is kept. Every file, folder and symbolic link, `.git` included, with permission bits; contents of files up to a
 * stated size, the smaller ones first until a stated total is reached. Of larger files the hash is known, so that it is
 * seen that they were changed; what they held is not.
 *
 * What is not. `.loom`, wherever it is, and what the options leave out. Owners, times, extended attributes, which names
 * are hard links of one file. What is in pipes, sockets and devices, in files and folders that cannot be read, and under
 * names that are not UTF-8. A file that a program has mapped into its memory may be changed in a way that the system does
 * not tell until later.
 *
 * @module
 */
import fs from "node:fs";
import { sha256 } from "../../base/hash.ts";
import type { Snapshot, SnapshotEntry } from "../tool.ts";
import { openFolder } from "../workspace/open_folder.ts";
import { tried, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { nameIn, parentOf } from "../workspace/workspace_path.ts";
import { walkWorkspace } from "./walk_workspace.ts";

/** What a snapshot keeps, and how much. */
export interface SnapshotOptions {
  /** Bytes of the largest file whose content is kept. Default 16 MB. */
  readonly fileBytes?: number;
  /** Bytes of all contents that are kept. Default 256 MB. */
  readonly totalBytes?: number;
  /** The most files and folders. Default 200,000. */
  readonly entries?: number;
  /** Paths in the workspace that are neither looked at nor put back, with all that is in them. Default none. */
  readonly without?: readonly string[];
  /** Patterns of such paths: `node_modules` in any folder, `web/*.log`. Default none. */
  readonly patterns?: readonly string[];
}

/** Bytes of the largest file whose content is kept, unless told otherwise. */
export const FILE_BYTES = 16_000_000;
/** Bytes of all contents that are kept, unless told otherwise. */
export const TOTAL_BYTES = 256_000_000;
/** Files and folders of a workspace, unless told otherwise. */
const ENTRIES = 200_000;

/**
 * Takes down what a workspace holds. Files that this process has seen before and that were not touched since are not read
 * again. For those whose turn it is: what others change meanwhile is taken down half.
 *
 * @throws {WorkspaceTrouble} when there is too much in it, which names the folder that most of it is in.
 */
export async function takeSnapshot(workspace: Workspace, options: SnapshotOptions = {}): Promise<Snapshot> {
  const { fileBytes = FILE_BYTES, totalBytes = TOTAL_BYTES, entries: most = ENTRIES } = options;
  const { without = [], patterns = [] } = options;
  const entries = await walkWorkspace(workspace, { entries: most, without, patterns });
  const kept = keptFiles(entries, { fileBytes, totalBytes });
  return {
    entries,
    content: (hash) => {
      const file = kept.get(hash);
      return Promise.resolve(file && contentOf(workspace, file));
    },
  };
}

type File = Extract<SnapshotEntry, { readonly is: "file" }>;

/** Of each content that is kept, by its hash, a file that has it. */
function keptFiles(
  entries: readonly SnapshotEntry[],
  { fileBytes, totalBytes }: { readonly fileBytes: number; readonly totalBytes: number },
): ReadonlyMap<string, File> {
  const files = entries.filter((entry) => entry.is === "file").filter(({ size }) => size <= fileBytes);
  const kept = new Map<string, File>();
  let total = 0;
  for (const file of files.toSorted((a, b) => a.size - b.size)) {
    if (kept.has(file.hash)) continue;
    total += file.size;
    if (total > totalBytes) break;
    kept.set(file.hash, file);
  }
  return kept;
}

function contentOf(workspace: Workspace, { path, hash, size }: File): Uint8Array {
  const act = `Cannot keep what \`${path}\` holds`, { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  using folder = openFolder(workspace, parentOf(path), act);
  const handle = tried(act, () => fs.openSync(folder.at(nameIn(path)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  try {
    const same = fs.fstatSync(handle).size === size;
    const bytes = same ? tried(act, () => new Uint8Array(fs.readFileSync(handle))) : undefined;
    if (bytes && sha256(bytes) === hash) return bytes;
  } finally {
    fs.closeSync(handle);
  }
  const remedy = "end what writes to it, or leave it out: `snapshot: {without: [PATTERN]}` in the spec";
  throw new WorkspaceTrouble("conflict", `${act}: it is being written to; ${remedy}`);
}
