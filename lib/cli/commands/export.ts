import { safeJson } from "../../text/render_json.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { openToRead } from "../open.ts";
import { flag } from "../parameter.ts";
import { RUN } from "../shared_parameters.ts";

/** `loom export`. */
export const exportRun: Command = command({
  name: "export",
  summary: "Print a whole run as JSON: its steps, what each cost and came to",
  details: [
    "The shape is loom/run@1; docs/export.schema.json describes it. Child runs stand inside their parent's document.",
  ],
  parameters: {
    run: RUN,
    json: flag("--json", { about: "Print JSON; so it does without" }),
    compact: flag("--compact", { about: "On one line" }),
  },
  examples: [{ line: "loom export @last | jq '.steps[] | select(.error)'", does: "the steps that failed" }],
  run: async (host, { run, compact }) => {
    const { findRun } = await import("../../app/find_run.ts"), { readExport } = await import("../../app/read_run.ts");
    using loom = await openToRead(host);
    const exported = await readExport(loom.store, await findRun(loom.store, run));
    host.out.write(`${safeJson(exported, compact ? undefined : 2)}\n`);
    return EXIT.ok;
  },
});
