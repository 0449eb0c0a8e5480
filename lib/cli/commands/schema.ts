import { safeJson } from "../../text/render_json.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { flag } from "../parameter.ts";

/** `loom schema`. */
export const schema: Command = command({
  name: "schema",
  summary: "Print the JSON Schema of specs, for editors",
  details: [
    "Save it and name it in a spec's first line: `# yaml-language-server: $schema=loom.schema.json`, or in TOML " +
    "`#:schema loom.schema.json`.",
  ],
  parameters: { export: flag("--export", { about: "Print the schema of what `loom export` prints instead" }) },
  examples: [{ line: "loom schema > loom.schema.json", does: "for your editor" }],
  run: async (host, args) => {
    host.out.write(`${safeJson(args.export ? await ofExports() : await ofSpecs(), 2)}\n`);
    return EXIT.ok;
  },
});

async function ofSpecs(): Promise<unknown> {
  return await (await import("../../app/spec_schema.ts")).specSchema();
}

async function ofExports(): Promise<unknown> {
  return (await import("../../views/export_schema.ts")).exportSchema();
}
