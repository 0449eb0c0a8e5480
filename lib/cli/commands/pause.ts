import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { openToSteer } from "../open.ts";
import { RUN } from "../shared_parameters.ts";

/** `loom pause`. */
export const pause: Command = command({
  name: "pause",
  summary: "Let a run rest, to be resumed later",
  details: [
    "Whichever process drives the run lets the calls in the air finish and ends. Nothing that was paid for is lost.",
  ],
  parameters: { run: RUN },
  run: async (host, { run }) => {
    const { findRun } = await import("../../app/find_run.ts"), { standingOf } = await import("../../app/read_run.ts");
    const { isDriven } = await import("../../views/standing.ts");
    using loom = await openToSteer(host);
    const head = await findRun(loom.store, run), status = standingOf(head), { name } = head;
    if (isDriven(status)) {
      await loom.pause(name);
      note(host, `\`${name}\` is asked to pause: it rests when the calls in the air are done`);
    } else note(host, `\`${name}\` is ${status}: nobody drives it`);
    return EXIT.ok;
  },
});
