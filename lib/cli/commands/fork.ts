import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { driveHere } from "../drive_here.ts";
import { argument } from "../parameter.ts";
import { INPUTS, readInputs } from "../read_inputs.ts";
import { STARTING, startingOf, TELLING } from "../start_parameters.ts";
import { suggestRuns } from "../suggest.ts";
import { UsageError } from "../usage_error.ts";

/** `loom fork`. */
export const fork: Command = command({
  name: "fork",
  summary: "Begin a new run from a step of another",
  details: [
    "The new run has a budget of its own. What the other had up to that step is taken over and not bought again.",
    "`loom show RUN` lists the steps with their numbers.",
  ],
  parameters: {
    at: argument("RUN@SEQ", {
      about: "A run, and the number of one of its steps",
      read: readAddress,
      suggest: suggestRuns,
    }),
    ...INPUTS,
    ...STARTING,
    ...TELLING,
  },
  examples: [{ line: "loom fork story-7f3kq2@42 --seed 7", does: "tells the story differently from step 42 on" }],
  run: async (host, { at: { run, seq }, json, quiet, ...args }) => {
    const { findRun } = await import("../../app/find_run.ts");
    return await driveHere(host, {
      json,
      quiet,
      create: false,
      start: async (loom) => {
        const origin = await findRun(loom.store, run);
        const inputs = await readInputs(host, await loom.store.plan(origin.id), args);
        return await loom.fork(origin.name, seq, { inputs, ...startingOf(args) });
      },
    });
  },
});

function readAddress(text: string): { readonly run: string; readonly seq: number } {
  const [, run, seq] = /^(.+)@(\d{1,9})$/.exec(text) ?? [];
  if (run === undefined) {
    throw new UsageError(`Cannot fork at \`${text}\`: write RUN@SEQ; \`loom show RUN\` lists the numbers`, "fork");
  }
  return { run, seq: Number(seq) };
}
