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
  await Deno.writeTextFile(new URL(`../../../${EXPORT_SCHEMA_PAGE}`, import.meta.url), exportSchemaText());
}
