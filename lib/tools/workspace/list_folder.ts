import fs from "node:fs";
import { openFolder } from "./open_folder.ts";
import { type Entry, entryIn } from "./read_file.ts";
import { tried } from "./trouble.ts";
import type { Workspace } from "./workspace.ts";

/** Something in a folder. */
export interface Listed {
  /** Its name. */
  readonly name: string;
  /** Its path in the workspace. */
  readonly path: string;
  /** What it is. */
  readonly entry: Entry;
}

/** Entries of one folder that are looked at. */
const MOST_ENTRIES = 20_000;

/** What is in a folder, by name; of a folder with more than 20,000 entries, the first of them. */
export function listFolder(workspace: Workspace, path: string, act: string): readonly Listed[] {
  using folder = openFolder(workspace, path, act);
  const names = tried(act, () => fs.readdirSync(folder.at())).toSorted().slice(0, MOST_ENTRIES);
  const listed = names.map((name): Listed => ({
    name,
    path: path === "" ? name : `${path}/${name}`,
    entry: entryIn(folder, name, act),
  }));
  folder.check();
  return listed.filter(({ entry }) => entry.is !== "missing");
}
