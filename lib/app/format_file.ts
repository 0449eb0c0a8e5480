import type { Diagnostic } from "../text/diagnostic.ts";

/** What became of a spec that was to be formatted. */
export type FormattedFile =
  | { readonly ok: true; readonly isChanged: boolean }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Brings a spec into its usual form: whole or not at all. `check` only says whether it would change. */
export async function formatFile(
  path: string,
  { check = false }: { readonly check?: boolean } = {},
): Promise<FormattedFile> {
  const { readSource } = await import("./compile_spec.ts"), read = await readSource(path);
  if ("diagnostics" in read) return { ok: false, diagnostics: read.diagnostics };
  const { formatSpec } = await import("../compile/format_spec.ts"), formatted = await formatSpec(read.source);
  if (!formatted.ok) return formatted;
  const isChanged = formatted.text !== read.source.text;
  if (isChanged && !check) await replace(path, formatted.text);
  return { ok: true, isChanged };
}

/** Written beside and renamed, with the rights the file has. */
async function replace(path: string, text: string): Promise<void> {
  const real = await Deno.realPath(path),
    { mode } = await Deno.stat(real),
    temporary = `${real}.${crypto.randomUUID()}`;
  try {
    await Deno.writeTextFile(temporary, text, { createNew: true, ...(mode === null ? {} : { mode: mode & 0o777 }) });
    await Deno.rename(temporary, real);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}
