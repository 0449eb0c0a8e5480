import type { Change } from "../tool.ts";

/** Paths that are named one by one. */
const MOST_PATHS = 500;

/**
 * Paths of what was changed, each once and in order; what Git keeps for itself is not named. Folders are named where
 * nothing in them is. Of more than 500 paths the folders that they lie in are named, as deep as 500 names allow.
 */
export function changedPaths(changes: readonly Change[]): readonly string[] {
  const all = changes.flatMap((change) => change.change === "rename" ? [change.path, change.to] : [change.path]);
  const paths = new Set(all.filter((path) => !path.split("/").includes(".git")));
  const above = new Set([...paths].flatMap(foldersOf)), leaves = [...paths].filter((path) => !above.has(path)).sort();
  for (let depth = Math.max(...leaves.map(depthOf)) - 1; leaves.length > MOST_PATHS && depth > 0; depth--) {
    const shorter = new Set(leaves.map((path) => path.split("/").slice(0, depth).join("/")));
    if (shorter.size <= MOST_PATHS || depth === 1) return [...shorter].sort().slice(0, MOST_PATHS);
  }
  return leaves.slice(0, MOST_PATHS);
}

function depthOf(path: string): number {
  return path.split("/").length;
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
