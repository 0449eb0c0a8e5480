import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { openToRead } from "../open.ts";
import { writeText } from "../payload.ts";
import { say } from "../report_failure.ts";
import { RUN } from "../shared_parameters.ts";

/** `loom text`. */
export const text: Command = command({
  name: "text",
  summary: "Print the best text of a run",
  details: ["It is what the run has so far, whether it has ended or not, exactly as it stands."],
  parameters: { run: RUN },
  examples: [{ line: "loom text @last > story.txt", does: "keeps the newest run's text" }],
  run: async (host, { run }) => {
    const { findRun } = await import("../../app/find_run.ts"), { bestText } = await import("../../app/best_text.ts");
    using loom = await openToRead(host);
    const head = await findRun(loom.store, run), best = await bestText(loom.store, head);
    if (best) writeText(host.out, best.text);
    else say(host, `\`${head.name}\` has no text yet: \`loom show ${head.name}\` tells what it has done`);
    return best ? EXIT.ok : EXIT.failed;
  },
});
