import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameOf } from "../../base/hash.ts";
import type { Environment } from "../clean_environment.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";

/**
 * A file of what Git does not see: what Loom keeps, and what the user's own list says. Its name tells what it holds, so that
 * all calls share it and none has to remove it: a process that is killed leaves nothing behind that the next one would
 * not need.
 */
export async function ignoredList(env: Environment, folder: string = tmpdir()): Promise<string> {
  const own = join(env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? "/", ".config"), "git/ignore");
  const list = `${await Deno.readTextFile(own).catch(() => "")}\n.loom/\n`;
  // Others may have a list of the same words: each user has a file of their own.
  const name = nameOf(JSON.stringify([Deno.env.get("HOME") ?? "", list]), 32);
  const file = join(folder, `loom-ignored-${name}`), fresh = `${file}.${crypto.randomUUID()}`;
  try {
    await Deno.writeTextFile(fresh, list, { createNew: true, mode: 0o600 });
    // Always anew: what stood there may be damaged, and somebody else's file is not replaced.
    await Deno.rename(fresh, file);
  } catch (error) {
    await Deno.remove(fresh).catch(() => {});
    const why = error instanceof Error ? error.message : String(error);
    throw new WorkspaceTrouble("failed", `Cannot run Git: \`${file}\` cannot be written: ${why}; remove what is there`);
  }
  return file;
}
