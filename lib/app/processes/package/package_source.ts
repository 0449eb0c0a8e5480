/**
 * What a person may write for a package: a folder, an archive, a repository.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { PackageError } from "./package_entry.ts";

/** Where a package comes from. */
export type PackageSource =
  | { readonly from: "folder"; readonly path: string }
  | { readonly from: "archive"; readonly path: string }
  /** `file`: it is a repository on this machine, which the person has named as one. */
  | { readonly from: "repository"; readonly url: string; readonly file: boolean };

/** What a person has written means. What is there comes first; `somebody/thing` is a repository of GitHub. */
export async function packageSource(written: string, at: string): Promise<PackageSource> {
  if (written.startsWith("-")) throw unknown(written);
  if (/^file:/i.test(written)) return { from: "repository", url: written, file: true };
  if (/^(https|ssh):\/\//i.test(written) || /^[\w.-]+@[\w.-]+:[^\s]+$/.test(written)) {
    return { from: "repository", url: written, file: false };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(written)) {
    throw new PackageError(`Cannot install from \`${written}\`: repositories are reached by https or ssh`);
  }
  const path = resolve(at, written), found = await lookAt(path);
  if (found === "repository") return { from: "repository", url: path, file: true };
  if (found !== undefined) return { from: found, path };
  if (/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(written)) {
    return { from: "repository", url: `https://github.com/${written}`, file: false };
  }
  throw unknown(written);
}

async function lookAt(path: string): Promise<"folder" | "archive" | "repository" | undefined> {
  const is = await sortOf(path);
  if (is === undefined || is === "archive") return is;
  const isBare = await sortOf(join(path, "HEAD")) === "archive" && await sortOf(join(path, "objects")) === "folder";
  return isBare ? "repository" : "folder";
}

async function sortOf(path: string): Promise<"folder" | "archive" | undefined> {
  try {
    const { isDirectory, isFile } = await Deno.stat(path);
    return isDirectory ? "folder" : isFile ? "archive" : undefined;
  } catch {
    return undefined;
  }
}

function unknown(written: string): PackageError {
  return new PackageError(
    `Cannot install \`${written}\`: there is no such folder and no such archive; a repository is written as a URL, as ` +
      "`somebody/name`, or as `git@host:path`",
  );
}
