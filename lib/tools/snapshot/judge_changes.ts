/**
 * Whose changes are in a workspace in which a command was cut off: those of the command, or of somebody who has worked
 * there since. The system's clock of changes tells, which no program can set: what was changed while the command ran is
 * taken for its own, what was changed after its end is not.
 *
 * @module
 */
import fs from "node:fs";
import type { Change, SnapshotEntry, Spared } from "../tool.ts";
import { openFolder } from "../workspace/open_folder.ts";
import { systemCode, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { nameIn, parentOf } from "../workspace/workspace_path.ts";
import { pacer } from "../changes/pacer.ts";
import { FILE_BYTES, TOTAL_BYTES } from "./take_snapshot.ts";

/** When a command was at work. Milliseconds since 1970. */
export interface Era {
  /** What was not changed since then was there before the command began. By the clock of the disk, to the millisecond. */
  readonly began: number;
  /** Up to here the command is known to have been at work. */
  readonly heard: number;
  /** After this it was at work no more. */
  readonly over: number;
  /**
   * Putting back was begun after that and cut off as well: the times of folders are its own doing, and those before
   * `over` tell nothing.
   */
  readonly isAgain: boolean;
}

/** A change, and whether somebody else may have made it. */
export interface Judged {
  /** The change. */
  readonly change: Change;
  /** Whether it may as well be somebody else's, as far as times tell. */
  readonly isUnsure: boolean;
}

/** What is left as it is. */
export interface Left {
  /** Its path. */
  readonly path: string;
  /** Why. */
  readonly why: Spared;
}

/** What is put back, and what is not. */
export interface Judgement {
  /** What is put back, in the order in which it was given. */
  readonly changes: readonly Judged[];
  /** What is left alone, each path once. */
  readonly left: readonly Left[];
}

/** What is compared. */
export interface Compared {
  /** What the workspace held. */
  readonly before: readonly SnapshotEntry[];
  /** What it holds. */
  readonly now: readonly SnapshotEntry[];
  /** What turns the one into the other. */
  readonly changes: readonly Change[];
}

/** Takes everything for the command's own. */
export function judgeNothing({ changes }: Compared): Judgement {
  return { changes: changes.map((change) => ({ change, isUnsure: false })), left: [] };
}

/**
 * Tells changes of a command from those of whoever came after it. Who worked there while it ran is not told from it: so
 * whatever is put back is kept before, and what is too large for that is left alone.
 */
export async function judgeChanges(workspace: Workspace, compared: Compared, era: Era): Promise<Judgement> {
  const judge = new Judge(workspace, compared, era), changes: Judged[] = [], left = new Map<string, Spared>();
  const piece = pacer();
  for (const change of compared.changes) {
    await piece();
    const path = change.change === "rename" ? change.to : change.path, verdict = judge.of(path);
    // Nothing of what a file holds goes by that.
    const isSmall = change.change === "rename" || change.change === "mode", isKept = isSmall && verdict === "large";
    if (verdict === "ours" || verdict === "unsure" || isKept) changes.push({ change, isUnsure: verdict !== "ours" });
    else left.set(path, verdict);
  }
  return { changes, left: [...left].map(([path, why]) => ({ path, why })).sort((a, b) => a.path < b.path ? -1 : 1) };
}

type Verdict = "ours" | "unsure" | Spared;

/** A path as it was and as it is. */
interface Pair {
  readonly was: SnapshotEntry | undefined;
  readonly is: SnapshotEntry | undefined;
}

class Judge {
  readonly #workspace: Workspace;
  readonly #era: Era;
  readonly #before: ReadonlyMap<string, SnapshotEntry>;
  readonly #now: ReadonlyMap<string, SnapshotEntry>;
  readonly #looks = new Map<string, Look | undefined>();
  readonly #verdicts = new Map<string, Verdict>();
  #kept = 0;

  constructor(workspace: Workspace, { before, now }: Compared, era: Era) {
    this.#workspace = workspace;
    this.#era = era;
    this.#before = byPath(before);
    this.#now = byPath(now);
  }

  /** Of all changes of a path the same. */
  of(path: string): Verdict {
    const known = this.#verdicts.get(path) ?? this.#judge(path);
    this.#verdicts.set(path, known);
    return known;
  }

  #judge(path: string): Verdict {
    const pair: Pair = { was: this.#before.get(path), is: this.#now.get(path) }, { is } = pair;
    if (isOnlyInTheWay(pair)) return "ours";
    if (is === undefined) return this.#gone(path);
    const verdict = this.#present(path, is);
    if (verdict !== "ours" && verdict !== "unsure") return verdict;
    if (is.is === "other" && this.#look(path)?.isFile) return "unread";
    if (is.is !== "file") return verdict;
    this.#kept += is.size;
    return is.size > FILE_BYTES || this.#kept > TOTAL_BYTES ? "large" : verdict;
  }

  /** Nothing tells when something went, but that it was before the folder was last changed; putting it back costs nothing. */
  #gone(path: string): Verdict {
    let above = parentOf(path);
    while (above !== "" && !this.#now.has(above)) above = parentOf(above);
    return this.#isHeard(this.#touched(above)) ? "ours" : "unsure";
  }

  #present(path: string, { is }: SnapshotEntry): Verdict {
    const touched = this.#effective(path), { over, isAgain } = this.#era;
    if (touched > over) return is === "folder" && isAgain ? "unsure" : "later";
    return this.#isHeard(touched) && !this.#isInsideOfLater(path) ? "ours" : "unsure";
  }

  #isHeard(touched: number): boolean {
    return touched + TICK <= this.#era.heard;
  }

  /** What is older than the command came to its place with the folder that it is in. */
  #effective(path: string): number {
    const touched = this.#touched(path);
    return touched + TICK >= this.#era.began || path === "" ? touched : this.#effective(parentOf(path));
  }

  /** Whether a new folder that it is in was changed by whoever came later: it may have been moved here with all in it. */
  #isInsideOfLater(path: string): boolean {
    for (let above = parentOf(path); above !== ""; above = parentOf(above)) {
      if (this.#before.get(above)?.is === "folder") return false;
      if (!this.#isHeard(this.#touched(above))) return true;
    }
    return false;
  }

  #touched(path: string): number {
    // What is gone by now, or cannot be looked at, may be anybody's.
    return this.#look(path)?.touched ?? this.#era.over;
  }

  #look(path: string): Look | undefined {
    if (!this.#looks.has(path)) this.#looks.set(path, look(this.#workspace, path));
    return this.#looks.get(path);
  }
}

function byPath(entries: readonly SnapshotEntry[]): ReadonlyMap<string, SnapshotEntry> {
  return new Map(entries.map((entry) => [entry.path, entry]));
}

/** A folder that stays as it is, and is only opened for what is done in it. */
function isOnlyInTheWay({ was, is }: Pair): boolean {
  return was?.is === "folder" && is?.is === "folder" && was.mode === is.mode;
}

/** The system is asked in a way that tells the time of a change in whole seconds, cut off. Milliseconds. */
const TICK = 1_000;

interface Look {
  /** Milliseconds since 1970 when anything about it last changed: then, or up to a {@link TICK} later. */
  readonly touched: number;
  readonly isFile: boolean;
}

/** When it was made or written is known more closely, and was not after the last change of anything about it. */
function touchedAt({ ctimeMs, mtimeMs, birthtimeMs }: fs.BigIntStats): number {
  const second = Number(ctimeMs), closer = [mtimeMs, birthtimeMs].map(Number);
  return Math.max(second, ...closer.filter((time) => time > second && time < second + TICK));
}

function look(workspace: Workspace, path: string): Look | undefined {
  try {
    using folder = openFolder(workspace, parentOf(path), `Cannot look at \`${path}\``);
    const info = fs.lstatSync(path === "" ? folder.at() : folder.at(nameIn(path)), { bigint: true });
    return { touched: touchedAt(info), isFile: info.isFile() };
  } catch (error) {
    if (error instanceof WorkspaceTrouble || systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
