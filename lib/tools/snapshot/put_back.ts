import type { RecordedChange } from "../changes/memory_changes.ts";
import { planMost } from "../changes/plan_most.ts";
import type { Found, UndoStep } from "../changes/plan_undo.ts";
import { perform } from "../changes/undo_changes.ts";
import type { Change, Snapshot, SnapshotEntry } from "../tool.ts";
import { inTurn } from "../workspace/in_turn.ts";
import { goOn } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { changesBetween } from "./changes_between.ts";
import type { Compared, Judged, Judgement, Left } from "./judge_changes.ts";
import { judgeNothing } from "./judge_changes.ts";
import { inverseNow } from "./inverse_now.ts";
import { pacer } from "../changes/pacer.ts";
import { walkWorkspace } from "./walk_workspace.ts";

/** How a workspace is put back. */
export interface PuttingBack {
  /** Paths that are left alone besides those that the snapshot leaves out. */
  readonly without?: readonly string[];
  /** Patterns of paths that are left alone. */
  readonly patterns?: readonly string[];
  /** Tells whose changes they are. Default: all are the command's own. */
  readonly judge?: (compared: Compared) => Judgement | Promise<Judgement>;
  /** Takes what the workspace is made into, before anything is done, unless there is nothing to do. */
  readonly decided?: (target: readonly SnapshotEntry[]) => Promise<void>;
  /**
   * Takes changes that are about to be made, some at a time, with what goes by them; they are made when that is durable. A
   * rejection means that nothing more may change.
   */
  readonly keep?: (changes: readonly Kept[]) => Promise<void>;
  /** Is told before anything is done how many steps it takes. */
  readonly begins?: (steps: number) => void;
  /** Ends it between two steps. */
  readonly signal: AbortSignal;
}

/** A change that is about to be made, with what goes by it. */
export interface Kept {
  /** What is about to be made. */
  readonly change: Change;
  /** Whether somebody else may have made what goes by it. */
  readonly isUnsure: boolean;
}

/** What came of putting a workspace back. */
export interface PutBack {
  /** Paths that are as they were, each once. */
  readonly paths: readonly string[];
  /** Those of them that somebody else may have changed. */
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
  return await inTurn(workspace.root, () => putBackNow(workspace, snapshot, options), {
    signal: options.signal,
    act: ACT,
  });
}

const ACT = "Cannot put the workspace back";

/** The same for whoever has its turn in the workspace. */
export async function putBackNow(workspace: Workspace, snapshot: Snapshot, options: PuttingBack): Promise<PutBack> {
  const { signal, judge = judgeNothing, decided, without = [] } = options;
  const now = await walkNow(workspace, snapshot, options);
  goOn(signal, ACT);
  const changes = await changesBetween(snapshot.entries, now, (hash) => snapshot.content(hash));
  const judged = await judge({ before: snapshot.entries, now, changes });
  goOn(signal, ACT);
  if (changes.length > 0) await decided?.(targetOf(snapshot.entries, { now, left: judged.left, without }));
  const at = new Map(now.map((entry) => [entry.path, entry]));
  return { ...await makeAll({ workspace, now: at, options }, judged), left: judged.left };
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
}

async function makeAll(making: Making, { changes }: Judgement): Promise<Omit<PutBack, "left">> {
  const { workspace, now, options: { signal, begins } } = making, kept = new Set<string>(), touched = new Set<string>();
  const recorded: readonly RecordedChange[] = changes.map(({ change }, id) => ({ id, by: "", change }));
  const { steps: all, stuck } = await planMost(recorded, new Set(recorded.map(({ id }) => id)), pictureOf(now));
  const steps = all.filter((step) => step.do !== "nothing"), piece = pacer();
  if (steps.length > 0) begins?.(steps.length);
  for (let at = 0; at < steps.length;) {
    goOn(signal, ACT);
    const batch = await keepSome(making, steps.slice(at, at + BATCH).map((step) => ({ step, ...changes[step.id]! })));
    for (const { step, change, isUnsure } of batch) {
      goOn(signal, ACT);
      await perform(workspace, step);
      touched.add(step.do === "move" ? step.to : step.path);
      if (isUnsure) kept.add(change.change === "rename" ? change.to : change.path);
      await piece();
    }
    at += batch.length;
  }
  return { paths: [...touched], kept: [...kept], lost: stuck.map(({ path, message }) => ({ path, message })) };
}

/** Steps that are made between two records, and bytes that go by them. */
const BATCH = 250, BATCH_BYTES = 16_000_000;

interface Step extends Judged {
  readonly step: UndoStep;
}

/** Lets the first of these steps be kept, as many as go into a record; gives those. */
async function keepSome({ workspace, options: { keep } }: Making, steps: readonly Step[]): Promise<readonly Step[]> {
  if (!keep) return steps;
  const kept: Kept[] = [], batch: Step[] = [], piece = pacer();
  let bytes = 0;
  for (const step of steps) {
    const change = await inverseNow(workspace, step.change);
    if (change) kept.push({ change, isUnsure: step.isUnsure });
    batch.push(step);
    bytes += change && "before" in change && change.before instanceof Uint8Array ? change.before.length : 0;
    if (bytes >= BATCH_BYTES) break;
    await piece();
  }
  await keep(kept);
  return batch;
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
