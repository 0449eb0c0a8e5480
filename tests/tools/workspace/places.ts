import { join } from "node:path";
import { memoryChanges } from "../../../lib/tools/changes/memory_changes.ts";
import type { Changes } from "../../../lib/tools/changes/memory_changes.ts";
import type { ToolContext } from "../../../lib/tools/tool.ts";
import { openWorkspace } from "../../../lib/tools/workspace/workspace.ts";
import type { Workspace } from "../../../lib/tools/workspace/workspace.ts";
import type { Hold } from "../../../lib/tools/workspace/open_folder.ts";

/** Ways to hold folders that work here. */
export const HOLDS: readonly Hold[] = Deno.build.os === "linux" ? ["handles", "paths"] : ["paths"];

/** A workspace, and a folder beside it that holds `secret.txt` and that nothing may reach. */
export interface Place {
  readonly root: string;
  readonly outside: string;
  readonly workspace: Workspace;
  readonly changes: Changes;
  readonly context: ToolContext;
}

/** Runs with a new workspace, which is removed afterwards. */
export async function withPlace(test: (place: Place) => Promise<void>, hold?: Hold): Promise<void> {
  const home = await Deno.realPath(await Deno.makeTempDir({ prefix: "loom-workspace-test-" }));
  const root = join(home, "work"), outside = join(home, "outside");
  try {
    await Deno.mkdir(root);
    await Deno.mkdir(outside);
    await Deno.writeTextFile(join(outside, "secret.txt"), "secret");
    const changes = memoryChanges(), signal = new AbortController().signal;
    const workspace = await openWorkspace(root, hold ? { hold } : {});
    await test({
      root,
      outside,
      workspace,
      changes,
      context: { workspace: root, signal, changes: changes.log("test") },
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** Every path below a folder with what it is, its permission bits and what it holds. */
export async function snapshot(folder: string, path = ""): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const { name } of await Array.fromAsync(Deno.readDir(join(folder, path)))) {
    const at = join(path, name), info = await Deno.lstat(join(folder, at));
    const bits = ((info.mode ?? 0) & 0o7777).toString(8);
    if (info.isFile) found[at] = `${bits} ${(await Deno.readFile(join(folder, at))).toHex()}`;
    else if (info.isSymlink) found[at] = `link to ${await Deno.readLink(join(folder, at))}`;
    else found[at] = `${bits} ${info.isDirectory ? "folder" : "other"}`;
    if (info.isDirectory) Object.assign(found, await snapshot(folder, at));
  }
  return found;
}
