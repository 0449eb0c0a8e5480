import { join, sep } from "node:path";

/** Bytes of one pinned file, and of all files of one script, at most: every run carries them in its plan. */
export const MODULE_LIMITS = { file: 1_048_576, script: 8_388_608 } as const;

/** The text of a file of the spec's folder, or why it may not be pinned. */
export type ModuleText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/** Reads a file to be pinned; `root` is the real path of the folder it must lie in once all links are followed. */
export async function readModule(root: string, path: string): Promise<ModuleText> {
  try {
    const real = await Deno.realPath(join(root, path));
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
      return no(path, "is a link that leads out of the spec's folder");
    }
    const { isFile, size } = await Deno.stat(real);
    if (!isFile) return no(path, "is not a file");
    if (size > MODULE_LIMITS.file) {
      return no(path, `has ${size} bytes, more than the ${MODULE_LIMITS.file} a script's file may have`);
    }
    return decode(path, await Deno.readFile(real));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return no(path, "does not exist");
    }
    return no(path, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function decode(path: string, bytes: Uint8Array): ModuleText {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return no(path, "is not UTF-8 text");
  }
}

function no(path: string, why: string): ModuleText {
  return { ok: false, why: `\`${path}\` ${why}` };
}
