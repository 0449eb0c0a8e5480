import plugin from "./plugin.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** What the plugin says of `source` at a path of the project: `rule: message`, in the order of the text. */
export function lint(path: string, source: string): readonly string[] {
  return Deno.lint.runPlugin(plugin, ROOT + path, source)
    .toSorted((a, b) => a.range[0] - b.range[0])
    .map(({ id, message }) => `${id}: ${message}`);
}
