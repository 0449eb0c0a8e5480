/**
 * Writes `docs/loom.schema.json`, or with `--check` says whether it is stale: the JSON Schema of specs, for editors.
 *
 * @module
 */
import { jsonSchema } from "../../../lib/spec/schema.ts";

/** The file. */
export const SCHEMA_FILE = "docs/loom.schema.json";

/** What the file has to say now. */
export function schemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}

if (import.meta.main) {
  const path = new URL(`../../../${SCHEMA_FILE}`, import.meta.url), text = schemaText();
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(path, text);
  else if (await Deno.readTextFile(path).catch(() => "") !== text) {
    console.error(`${SCHEMA_FILE} is stale: run \`deno run -A tests/project/gen/schema.ts\``);
    Deno.exitCode = 1;
  }
}
