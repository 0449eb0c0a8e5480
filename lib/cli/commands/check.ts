import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Format } from "../../text/render.ts";
import { FORMATS, render } from "../../text/render.ts";
import { counted } from "../amounts.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { namedSpec } from "../named_spec.ts";
import { databaseOf } from "../open.ts";
import { several, value, word } from "../parameter.ts";
import { suggestRunnable } from "../suggest.ts";

/** `loom check`. */
export const check: Command = command({
  name: "check",
  summary: "Say everything that is wrong with specs, without running them",
  parameters: {
    files: several("SPEC...", {
      about: "Specs: .yaml, .yml or .toml files, or names of processes",
      read: word,
      suggest: suggestRunnable,
    }),
    format: value("--format", {
      label: "FORMAT",
      about: "How to say it",
      choices: FORMATS,
      read: (text) => text as Format,
    }),
  },
  examples: [
    { line: "loom check *.yaml", does: "checks all specs here" },
    { line: "loom check --format sarif story.yaml > story.sarif", does: "for code scanning" },
  ],
  run: async (host, { files, format = "human" }) => {
    const { compileFile } = await import("../../app/compile_spec.ts"), { folder } = await databaseOf(host);
    const found: Diagnostic[] = [];
    for (const word of files) {
      const { file, ...more } = await namedSpec(host, word, folder);
      found.push(...(await compileFile(file, { folder, ...more })).diagnostics);
    }
    const { out } = host;
    out.write(render(found, { format, colour: out.ansi, width: out.size().columns }));
    if (found.length === 0 && format === "human") note(host, `${counted(files.length, "spec is", "specs are")} fine`);
    return found.some(({ severity }) => severity === "error") ? EXIT.usage : EXIT.ok;
  },
});
