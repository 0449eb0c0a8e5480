import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { openToSteer } from "../open.ts";
import { value, word } from "../parameter.ts";
import { RUN } from "../shared_parameters.ts";
import { UsageError } from "../usage_error.ts";

/** `loom steer`. */
export const steer: Command = command({
  name: "steer",
  summary: "Let a run go on from another node",
  details: [
    "While a run holds its round open for a choice (`select.veto`), the candidate that is picked is chosen at once. " +
    "Otherwise the text goes on from the node before the next round begins, whatever node of its document it is; what was " +
    "written since stays in the document. The beginning of a node's name is enough: `loom show RUN --nodes` lists them.",
  ],
  parameters: {
    run: RUN,
    pick: value("--pick", { label: "NODE", about: "The node to go on from", read: word }),
  },
  examples: [{ line: "loom steer @last --pick 3f9c", does: "goes on from the node whose name begins so" }],
  run: async (host, { run, pick }) => {
    if (pick === undefined) throw new UsageError("Cannot steer a run nowhere: write --pick NODE", "steer");
    const { findRun } = await import("../../app/find_run.ts");
    using loom = await openToSteer(host);
    const { name } = await findRun(loom.store, run), { node, answers } = await loom.pick(name, pick);
    note(
      host,
      answers ? `\`${node}\` is chosen in \`${name}\`` : `\`${name}\` goes on from \`${node}\` in its next round`,
    );
    return EXIT.ok;
  },
});
