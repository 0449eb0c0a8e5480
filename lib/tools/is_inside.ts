import { sep } from "node:path";

/** Whether a path is this folder or something in it; both are spelled without `.`, `..` and links. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
