import { dirname, join } from "node:path";
import type { PackageFiles } from "./select_package.ts";

/**
 * Writes a package to its folder: whole, or not at all. What lies there is replaced in one step, and is put back where that
 * fails.
 */
export async function placePackage({ files }: PackageFiles, to: string): Promise<void> {
  const into = dirname(to), mark = crypto.randomUUID().slice(0, 8);
  const fresh = join(into, `.new-${mark}`), old = join(into, `.old-${mark}`);
  await Deno.mkdir(fresh, { recursive: true });
  try {
    for (const [path, bytes] of files) {
      await Deno.mkdir(dirname(join(fresh, path)), { recursive: true });
      await Deno.writeFile(join(fresh, path), bytes, { createNew: true, mode: 0o644 });
    }
    const moved = await moveAway(to, old);
    try {
      await Deno.rename(fresh, to);
    } catch (error) {
      if (moved) await Deno.rename(old, to);
      throw error;
    }
  } finally {
    for (const left of [fresh, old]) await removeIfThere(left);
  }
}

/** Takes a file, a link or a folder away in one step; what it held is removed afterwards. */
export async function takeAway(path: string): Promise<void> {
  const { isDirectory, isSymlink } = await Deno.lstat(path);
  if (!isDirectory || isSymlink) return await Deno.remove(path);
  const gone = join(dirname(path), `.old-${crypto.randomUUID().slice(0, 8)}`);
  await Deno.rename(path, gone);
  await Deno.remove(gone, { recursive: true });
}

/** Whether there was something. */
async function moveAway(from: string, to: string): Promise<boolean> {
  try {
    await Deno.rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
