import { resolve } from "node:path";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { compiledSpec } from "../compiled_spec.ts";
import { driveHere } from "../drive_here.ts";
import { INPUTS, readInputs } from "../read_inputs.ts";
import { BUDGET, budgetOf, SPEC } from "../shared_parameters.ts";
import { NAMING, namingOf, TELLING, WORKSPACE } from "../start_parameters.ts";

/** `loom run`. */
export const run: Command = command({
  name: "run",
  summary: "Run a spec until it ends, and print its text",
  details: [
    "On a terminal the run is shown as it grows; elsewhere a line is written to standard error for each round. Standard " +
    "output gets the finished text and nothing else; with --json it gets every event as one JSON object on a line.",
    "The first Ctrl-C lets the run rest, and `loom resume` goes on from there; the second ends the process at once. What " +
    "was paid for is kept either way.",
  ],
  parameters: { spec: SPEC, ...INPUTS, ...BUDGET, ...NAMING, workspace: WORKSPACE, ...TELLING },
  examples: [
    { line: "loom run story.yaml", does: "runs it" },
    {
      line: 'loom run story.yaml -i seed="Once" --budget-usd 0.10 > story.txt',
      does: "with an input, at most ten cents",
    },
  ],
  run: async (host, { spec, json, quiet, ...args }) => {
    const { plan, home, file } = await compiledSpec(host, spec, { quiet });
    const inputs = await readInputs(host, plan, args);
    const budget = budgetOf(args);
    return await driveHere(host, {
      json,
      quiet,
      create: true,
      start: (loom) =>
        loom.start(plan, {
          inputs,
          home,
          spec: resolve(file),
          ...(args.workspace === undefined ? {} : { workspace: resolve(host.folder, args.workspace) }),
          ...(budget ? { budget } : {}),
          ...namingOf(args),
        }),
    });
  },
});
