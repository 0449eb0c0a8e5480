import { exactText } from "../files/file_kind.ts";
import { readFile } from "../workspace/read_file.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { parentOf, partsOf } from "../workspace/workspace_path.ts";
import { type IgnoreRules, readIgnore } from "./git_ignore.ts";

/** Bytes of a `.gitignore` that is heeded. */
const MOST_BYTES = 200_000;

/**
 * Whether the `.gitignore` files of a workspace leave a file out, those of all folders on its way: a deeper one has the
 * last word, but nothing is taken in again below a folder that is left out. Each is read once.
 */
export function ignoredIn(workspace: Workspace): (path: string) => Promise<boolean> {
  const rules = new Map<string, IgnoreRules | undefined>(), folders = new Map<string, boolean>();

  async function rulesOf(folder: string): Promise<IgnoreRules | undefined> {
    if (!rules.has(folder)) rules.set(folder, await readRules(workspace, folder));
    return rules.get(folder);
  }

  async function isOut(path: string, is: "file" | "folder"): Promise<boolean> {
    const above = ["", ...partsOf(parentOf(path)).map((_, index, names) => names.slice(0, index + 1).join("/"))];
    for (const folder of above.toReversed()) {
      const verdict = (await rulesOf(folder))?.verdict(folder === "" ? path : path.slice(folder.length + 1), is);
      if (verdict !== undefined) return verdict;
    }
    return false;
  }

  async function isFolderOut(path: string): Promise<boolean> {
    if (path === "") return false;
    const known = folders.get(path);
    if (known !== undefined) return known;
    const out = await isFolderOut(parentOf(path)) || await isOut(path, "folder");
    folders.set(path, out);
    return out;
  }

  return async (path) => await isFolderOut(parentOf(path)) || await isOut(path, "file");
}

async function readRules(workspace: Workspace, folder: string): Promise<IgnoreRules | undefined> {
  try {
    const { bytes } = await readFile(workspace, folder === "" ? ".gitignore" : `${folder}/.gitignore`);
    const text = bytes.length > MOST_BYTES ? undefined : exactText(bytes);
    return text === undefined ? undefined : readIgnore(text);
  } catch (error) {
    // One that is missing, a link or not to be read says nothing.
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}
