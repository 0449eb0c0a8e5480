/** Words that complete a command line. What cannot be found out is not suggested. */
import { dirname, join } from "node:path";
import type { ListedProcess } from "../app/processes/list_processes.ts";
import type { Host } from "./host.ts";
import { databaseOf, openToRead } from "./open.ts";

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

/** Names of processes, then specs. */
export async function suggestProcesses(host: Host, written: string): Promise<readonly string[]> {
  return [...(await processesOf(host)).map(({ name }) => name), ...await suggestSpecs(host, written)];
}

/** Names of processes that can be removed: the user's, and those of the workspace. */
export async function suggestInstalled(host: Host): Promise<readonly string[]> {
  return (await processesOf(host)).flatMap(({ name, is }) => is === "user" || is === "workspace" ? [name] : []);
}

/**
 * Specs, then names of processes: those are looked for where no spec is there, or a word is begun that may be a name, for
 * it takes half a second.
 */
export async function suggestRunnable(host: Host, written: string): Promise<readonly string[]> {
  const specs = await suggestSpecs(host, written);
  const isName = written === "" ? specs.length === 0 : /^[a-z0-9-]+$/.test(written);
  return isName ? [...specs, ...(await processesOf(host)).map(({ name }) => name)] : specs;
}

async function processesOf(host: Host): Promise<readonly ListedProcess[]> {
  try {
    const { listProcesses } = await import("../app/processes/list_processes.ts"), { folder } = await databaseOf(host);
    return await listProcesses({ folder, workspace: host.folder });
  } catch {
    return [];
  }
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
