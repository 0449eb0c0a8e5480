import type { RecordedChange } from "../changes/memory_changes.ts";
import { planMost } from "../changes/plan_most.ts";
import type { Found } from "../changes/plan_undo.ts";
import { perform } from "../changes/undo_changes.ts";
import type { Change, Snapshot, SnapshotEntry } from "../tool.ts";
import { inTurn } from "../workspace/in_turn.ts";
import { goOn } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { changesBetween } from "./changes_between.ts";
import type { Compared, Judgement, Left } from "./judge_changes.ts";
import { judgeNothing } from "./judge_changes.ts";
import { keepInverse } from "./keep_inverse.ts";
import { walkWorkspace } from "./walk_workspace.ts";

/** How a workspace is put back. */
export interface PuttingBack {
  /** Paths that are left alone besides those that the snapshot leaves out. */
  readonly without?: readonly string[];
  /** Patterns of paths that are left alone. */
  readonly patterns?: readonly string[];
  /** Tells whose changes they are. Default: all are the command's own. */
  readonly judge?: (compared: Compared) => Judgement;
  /** Takes what the workspace is made into, before anything is done, unless there is nothing to do. */
  readonly decided?: (target: readonly SnapshotEntry[]) => Promise<void>;
  /** Takes each change that is about to be made where somebody's work may go by it; it is made when that is durable. */
  readonly keep?: (change: Change) => Promise<void>;
  /** Ends it between two steps. */
  readonly signal: AbortSignal;
}

/** What came of putting a workspace back. */
export interface PutBack {
  /** Paths that are as they were, each once. */
  readonly paths: readonly string[];
  /** Those of them that somebody else may have changed: what they held was kept. */
  readonly kept: readonly string[];
  /** What was left as it is. */
  readonly left: readonly Left[];
  /** What could not be put back, and why. */
  readonly lost: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Makes a workspace what it was when a snapshot was taken: for whoever finds a snapshot whose command never came back.
 * Whatever differs is taken for what that command has done, unless `judge` knows better. Only what differs is touched. It
 * may be killed at any moment and begun again; done twice it does nothing more.
 *
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step.
 */
export async function putBack(workspace: Workspace, snapshot: Snapshot, options: PuttingBack): Promise<PutBack> {
  const { signal, judge = judgeNothing, decided, without = [] } = options, act = "Cannot put the workspace back";
  return await inTurn(workspace.root, async () => {
    const now = await walkNow(workspace, snapshot, options);
    const changes = await changesBetween(snapshot.entries, now, (hash) => snapshot.content(hash));
    const judged = judge({ before: snapshot.entries, now, changes });
    if (changes.length > 0) await decided?.(targetOf(snapshot.entries, { now, left: judged.left, without }));
    const at = new Map(now.map((entry) => [entry.path, entry]));
    const made = await makeAll({ workspace, now: at, options, act }, judged);
    return { ...made, left: judged.left };
  }, { signal, act });
}

/** What a workspace holds now, without what its snapshot leaves out. */
export async function walkNow(
  workspace: Workspace,
  { entries }: Pick<Snapshot, "entries">,
  { without = [], patterns = [] }: Pick<PuttingBack, "without" | "patterns">,
): Promise<readonly SnapshotEntry[]> {
  const leftOut = entries.flatMap((entry) => entry.is === "left-out" ? [entry.path] : []);
  return await walkWorkspace(workspace, { entries: Infinity, without: [...leftOut, ...without], patterns });
}

interface Making {
  readonly workspace: Workspace;
  /** By their paths. */
  readonly now: ReadonlyMap<string, SnapshotEntry>;
  readonly options: PuttingBack;
  readonly act: string;
}

async function makeAll(making: Making, { changes }: Judgement): Promise<Omit<PutBack, "left">> {
  const { workspace, now, options: { signal, keep }, act } = making,
    kept = new Set<string>(),
    touched = new Set<string>();
  const recorded: readonly RecordedChange[] = changes.map(({ change }, id) => ({ id, by: "", change }));
  const { steps, stuck } = await planMost(recorded, new Set(recorded.map(({ id }) => id)), pictureOf(now));
  for (const step of steps) {
    if (step.do === "nothing") continue;
    goOn(signal, act);
    const { change, isUnsure } = changes[step.id]!;
    if (isUnsure) {
      kept.add(change.change === "rename" ? change.to : change.path);
      if (keep) await keepInverse(workspace, change, keep);
    }
    await perform(workspace, step);
    touched.add(step.do === "move" ? step.to : step.path);
  }
  return { paths: [...touched], kept: [...kept], lost: stuck.map(({ path, message }) => ({ path, message })) };
}

/** What a workspace is to hold: what it held, but for what is left alone. */
function targetOf(
  entries: readonly SnapshotEntry[],
  { now, left, without }: {
    readonly now: readonly SnapshotEntry[];
    readonly left: readonly Left[];
    readonly without: readonly string[];
  },
): readonly SnapshotEntry[] {
  const is = new Map(now.map((entry) => [entry.path, entry])), spared = new Set(left.map(({ path }) => path));
  const known = new Set(entries.map(({ path }) => path));
  // What is in a folder that stays is looked at all the same.
  const asLeft = (path: string): SnapshotEntry => {
    const entry = is.get(path);
    return entry?.is === "folder" ? entry : { is: "left-out", path };
  };
  const fresh = [...is.keys()].filter((path) => spared.has(path) && !known.has(path));
  return [
    ...entries.map((entry) => spared.has(entry.path) ? asLeft(entry.path) : entry),
    ...fresh.map(asLeft),
    ...without.map((path) => ({ is: "left-out", path }) as const),
  ];
}

/** What is at each path, as it was walked through. */
function pictureOf(at: ReadonlyMap<string, SnapshotEntry>): (path: string) => Promise<Found> {
  const names = new Map<string, string[]>([["", []]]);
  for (const { path, is } of at.values()) {
    const cut = path.lastIndexOf("/"), above = path.slice(0, Math.max(0, cut));
    if (is === "folder") names.set(path, names.get(path) ?? []);
    names.get(above)?.push(path.slice(cut + 1));
  }
  return (path) => Promise.resolve(foundAt(path, at.get(path), names.get(path) ?? []));
}

function foundAt(path: string, entry: SnapshotEntry | undefined, names: readonly string[]): Found {
  if (path === "") return { is: "folder", mode: 0o700, names };
  switch (entry?.is) {
    case undefined:
      return { is: "missing" };
    case "file":
      return { is: "file", hash: entry.hash, mode: entry.mode };
    case "folder":
      return { is: "folder", mode: entry.mode, names };
    case "link":
      return { is: "link", target: entry.target };
    case "other":
    case "left-out":
      return { is: "other" };
  }
}
