import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { openToSteer } from "../open.ts";
import { value, word } from "../parameter.ts";
import { RUN } from "../shared_parameters.ts";

/** `loom cancel`. */
export const cancel: Command = command({
  name: "cancel",
  summary: "End a run for good, whoever drives it",
  details: ["Calls in the air are broken off. What the run has made so far stays, and `loom text` prints it."],
  parameters: {
    run: RUN,
    reason: value("--reason", { label: "TEXT", about: "Why, for the run's end", read: word }),
  },
  run: async (host, { run, reason }) => {
    const { findRun } = await import("../../app/find_run.ts"), { standingOf } = await import("../../app/read_run.ts");
    const { isDriven, isEnded } = await import("../../views/standing.ts");
    using loom = await openToSteer(host);
    const head = await findRun(loom.store, run), status = standingOf(head), { name } = head;
    if (isEnded(status)) {
      note(host, `\`${name}\` has ended before: it is ${status}`);
      return EXIT.ok;
    }
    await loom.cancel(name, ...(reason === undefined ? [] : [reason]));
    note(host, isDriven(status) ? `\`${name}\` is asked to end` : `\`${name}\` is cancelled`);
    return EXIT.ok;
  },
});
