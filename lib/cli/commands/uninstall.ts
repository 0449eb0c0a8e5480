import { resolve } from "node:path";
import { visible } from "../../text/visible.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { databaseOf } from "../open.ts";
import { argument, flag, word } from "../parameter.ts";
import { WORKSPACE } from "../start_parameters.ts";
import { suggestInstalled } from "../suggest.ts";

/** `loom uninstall`. */
export const uninstall: Command = command({
  name: "uninstall",
  summary: "Remove a process that was installed",
  details: [
    "Its folder, or its file, is removed; you are asked first. The ready processes stay. Runs go on with what they began.",
  ],
  parameters: {
    name: argument("NAME", { about: "Its name, as `loom processes` lists it", read: word, suggest: suggestInstalled }),
    workspace: { ...WORKSPACE, about: "Remove one of this workspace. Default: one of yours" },
    yes: flag("--yes", { short: "-y", about: "Do not ask" }),
  },
  examples: [{ line: "loom uninstall page-stats", does: "asks, and removes it" }],
  run: async (host, { name, workspace, yes }) => {
    const { installedProcess } = await import("../../app/processes/install_package.ts"),
      { folder } = await databaseOf(host);
    const from = workspace === undefined ? {} : { workspace: resolve(host.folder, workspace) };
    const { path, remove } = await installedProcess(name, { folder, at: host.folder, ...from });
    if (!await confirm(host, { ask: `Remove ${visible(path)}?`, yes, command: "uninstall" })) {
      note(host, "Nothing was removed");
      return EXIT.failed;
    }
    await remove();
    note(host, `\`${name}\` is removed`);
    return EXIT.ok;
  },
});
