/**
 * Writes the JSON Schema of what `loom export` prints.
 *
 * @module
 */
import { exportSchema } from "../../../lib/views/export_schema.ts";

/** Where it stands. */
export const EXPORT_SCHEMA_PAGE = "docs/export.schema.json";

/** What it has to say now. */
export function exportSchemaText(): string {
  return `${JSON.stringify(exportSchema(), null, 2)}\n`;
}

if (import.meta.main) {
  const path = new URL(`../../../${EXPORT_SCHEMA_PAGE}`, import.meta.url), page = exportSchemaText();
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(path, page);
  else if (await Deno.readTextFile(path).catch(() => "") !== page) {
    console.error(`${EXPORT_SCHEMA_PAGE} is stale: run \`deno run -A tests/cli/gen/export_schema.ts\``);
    Deno.exitCode = 1;
  }
}
