import { join } from "node:path";

/** How often a folder is tried whose contents change while they are removed. */
const TRIES = 5;

/**
 * Removes a folder with all that is in it, folders included that nobody may enter. What cannot be removed is left to
 * whoever clears up at the end: a result that was worked for is not lost over it.
 */
export async function removeFolder(folder: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const left = await Deno.remove(folder, { recursive: true }).then(
      () => false,
      (error) => !(error instanceof Deno.errors.NotFound),
    );
    if (!left) return;
    await unlock(folder).catch(() => {});
  }
}

/** Gives us back what a program took from itself. Links are left alone: what they lead to is not ours. */
async function unlock(folder: string): Promise<void> {
  await Deno.chmod(folder, 0o700);
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) await unlock(join(folder, entry.name));
  }
}
