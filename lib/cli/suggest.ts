/** Words that complete a command line. What cannot be found out is not suggested. */
import { dirname, join } from "node:path";
import type { Host } from "./host.ts";
import { openToRead } from "./open.ts";

/** How many runs are suggested. */
const RUNS = 30;

/** Names of the newest runs. */
export async function suggestRuns(host: Host): Promise<readonly string[]> {
  try {
    using loom = await openToRead(host);
    return ["@last", ...(await loom.store.runs({ limit: RUNS })).map(({ name }) => name)];
  } catch {
    return [];
  }
}

/** Names of processes, and specs. */
export async function suggestProcesses(host: Host, written: string): Promise<readonly string[]> {
  const { listProcesses } = await import("../app/processes/list_processes.ts");
  const listed = await listProcesses({ folder: host.folder, workspace: host.folder }).catch(() => []);
  return [...listed.map(({ name }) => name), ...await suggestSpecs(host, written)];
}

/** Specs, and folders on the way to some. */
export async function suggestSpecs(host: Host, written: string): Promise<readonly string[]> {
  const folder = written.endsWith("/") ? written : written.includes("/") ? `${dirname(written)}/` : "";
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(join(host.folder, folder))) {
      if (name.startsWith(".")) continue;
      if (isDirectory) found.push(`${folder}${name}/`);
      else if (/\.(ya?ml|toml)$/.test(name)) found.push(folder + name);
    }
  } catch {
    return [];
  }
  return found.sort();
}
