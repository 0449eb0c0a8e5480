import fs from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { isInside } from "../is_inside.ts";

/** Links that are followed on the way to one place. */
const MOST_LINKS = 40;

/**
 * Where a path leads, every link followed, as a program would that runs in this folder. What is not there yet is where it
 * would be made; undefined for a circle of links.
 */
export function placeOf(path: string, folder: string): string | undefined {
  const ahead = path.split("/");
  let at = isAbsolute(path) ? "/" : folder;
  for (let links = 0; ahead.length > 0;) {
    const name = ahead.shift()!, next = join(at, name);
    const target = name === "" || name === "." || name === ".." ? undefined : targetOf(next);
    if (target === undefined) at = name === ".." ? dirname(at) : next;
    else if (++links > MOST_LINKS) return undefined;
    else {
      ahead.unshift(...target.split("/"));
      if (isAbsolute(target)) at = "/";
    }
  }
  return at.length > 1 ? at.replace(/\/$/, "") : at;
}

function targetOf(path: string): string | undefined {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? fs.readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Devices that hold nothing of anybody. */
const HARMLESS: ReadonlySet<string> = new Set(["/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/zero"]);

/** Why a program in the workspace may not be given a path; undefined when it may. */
export function leadsOut(path: string, root: string): string | undefined {
  if (HARMLESS.has(path)) return undefined;
  const place = placeOf(path, root);
  if (place === undefined || !isInside(place, root)) return "leads out of the workspace";
  return place.slice(root.length).split("/").includes(".loom") ? "is what Loom keeps for itself" : undefined;
}

/** Programs that would take a whole repository with them. */
const MOVERS: ReadonlySet<string> = new Set(["rm", "mv", "cp", "ln", "chmod", "chown", "chgrp", "rsync", "install"]);

/** Why a program may not be given a path of what Git keeps; undefined when it may, as `.git` in a list of what to skip. */
export function keptByGit(program: string, path: string, root: string): string | undefined {
  const parts = (placeOf(path, root) ?? root).slice(root.length).split("/"), at = parts.indexOf(".git");
  const touches = at >= 0 && (at < parts.length - 1 || MOVERS.has(program));
  return touches ? "is what Git keeps for itself; use `git_command`" : undefined;
}

/**
 * What in an argument may be a path that leads out: the argument, the value of an option in any spelling, the parts of a
 * list, what follows an `@`. Addresses are none.
 */
export function pathsIn(argument: string): readonly string[] {
  const file = /(?:^|=)file:\/\/[^/]*(\/.*)$/i.exec(argument)?.[1];
  if (file !== undefined) return [file];
  if (/^(?:[^=]*=)?[a-z][a-z0-9+.-]*:\/\//i.test(argument)) return [];
  const value = /^-[A-Za-z0-9]+((?:\/|\.\.(?:\/|$)|~\/).*)$/.exec(argument)?.[1];
  const pieces = [argument, ...argument.split(/[=@:,]/), ...value === undefined ? [] : [value]];
  return [...new Set(pieces)].filter((piece) => piece !== "" && !piece.startsWith("-"));
}

/** Whether a text is a path that says where it begins or climbs, so that it would be one whatever a program takes it for. */
export function isPathLike(text: string): boolean {
  return text.startsWith("/") || text.startsWith("~/") || text.split("/").includes("..");
}
