import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Folders that hold what people wrote, besides the files at the top. */
const FOLDERS = ["lib", "web", "specs", "tests", "docs", ".ci"];
/** What only looks like ours: folders that tools leave behind. */
const FOREIGN = new Set(["node_modules", "coverage", "dist"]);

/** Paths of all files that people wrote, relative to the project's folder. */
export function files(): readonly string[] {
  return [...topFiles(), ...FOLDERS.flatMap(filesIn)];
}

/** What to give to a tool that would otherwise walk through everything that lies in the project's folder. */
export function roots(...endings: readonly string[]): readonly string[] {
  const top = topFiles().filter((name) => endings.some((ending) => name.endsWith(ending)));
  return [...top, ...FOLDERS.filter((folder) => statSync(join(ROOT, folder), { throwIfNoEntry: false }))];
}

/** The text of a file of the project; empty when there is no such file. */
export function textOf(path: string): string {
  const found = statSync(join(ROOT, path), { throwIfNoEntry: false });
  return found?.isFile() ? readFileSync(join(ROOT, path), "utf8") : "";
}

function topFiles(): readonly string[] {
  return readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name);
}

function filesIn(folder: string): readonly string[] {
  if (!statSync(join(ROOT, folder), { throwIfNoEntry: false })) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
