/**
 * Files that were written beside their place and never put there, because their process was killed. Their names tell which
 * process that was.
 *
 * @module
 */
import fs from "node:fs";
import process from "node:process";
import { randomName } from "../../base/hash.ts";
import { walkFiles } from "../files/walk_files.ts";
import { openFolder } from "./open_folder.ts";
import { entryIn } from "./read_file.ts";
import { tried } from "./trouble.ts";
import type { Workspace } from "./workspace.ts";
import { nameIn, parentOf } from "./workspace_path.ts";

/** Digits of a process's number in base 36, and of what makes a name its own. */
const PROCESS = 7, OWN = 13;

const STAGED = new RegExp(`^\\.loom-([0-9a-z]{${PROCESS}})[0-9a-z]{${OWN}}\\.tmp$`);

/** The name of a file that this process is about to put in its place. */
export function stagedName(): string {
  return `.loom-${process.pid.toString(36).padStart(PROCESS, "0")}${randomName(OWN)}.tmp`;
}

/**
 * Removes what processes of this machine have left that are gone. Those of another machine that works in the same folder
 * cannot be told from them: do not share a workspace between machines while something runs in it.
 */
export function sweepStaged(workspace: Workspace, signal: AbortSignal): readonly string[] {
  const act = "Cannot clear the workspace up", left: string[] = [];
  for (const { path } of walkFiles(workspace, "", { act, signal })) {
    const pid = STAGED.exec(nameIn(path))?.[1];
    if (pid !== undefined && isGone(parseInt(pid, 36))) left.push(path);
  }
  for (const path of left) {
    using folder = openFolder(workspace, parentOf(path), act);
    if (entryIn(folder, nameIn(path), act).is !== "file") continue;
    folder.check();
    tried(act, () => fs.unlinkSync(folder.at(nameIn(path))));
  }
  return left;
}

function isGone(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === "ESRCH";
  }
}
