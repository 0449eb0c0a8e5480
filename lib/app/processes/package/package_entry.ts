/**
 * What a package is made of before anything of it is trusted.
 *
 * @module
 */

/** Something in a package, wherever it comes from. Paths have `/` between their parts. */
export type PackageEntry =
  | {
    readonly is: "file";
    readonly path: string;
    /** What it holds. Throws {@link PackageError} for more than may be taken. */
    read(): Promise<Uint8Array>;
  }
  /** A link, a device, or whatever else is no file: never followed and never written. */
  | { readonly is: "link"; readonly path: string };

/** A package that cannot be had, or is not what it should be. Its message begins with `Cannot`. */
export class PackageError extends RangeError {
  /** Tells it from other errors. */
  override readonly name = "PackageError";
}

/** The most that is read of anything. */
export interface PackageLimits {
  /** Bytes of an archive as it lies there. */
  readonly archive: number;
  /** Bytes of everything in it. */
  readonly unpacked: number;
  /** Files and folders in it. */
  readonly entries: number;
  /** Bytes of one file that is taken. */
  readonly file: number;
  /** Bytes of all files that are taken. */
  readonly taken: number;
  /** Files that are taken. */
  readonly files: number;
}

/** The most that is read of anything. */
export const PACKAGE_LIMITS: PackageLimits = {
  archive: 32 * 1024 * 1024,
  unpacked: 64 * 1024 * 1024,
  entries: 10_000,
  file: 2 * 1024 * 1024,
  taken: 10 * 1024 * 1024,
  files: 500,
};

/** Whether a path stays where it is put: relative, with no way up and nothing that other systems read otherwise. */
export function isSafePath(path: string): boolean {
  const parts = path.split("/");
  return path.length > 0 && path.length <= 1_000 && !path.startsWith("/") && !/^[A-Za-z]:/.test(path) &&
    !/[\\\p{Cc}]/u.test(path) && path.isWellFormed() && !parts.includes("..");
}

/** A file of an archive, or what is none where there are no bytes; its path is held to what is safe. */
export function archived(written: string, bytes?: Uint8Array): PackageEntry {
  const path = written.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  if (!isSafePath(path)) {
    throw new PackageError(`Cannot take the archive: it holds \`${shown(written)}\`, which leads out of it`);
  }
  return bytes ? { is: "file", path, read: () => Promise.resolve(bytes) } : { is: "link", path };
}

/** A path in a message: without what a terminal would act on. */
export function shown(path: string): string {
  const safe = path.toWellFormed().replace(/\p{Cc}/gu, "�");
  return safe.length > 100 ? `${safe.slice(0, 99)}…` : safe;
}
