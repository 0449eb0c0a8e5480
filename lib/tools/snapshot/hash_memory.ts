import type { HashedFile } from "../workspace/hash_file.ts";
import type { Entry } from "../workspace/read_file.ts";

type File = Extract<Entry, { readonly is: "file" }>;

/** Hashes that need not be made again. */
export interface HashMemory {
  /** The hash of a file that looks as it did when it was hashed; undefined when it may be another one. */
  recall(path: string, file: File): string | undefined;
  /** Keeps the hash of a file; `since` is when it was begun to be read, in milliseconds since 1970. */
  keep(path: string, hashed: HashedFile, since: number): void;
  /** Forgets what was neither recalled nor kept in this walk. */
  close(): void;
}

/**
 * Milliseconds for which a file must have been left alone before its hash is trusted: a change within the same tick of
 * the disk's clock could not be seen. The coarsest clock of a disk ticks every two seconds.
 */
const TICK = 2_000;

/** Folders whose files are remembered. */
const MOST_FOLDERS = 8;

const folders = new Map<string, ReadonlyMap<string, Known>>();

interface Known {
  readonly mark: string;
  readonly hash: string;
}

/** What this process knows of the files of a workspace, for one walk through it. */
export function hashMemory(root: string): HashMemory {
  const old = folders.get(root), fresh = new Map<string, Known>();
  return {
    recall(path, file) {
      const known = old?.get(path);
      if (known?.mark !== file.mark) return undefined;
      fresh.set(path, known);
      return known.hash;
    },
    keep(path, { hash, file, steady }, since) {
      if (steady && file.touched + TICK <= since) fresh.set(path, { mark: file.mark, hash });
    },
    close() {
      folders.delete(root);
      folders.set(root, fresh);
      for (const first of folders.keys()) if (folders.size > MOST_FOLDERS) folders.delete(first);
    },
  };
}
