import type { Host } from "./host.ts";
import { pathFrom } from "./open.ts";

/** A spec as the command line names it. */
export interface NamedSpec {
  /** Its file. */
  readonly file: string;
  /** The folder whose `loom.toml`s hold for it. Absent: its own. */
  readonly around?: string;
}

/** The file that a word means: an existing one, that of a package, or the process of that name. */
export async function namedSpec(host: Host, word: string, folder: string): Promise<NamedSpec> {
  const file = pathFrom(host, word), found = await sortOf(file);
  if (found === "file") return { file };
  if (found === "folder") {
    const { packageFile } = await import("../app/processes/list_processes.ts");
    const inside = await packageFile(file);
    if (inside !== undefined) return { file: inside };
  }
  if (!/^[a-z0-9][a-z0-9-]*$/.test(word)) return { file };
  const { listProcesses } = await import("../app/processes/list_processes.ts");
  const listed = await listProcesses({ folder, workspace: host.folder });
  const process = listed.find(({ name }) => name === word);
  return process ? { file: process.file, around: host.folder } : { file };
}

async function sortOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await Deno.stat(path)).isDirectory ? "folder" : "file";
  } catch {
    return undefined;
  }
}
