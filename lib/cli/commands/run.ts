import { resolve } from "node:path";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { compiledSpec } from "../compiled_spec.ts";
import { driveHere } from "../drive_here.ts";
import { databaseOf } from "../open.ts";
import { INPUTS, readInputs } from "../read_inputs.ts";
import { SPEC } from "../shared_parameters.ts";
import { STARTING, startingOf, TELLING, WORKSPACE } from "../start_parameters.ts";

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
  parameters: { spec: SPEC, ...INPUTS, ...STARTING, workspace: WORKSPACE, ...TELLING },
  examples: [
    { line: "loom run story.yaml", does: "runs it" },
    {
      line: 'loom run story.yaml -i seed="Once" --budget-usd 0.10 > story.txt',
      does: "with an input, at most ten cents",
    },
  ],
  run: async (host, { spec, json, quiet, ...args }) => {
    const { plan, home, file, around } = await compiledSpec(host, spec, { quiet });
    const inputs = await readInputs(host, plan, args), { folder } = await databaseOf(host);
    const { workspaceOfSpec } = await import("../../app/goal/workspace_folder.ts");
    const workspace = await workspaceOfSpec(plan, args.workspace, { folder, at: host.folder, around, named: "-w" });
    return await driveHere(host, {
      json,
      quiet,
      create: true,
      start: (loom) =>
        loom.start(plan, {
          inputs,
          home,
          spec: resolve(file),
          ...(workspace === undefined ? {} : { workspace }),
          ...startingOf(args),
        }),
    });
  },
});
