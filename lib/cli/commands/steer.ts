import type { RunHead } from "../../app/vocabulary.ts";
import type { Plan } from "../../plan/mod.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { openToSteer } from "../open.ts";
import { optional, value, word } from "../parameter.ts";
import { RUN } from "../shared_parameters.ts";
import { UsageError } from "../usage_error.ts";

/** `loom steer`. */
export const steer: Command = command({
  name: "steer",
  summary: "Tell a run what to heed, or let it go on from another node",
  details: [
    "A run that refines takes GUIDANCE in before its next round, now or when it is resumed, and hands it on to whatever " +
    "makes its candidates. A process tells it to every agent and model that begins afterwards, and to a planner that makes " +
    "the graph anew. A loop in code finds it in its context.",
    "A growing text goes on from another node with --pick. While it holds its round open for a choice (`select.veto`), the " +
    "candidate that is picked is chosen at once. Otherwise the text goes on from the node before the next round begins, " +
    "whatever node of its document it is; what was written since stays in the document. The beginning of a node's name is " +
    "enough: `loom show RUN --nodes` lists them.",
  ],
  parameters: {
    run: RUN,
    guidance: optional("[GUIDANCE]", { about: "What it is to heed from here on", read: word }),
    pick: value("--pick", { label: "NODE", about: "The node to go on from", read: word }),
  },
  examples: [
    { line: 'loom steer @last "shorter, and no jargon"', does: "guides a run that refines, or a process" },
    { line: "loom steer @last --pick 3f9c", does: "goes on from the node whose name begins so" },
  ],
  run: async (host, { run, guidance, pick }) => {
    if (pick !== undefined && guidance !== undefined) {
      throw new UsageError("Cannot steer with words and to a node at once: write one of them", "steer");
    }
    if (pick === undefined && guidance === undefined) {
      throw new UsageError("Cannot steer a run nowhere: write what it is to heed, or --pick NODE", "steer");
    }
    const { findRun } = await import("../../app/find_run.ts");
    using loom = await openToSteer(host);
    const head = await findRun(loom.store, run), { name } = head;
    if (guidance !== undefined) {
      await loom.guide(name, guidance);
      note(host, await heedsWhen(head, (await loom.store.plan(head.id))?.kind));
      return EXIT.ok;
    }
    const { node, answers } = await loom.pick(name, pick!);
    note(
      host,
      answers ? `\`${node}\` is chosen in \`${name}\`` : `\`${name}\` goes on from \`${node}\` in its next round`,
    );
    return EXIT.ok;
  },
});

/** When guidance is taken in. */
async function heedsWhen(head: RunHead, kind: Plan["kind"] | undefined): Promise<string> {
  const { standingOf } = await import("../../app/read_run.ts"), { isDriven } = await import("../../views/standing.ts");
  const { name } = head;
  if (!isDriven(standingOf(head))) return `\`${name}\` heeds that when it is resumed`;
  return `\`${name}\` heeds that from its next ${kind === "process" ? "task with a model" : "round"} on`;
}
