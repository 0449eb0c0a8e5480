import type { Change, Guard, Loss, Made, SnapshotEntry } from "../tool.ts";

/** Contents of the files before, by hash; undefined for one that was not kept. */
export type Contents = Guard["content"];

/**
 * What turns the one state of a workspace into the other, in an order in which it could be made, and backwards, in which
 * it can be undone: what goes, from the inside out; then what comes, from the outside in. A folder whose permissions are
 * in the way is opened before anything is done in it, and gets its permissions afterwards, in either direction. A file
 * that was too large to be kept and is somewhere else now has been moved.
 */
export async function changesBetween(
  before: readonly SnapshotEntry[],
  after: readonly SnapshotEntry[],
  content: Contents,
): Promise<readonly Change[]> {
  const pairs = pairsOf(before, after), drafts = pairs.flatMap(draftsOf), sets = foldersInTheWay(pairs, drafts);
  const gone: Change[] = [], changed: Change[] = [];
  for (const draft of drafts) {
    if (draft.step === "gone") gone.push(await goneFile(draft, content));
    else if (draft.step === "changed") changed.push(await changedFile(draft, content));
  }
  const moved = movesAmong(gone, drafts, new Map(pairs.map((pair) => [pair.path, pair])));
  const made = (step: "leave" | "folder" | "empty" | "come") =>
    drafts.flatMap((draft) => draft.step === step && !moved.taken.has(draft.path) ? [draft.change] : []);
  return [
    ...sets.opened,
    ...gone.filter(({ path }) => !moved.taken.has(path)),
    ...made("leave"),
    ...made("folder"),
    ...moved.renames,
    ...made("empty").reverse(),
    ...changed,
    ...made("come"),
    ...sets.closed.reverse(),
  ];
}

type Kind<K extends SnapshotEntry["is"]> = Extract<SnapshotEntry, { readonly is: K }>;

/** What was and is at one path. */
interface Pair {
  readonly path: string;
  readonly was: SnapshotEntry | undefined;
  readonly is: SnapshotEntry | undefined;
}

/** A change, and when it is made; of files it is not known yet whether there is a way back. */
type Draft =
  & { readonly path: string }
  & (
    | { readonly step: "gone"; readonly was: Kind<"file"> }
    | { readonly step: "changed"; readonly was: Kind<"file">; readonly is: Kind<"file"> }
    | { readonly step: "leave" | "folder" | "empty" | "come"; readonly change: Change }
  );

/** All paths that are looked at: nothing in what is left out, or in a folder that was or is closed. */
function pairsOf(before: readonly SnapshotEntry[], after: readonly SnapshotEntry[]): readonly Pair[] {
  const was = byPath(before), is = byPath(after), shut = new Set<string>();
  for (const entry of [...before, ...after]) {
    if (entry.is === "left-out" || entry.is === "other" && entry.why === "closed") shut.add(entry.path);
  }
  const inside = (path: string) => {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      if (shut.has(path.slice(0, at))) return true;
    }
    return false;
  };
  const paths = [...was.keys(), ...[...is.keys()].filter((path) => !was.has(path))];
  return paths.filter((path) => !inside(path)).map((path) => ({ path, was: was.get(path), is: is.get(path) }))
    .filter(({ was, is }) => was?.is !== "left-out" && is?.is !== "left-out");
}

function byPath(entries: readonly SnapshotEntry[]): ReadonlyMap<string, SnapshotEntry> {
  return new Map(entries.map((entry) => [entry.path, entry]));
}

function draftsOf({ path, was, is }: Pair): readonly Draft[] {
  const lost = (why: Loss): readonly Draft[] => [{ path, step: "leave", change: { change: "lost", path, why } }];
  const others = [was, is].flatMap((entry) => entry?.is === "other" ? [entry] : []);
  const hidden = others.find(({ why }) => why !== "special");
  if (hidden || was?.is === "other" && is?.is === "other") {
    const same = was?.is === "other" && is?.is === "other" && was.why === is.why && was.mark === is.mark;
    return same ? [] : lost(hidden?.why ?? "special");
  }
  if (was?.is === "file" && is?.is === "file") return fileDrafts(path, was, is);
  if (was?.is === "link" && is?.is === "link" && was.target === is.target) return [];
  if (was?.is === "folder" && is?.is === "folder") return [];
  return [...going(path, was), ...coming(path, is)];
}

function fileDrafts(path: string, was: Kind<"file">, is: Kind<"file">): readonly Draft[] {
  if (was.hash !== is.hash) return [{ path, step: "changed", was, is }];
  if (was.mode === is.mode) return [];
  return [{ path, step: "come", change: { change: "mode", path, mode: was.mode, after: is.mode } }];
}

function going(path: string, was: SnapshotEntry | undefined): readonly Draft[] {
  switch (was?.is) {
    case "file":
      return [{ path, step: "gone", was }];
    case "link":
      return [{ path, step: "leave", change: { change: "remove-link", path, target: was.target } }];
    case "folder":
      return [{ path, step: "empty", change: { change: "remove-folder", path, mode: was.mode | OWNER } }];
    case "other":
      return [{ path, step: "leave", change: { change: "lost", path, why: was.why } }];
    default:
      return [];
  }
}

function coming(path: string, is: SnapshotEntry | undefined): readonly Draft[] {
  switch (is?.is) {
    case "file":
      return [{ path, step: "come", change: { change: "create", path, after: { hash: is.hash, mode: is.mode } } }];
    case "link":
      return [{ path, step: "come", change: { change: "make-link", path, target: is.target } }];
    case "folder":
      return [{ path, step: "folder", change: { change: "make-folder", path } }];
    case "other":
      return [{ path, step: "come", change: { change: "make-other", path } }];
    default:
      return [];
  }
}

async function goneFile({ path, was }: Extract<Draft, { step: "gone" }>, content: Contents): Promise<Change> {
  const before = await content(was.hash), { hash, mode } = was;
  return before
    ? { change: "delete", path, before, mode }
    : { change: "lost", path, why: "large", before: { hash, mode } };
}

async function changedFile({ path, was, is }: Extract<Draft, { step: "changed" }>, content: Contents): Promise<Change> {
  const before = await content(was.hash), { hash, mode } = was;
  return before
    ? { change: "modify", path, before, mode, after: { hash: is.hash, mode: is.mode } }
    : { change: "lost", path, why: "large", before: { hash, mode } };
}

/** Files that are somewhere else now, where the move can be made and undone among all other changes. */
function movesAmong(
  gone: readonly Change[],
  drafts: readonly Draft[],
  pairs: ReadonlyMap<string, Pair>,
): { readonly renames: readonly Change[]; readonly taken: ReadonlySet<string> } {
  const renames: Change[] = [], taken = new Set<string>(), from = new Map<string, string[]>();
  const like = ({ hash, mode }: Made) => `${hash} ${mode}`;
  for (const change of gone) {
    if (change.change !== "lost" || !change.before || pairs.get(change.path)?.is) continue;
    const key = like(change.before);
    from.set(key, [...from.get(key) ?? [], change.path]);
  }
  for (const draft of drafts) {
    if (draft.step !== "come" || draft.change.change !== "create" || !draft.change.after) continue;
    const path = pairs.get(draft.path)?.was ? undefined : from.get(like(draft.change.after))?.shift();
    if (path === undefined) continue;
    renames.push({ change: "rename", path, to: draft.path });
    taken.add(path).add(draft.path);
  }
  return { renames, taken };
}

/** What an owner needs in order to work in a folder. */
const OWNER = 0o700;

/** Folders that get other permissions, or whose permissions are in the way of what is done in them. */
function foldersInTheWay(
  pairs: readonly Pair[],
  drafts: readonly Draft[],
): { readonly opened: readonly Change[]; readonly closed: Change[] } {
  const worked = new Set(drafts.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/")))));
  const opened: Change[] = [], closed: Change[] = [];
  const set = (list: Change[], path: string, { mode, after }: { readonly mode: number; readonly after: number }) => {
    if (mode !== after) list.push({ change: "mode", path, mode, after });
  };
  for (const { path, was, is } of pairs) {
    const old = was?.is === "folder" ? was.mode : undefined, now = is?.is === "folder" ? is.mode : undefined;
    if (old !== undefined && now !== undefined) {
      if (old === now && !worked.has(path)) continue;
      set(opened, path, { mode: old, after: old | OWNER });
      set(closed, path, { mode: old | OWNER, after: now });
    } else if (old !== undefined) set(opened, path, { mode: old, after: old | OWNER });
    else if (now !== undefined) set(closed, path, { mode: now | OWNER, after: now });
  }
  return { opened, closed };
}
