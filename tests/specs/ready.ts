/** The specs that are ready to run. */

/** Their folder. */
export const SPECS: URL = new URL("../../specs/", import.meta.url);

/** Their names, sorted. */
export const NAMES: readonly string[] = [...Deno.readDirSync(SPECS)].map(({ name }) => name)
  .filter((name) => /\.(yaml|toml)$/.test(name)).sort();

/** Names of those of a kind. */
export function namesOf(kind: string): readonly string[] {
  return NAMES.filter((name) => new RegExp(`^kind(: | = ")${kind}\\b`, "m").test(textOf(name)));
}

/** The text of one. */
export function textOf(name: string): string {
  return Deno.readTextFileSync(new URL(name, SPECS));
}
