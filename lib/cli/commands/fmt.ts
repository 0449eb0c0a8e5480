import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { pathFrom } from "../open.ts";
import { flag, several, word } from "../parameter.ts";
import { SpecError } from "../spec_error.ts";
import { suggestSpecs } from "../suggest.ts";

/** `loom fmt`. */
export const fmt: Command = command({
  name: "fmt",
  summary: "Bring specs into their usual form",
  details: ["Comments, order and meaning stay; indentation, spacing and quotes become even."],
  parameters: {
    files: several("SPEC...", { about: "Specs: .yaml, .yml or .toml files", read: word, suggest: suggestSpecs }),
    check: flag("--check", { about: "Change nothing; the exit code is 2 when something would change" }),
  },
  run: async (host, { files, check }) => {
    const changed: string[] = [];
    for (const file of files) if (await format(host, file, { check })) changed.push(file);
    for (const file of changed) note(host, `${file} ${check ? "is not in its usual form" : "is formatted"}`);
    return check && changed.length > 0 ? EXIT.usage : EXIT.ok;
  },
});

async function format(host: Host, file: string, { check }: { readonly check: boolean }): Promise<boolean> {
  const { formatFile } = await import("../../app/format_file.ts");
  const formatted = await formatFile(pathFrom(host, file), { check });
  if (!formatted.ok) throw new SpecError(formatted.diagnostics);
  return formatted.isChanged;
}
