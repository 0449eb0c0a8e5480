import type { Source } from "../text/source.ts";

/** What a spec is called: what it says, or the name of its file without what cannot be in a name. */
export function specName(name: string | undefined, source: Source): string {
  if (name !== undefined) return name;
  const file = source.name.split(/[/\\]/).at(-1)!.replace(/\.(?:ya?ml|toml)$/i, "");
  const fitting = file.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "").replace(/-+$/, "");
  return [...fitting].slice(0, 64).join("") || "spec";
}
