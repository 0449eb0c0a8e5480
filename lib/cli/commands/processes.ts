import { resolve } from "node:path";
import { safeJson } from "../../text/render_json.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { databaseOf } from "../open.ts";
import { listedJson, processTable } from "../package_lines.ts";
import { JSON_LINES } from "../shared_parameters.ts";
import { WORKSPACE } from "../start_parameters.ts";

/** `loom processes`. */
export const processes: Command = command({
  name: "processes",
  summary: "List the processes that can be named here",
  details: [
    "They are the ready ones, yours, those of the folders that a loom.toml names, and those of the workspace: `.loom/processes` " +
    "and `loom-processes`. Of several of one name the one of the latter place is meant. One that cannot be used is listed " +
    "with what is wrong.",
  ],
  parameters: {
    workspace: { ...WORKSPACE, about: "The folder whose processes are listed. Default: the current one" },
    json: JSON_LINES,
  },
  examples: [{ line: "loom processes", does: "names, modes and what they do" }],
  run: async (host, { workspace = ".", json }) => {
    const { listProcesses } = await import("../../app/processes/list_processes.ts"),
      { folder } = await databaseOf(host);
    const listed = await listProcesses({ folder, workspace: resolve(host.folder, workspace) }), { out } = host;
    if (json) { for (const one of listed) out.write(`${safeJson(listedJson(one))}\n`); }
    else if (listed.length === 0) note(host, "There are no processes here: `loom install` brings some");
    else {
      const width = out.isTerminal ? { width: out.size().columns } : {};
      out.write(`${processTable(listed, { paint: paintFor(out), ...width }).join("\n")}\n`);
    }
    return EXIT.ok;
  },
});
