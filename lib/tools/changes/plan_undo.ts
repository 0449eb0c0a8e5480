import { sha256 } from "../../base/hash.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Change, Loss } from "../tool.ts";
import { parentOf } from "../workspace/workspace_path.ts";
import type { RecordedChange } from "./memory_changes.ts";
import { pacer } from "./pacer.ts";
import { Picture } from "./picture.ts";

/** What undoing has to know of a path. */
export type Found =
  | { readonly is: "missing" | "other" }
  | { readonly is: "file"; readonly hash: string; readonly mode: number }
  | { readonly is: "folder"; readonly mode: number; readonly names: readonly string[] }
  | { readonly is: "link"; readonly target: string };

/** One thing to do; what `id` names is undone by it. */
export type UndoStep =
  & { readonly id: number; readonly path: string }
  & (
    | { readonly do: "nothing" | "remove-folder" | "remove-other" }
    | { readonly do: "remove"; readonly hash: string }
    | { readonly do: "write"; readonly bytes: Uint8Array; readonly mode: number; readonly over: string | undefined }
    | { readonly do: "move"; readonly to: string }
    | { readonly do: "make-folder" | "mode"; readonly mode: number }
    | { readonly do: "make-link" | "remove-link"; readonly target: string }
  );

/** Why a change cannot be undone. */
export interface UndoConflict {
  /** The change. */
  readonly id: number;
  /** Its path. */
  readonly path: string;
  /** What stands in the way and what to do. */
  readonly message: string;
  /** The same without the change that it is about. */
  readonly reason: string;
  /** The change that came later and is about the same path, where it is that. */
  readonly later?: number;
}

/**
 * What undoing takes, in this order, or everything that stands in its way. A change that no step names stands: a folder
 * that others use by now.
 */
export type UndoPlan =
  | { readonly ok: true; readonly steps: readonly UndoStep[] }
  | { readonly ok: false; readonly conflicts: readonly UndoConflict[] };

/**
 * How to undo the `selected` ones of all `changes` that still stand, the latest first, given what is at each path now.
 * Each step is tried on a picture of the workspace, so that a plan either works out as a whole or names every change
 * that it would be at the cost of something made later.
 */
export async function planUndo(
  changes: readonly RecordedChange[],
  selected: ReadonlySet<number>,
  look: (path: string) => Promise<Found>,
): Promise<UndoPlan> {
  const picture = new Picture(look), steps: UndoStep[] = [], conflicts: UndoConflict[] = [];
  const backwards = changes.toSorted((a, b) => b.id - a.id), kept = new Map<string, number>();
  // Folders out of which something goes.
  const left = new Set<string>(), piece = pacer();
  for (const { id, change, goesWhenEmpty } of backwards) {
    await piece();
    const { path } = change, paths = pathsOf(change);
    if (!selected.has(id)) {
      const goes = goesWhenEmpty === true && change.change === "make-folder" && left.has(path);
      const gone = goes ? await undoMakeFolder(change, picture) : STAYS;
      if (gone === STAYS) { for (const path of paths) if (!kept.has(path)) kept.set(path, id); }
      else steps.push({ id, ...gone }), left.add(parentOf(path));
      continue;
    }
    const later = paths.map((path) => kept.get(path)).find((id) => id !== undefined);
    const step = later === undefined
      ? await undo(change, picture)
      : `change ${later} came later and is about the same path; undo it as well`;
    if (step === STAYS) continue;
    if (typeof step === "string") {
      const message = `Cannot undo ${words(change)}: ${step}`;
      conflicts.push({ id, path, message, reason: step, ...(later === undefined ? {} : { later }) });
    } else steps.push({ id, ...step }), left.add(parentOf(step.path));
  }
  return conflicts.length > 0 ? { ok: false, conflicts: conflicts.reverse() } : { ok: true, steps };
}

function pathsOf(change: Change): readonly string[] {
  return change.change === "rename" ? [change.path, change.to] : [change.path];
}

function words(change: Change): string {
  const path = `\`${change.path}\``;
  switch (change.change) {
    case "create":
    case "make-other":
      return `the creation of ${path}`;
    case "modify":
    case "lost":
      return `the change of ${path}`;
    case "delete":
    case "remove-folder":
      return `the deletion of ${path}`;
    case "rename":
      return `the move of ${path} to \`${change.to}\``;
    case "make-folder":
      return `the creation of the folder ${path}`;
    case "make-link":
      return `the creation of the link ${path}`;
    case "remove-link":
      return `the deletion of the link ${path}`;
    case "mode":
      return `the change of the permissions of ${path}`;
    case "left":
      return `what was left as it is, ${path}`;
  }
}

/** A step whose change is known, or why there is none. */
type Undone = UndoStep extends infer Step ? Step extends UndoStep ? Omit<Step, "id"> : never : never;

/** Something is still in the way of undoing a change, and it is nothing that would be lost. */
const STAYS = Symbol("stays");

async function undo(change: Change, picture: Picture): Promise<Undone | string | typeof STAYS> {
  switch (change.change) {
    case "create":
      return await undoCreate(change, picture);
    case "modify":
      return await undoModify(change, picture);
    case "delete":
      return await undoDelete(change, picture);
    case "rename":
      return await undoRename(change, picture);
    case "make-folder":
      return await undoMakeFolder(change, picture);
    case "remove-folder":
      return await undoRemoveFolder(change, picture);
    case "make-link":
      return await undoMakeLink(change, picture);
    case "remove-link":
      return await undoRemoveLink(change, picture);
    case "mode":
      return await undoMode(change, picture);
    case "make-other":
      return await undoMakeOther(change, picture);
    case "lost":
      return await undoLost(change, picture);
    case "left":
      return { do: "nothing", path: change.path };
    default:
      return unreachable(change);
  }
}

type Only<C extends Change["change"]> = Change & { readonly change: C };

const EDITED = "it was edited afterwards, and that would be lost; move it out of the way or keep it";
const GONE = "it was deleted or moved afterwards; put it back first";
const NO_FOLDER = "the folder it was in is gone; make it again first";
const TAKEN = "something else is there now, and would be lost; move it out of the way";

async function undoCreate({ path, after }: Only<"create">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path);
  if (found.is === "missing") return { do: "nothing", path };
  if (!after) return "what it held was not recorded";
  if (found.is !== "file" || found.hash !== after.hash || found.mode !== after.mode) return EDITED;
  await picture.put(path, { is: "missing" });
  return { do: "remove", path, hash: found.hash };
}

async function undoModify({ path, before, mode, after }: Only<"modify">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path), hash = sha256(before);
  if (found.is === "missing") return GONE;
  if (found.is !== "file") return "there is no file any more";
  if (found.hash === hash && found.mode === mode) return { do: "nothing", path };
  if (!after) return "what it held afterwards was not recorded";
  if (found.hash !== after.hash || found.mode !== after.mode) return EDITED;
  await picture.put(path, { is: "file", hash, mode });
  return { do: "write", path, bytes: before, mode, over: found.hash };
}

async function undoDelete({ path, before, mode }: Only<"delete">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path), hash = sha256(before);
  if (found.is === "file" && found.hash === hash && found.mode === mode) return { do: "nothing", path };
  if (found.is !== "missing") return TAKEN;
  if (!await picture.hasParent(path)) return NO_FOLDER;
  await picture.put(path, { is: "file", hash, mode });
  return { do: "write", path, bytes: before, mode, over: undefined };
}

async function undoRename({ path, to }: Only<"rename">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path), moved = await picture.at(to);
  if (found.is === "file" && moved.is === "missing") return { do: "nothing", path };
  if (moved.is !== "file") return `there is no file at \`${to}\` any more; put it back first`;
  if (found.is !== "missing") return `something else is at \`${path}\` now; move it out of the way`;
  if (!await picture.hasParent(path)) return NO_FOLDER;
  await picture.put(to, { is: "missing" });
  await picture.put(path, moved);
  return { do: "move", path: to, to: path };
}

/** A folder that others use by now stays, and goes with the last of what is in it. */
async function undoMakeFolder(
  { path }: Only<"make-folder">,
  picture: Picture,
): Promise<Undone | typeof STAYS> {
  const found = await picture.at(path);
  if (found.is !== "folder") return { do: "nothing", path };
  if (!picture.isEmpty(path)) return STAYS;
  await picture.put(path, { is: "missing" });
  return { do: "remove-folder", path };
}

async function undoRemoveFolder({ path, mode }: Only<"remove-folder">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path);
  if (found.is === "folder") return { do: "nothing", path };
  if (found.is !== "missing") return TAKEN;
  if (!await picture.hasParent(path)) return NO_FOLDER;
  await picture.put(path, { is: "folder", mode, names: [] });
  return { do: "make-folder", path, mode };
}

async function undoMakeLink({ path, target }: Only<"make-link">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path);
  if (found.is === "missing") return { do: "nothing", path };
  if (found.is !== "link" || found.target !== target) return EDITED;
  await picture.put(path, { is: "missing" });
  return { do: "remove-link", path, target };
}

async function undoRemoveLink({ path, target }: Only<"remove-link">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path);
  if (found.is === "link" && found.target === target) return { do: "nothing", path };
  if (found.is !== "missing") return TAKEN;
  if (!await picture.hasParent(path)) return NO_FOLDER;
  await picture.put(path, { is: "link", target });
  return { do: "make-link", path, target };
}

async function undoMode({ path, mode, after }: Only<"mode">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path);
  if (found.is !== "file" && found.is !== "folder") return GONE;
  if (found.mode === mode) return { do: "nothing", path };
  if (found.mode !== after) return "they were changed afterwards, and that would be lost";
  await picture.put(path, { ...found, mode });
  return { do: "mode", path, mode };
}

async function undoMakeOther({ path }: Only<"make-other">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path);
  if (found.is === "missing") return { do: "nothing", path };
  if (found.is !== "other") return EDITED;
  await picture.put(path, { is: "missing" });
  return { do: "remove-other", path };
}

const WHY_LOST: { readonly [W in Loss]: string } = {
  large: "it was too large to be kept, so what it held is known no more",
  special: "a pipe, a socket, a device or a file that cannot be read is not kept, so there is no way back",
  closed: "the folder could not be looked into, so what it held is known no more",
  name: "its name is not UTF-8, so it could not be kept",
};

async function undoLost({ path, why, before }: Only<"lost">, picture: Picture): Promise<Undone | string> {
  const found = await picture.at(path);
  if (before && found.is === "file" && found.hash === before.hash && found.mode === before.mode) {
    return { do: "nothing", path };
  }
  return `${WHY_LOST[why]}; put it back from elsewhere, or leave this change as it is`;
}
