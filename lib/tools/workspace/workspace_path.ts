import { sep } from "node:path";
import { WorkspaceTrouble } from "./trouble.ts";

/** Bytes of one name; most disks take no more. */
const NAME_BYTES = 255;
/** Bytes of a whole path. */
const PATH_BYTES = 4_000;

/** What messages call a path: the workspace itself has an empty one. */
export function shown(path: string): string {
  return path === "" ? "." : path;
}

/** The names on the way to a path: none for the workspace itself. */
export function partsOf(path: string): readonly string[] {
  return path === "" ? [] : path.split("/");
}

/** The folder that a path lies in; the workspace's own is the empty path. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last name of a path. */
export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * A path that begins in the workspace, with `/` between its names, as somebody gave it: `./src//a.ts` is `src/a.ts`,
 * and `.` is the workspace itself, an empty path. One that begins at the root of the disk is taken when it is spelled
 * with one of the workspace's own `spellings`. Nothing on the disk is looked at.
 *
 * @throws {WorkspaceTrouble} for one that could lead out, or that no disk can hold.
 */
export function workspacePath(given: string, spellings: readonly string[]): string {
  const refused = (why: string) => new WorkspaceTrouble("refused", `Cannot use the path \`${clipped(given)}\`: ${why}`);
  if (given.includes("\0")) throw refused("no path holds a zero character");
  if (!given.isWellFormed()) throw refused("it is not a well-formed text");
  const usual = sep === "/" ? given : given.replaceAll(sep, "/"), inside = relative(usual, spellings);
  if (inside === undefined) throw refused("it begins outside the workspace; give a path that begins in it");
  const names = inside.split("/").filter((name) => name !== "" && name !== ".");
  if (names.includes("..")) throw refused("a path with `..` may lead out of the workspace; give one without");
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  if (names.some((name) => bytes(name) > NAME_BYTES)) throw refused(`a name in it has more than ${NAME_BYTES} bytes`);
  if (bytes(inside) > PATH_BYTES) throw refused(`it has more than ${PATH_BYTES.toLocaleString("en-US")} bytes`);
  return names.join("/");
}

function relative(path: string, spellings: readonly string[]): string | undefined {
  if (sep !== "/" && /^[a-z]:(?!\/)|^[^/]*:[^/]*\/|^[a-z]:$/i.test(path)) return undefined;
  if (!path.startsWith("/") && !/^[a-z]:\//i.test(path)) return path;
  for (const spelling of spellings) {
    const folder = (sep === "/" ? spelling : spelling.replaceAll(sep, "/")).replace(/\/+$/, "");
    if (path === folder) return "";
    if (path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  }
  return undefined;
}

function clipped(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200).toWellFormed()}…` : path;
}

/** Folders whose contents belong to the programs that keep them. */
const KEPT: ReadonlySet<string> = new Set([".git", ".loom", "git~1"]);

/**
 * Refuses to change what Git and Loom keep for themselves. A name counts in every spelling that some disk takes for the
 * same: in capitals, with characters that are not seen, with dots or spaces at its end, by its short name.
 *
 * @throws {WorkspaceTrouble} for a path with such a name anywhere.
 */
export function refuseKept(path: string, act: string): void {
  const kept = partsOf(path).find((name) => KEPT.has(plain(name)));
  if (kept === undefined) return;
  throw new WorkspaceTrouble("refused", `${act}: what is in \`${kept}\` is not changed by tools`);
}

function plain(name: string): string {
  const seen = name.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "").toLowerCase();
  return seen.replace(/:.*$/, "").replace(/[. ]+$/, "");
}
