import { resolve } from "node:path";
import type { Loom } from "../app/loom.ts";
import type { RunEvent } from "../app/vocabulary.ts";
import type { Host } from "./host.ts";

/** Opens the database for a command that looks: nothing is made. */
export async function openToRead(host: Host): Promise<Loom> {
  return await open(host, { create: false });
}

/** Opens the database for a command that runs something: it is made when there is none. */
export async function openToRun(host: Host, on: (event: RunEvent) => void): Promise<Loom> {
  return await open(host, { create: true, on });
}

/** Opens the database for a command that changes a run that is there. */
export async function openToSteer(host: Host, on: (event: RunEvent) => void = () => {}): Promise<Loom> {
  return await open(host, { create: false, on });
}

/** The database and the project that the command line means. A path is written from the folder people work in. */
export async function databaseOf(host: Host): Promise<{ readonly folder: string; readonly db?: string }> {
  const { projectFolder } = await import("../app/database.ts"), folder = projectFolder(host.folder);
  const db = host.db ?? host.env("LOOM_DB");
  return db === undefined ? { folder } : { folder, db: /^[a-z]+:/.test(db) ? db : resolve(host.folder, db) };
}

async function open(
  host: Host,
  more: { readonly create: boolean; readonly on?: (event: RunEvent) => void },
): Promise<Loom> {
  const { openLoom } = await import("../app/loom.ts");
  return await openLoom({ ...await databaseOf(host), ...more });
}

/** A path as it was written, when it starts from where the process does; else absolute. */
export function pathFrom({ folder }: Host, path: string): string {
  return folder === Deno.cwd() ? path : resolve(folder, path);
}
