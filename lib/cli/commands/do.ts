import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { driveHere } from "../drive_here.ts";
import type { Host } from "../host.ts";
import { databaseOf } from "../open.ts";
import type { Option } from "../parameter.ts";
import { argument, value, word } from "../parameter.ts";
import { SpecError } from "../spec_error.ts";
import { STARTING, startingOf, TELLING, WORKSPACE } from "../start_parameters.ts";
import { suggestProcesses } from "../suggest.ts";
import { UsageError } from "../usage_error.ts";

/** When people are asked. */
const POLICIES = ["always", "risky", "never"] as const;

type Policy = typeof POLICIES[number];

/** When people are asked before a tool does something. */
const APPROVE: Option<Policy | undefined> = value("--approve", {
  label: "WHEN",
  choices: POLICIES,
  about: "Default: as the process says. When a person is asked before a tool does something",
  read: (text) => {
    const policy = POLICIES.find((one) => one === text);
    if (policy !== undefined) return policy;
    throw new UsageError(`Cannot read \`--approve ${text}\`: expected one of ${POLICIES.join(", ")}`, "do");
  },
});

/** `loom do`. */
export const doGoal: Command = command({
  name: "do",
  summary: "Carry a goal out in a folder: planned, done by agents, verified",
  details: [
    "A process says how: a planner breaks the goal down into tasks, agents do them with tools in FOLDER, what they make is " +
    "verified, and what fails is tried again or planned anew. Without --process it is the one that `process.default` of a " +
    "loom.toml names, or else a general one. Its models are those of loom.toml by what they do: the roles planner, executor, " +
    "verifier and extractor; a role that no model has goes to one that is there.",
    "On a terminal the tasks are shown as they go; elsewhere a line is written to standard error for each thing worth " +
    "telling. Before a tool does something that may do harm a person is asked: `loom inbox` lists what is asked, and " +
    "`loom answer` answers. Standard output gets what the last tasks said.",
    "Everything is as with `loom run`: Ctrl-C lets it rest, `loom resume` goes on, `loom steer` tells it what to heed, and " +
    "`loom undo` takes back what it changed.",
  ],
  parameters: {
    goal: argument("GOAL", { about: "What is to be reached, in words", read: word }),
    workspace: { ...WORKSPACE, about: "The folder to work in. Default: as a loom.toml says, else the current one" },
    process: value("--process", {
      label: "NAME",
      about: "The process to follow: its name, or the path of its file; `loom processes` lists them",
      read: word,
      suggest: suggestProcesses,
    }),
    context: value("--context", { label: "TEXT", about: "What there is to know beside the goal", read: word }),
    approve: APPROVE,
    ...STARTING,
    ...TELLING,
  },
  examples: [
    { line: 'loom do "Write tests for src/clock.ts and make them pass"', does: "in the current folder" },
    {
      line: 'loom do "Summarise the notes" -w notes --budget-usd 0.50 --approve always',
      does: "in another one, at most half a dollar, asking before every change",
    },
  ],
  run: async (host, { goal, workspace: named, process, context, approve, json, quiet, ...args }) => {
    const { folder } = await databaseOf(host), { workspaceFolder } = await import("../../app/goal/workspace_folder.ts");
    const workspace = await workspaceFolder(named, { folder, at: host.folder, named: "-w" });
    const { plan, home } = await goalPlan(host, { process, approve, quiet, folder, workspace });
    const { goalInputs } = await import("../../app/goal/goal_inputs.ts");
    const inputs = goalInputs(plan, { goal, context });
    return await driveHere(host, {
      json,
      quiet,
      create: true,
      start: (loom) => loom.start(plan, { inputs, home, workspace, ...startingOf(args) }),
    });
  },
});

interface Wanted {
  readonly process: string | undefined;
  readonly approve: Policy | undefined;
  readonly quiet: boolean;
  readonly folder: string;
  readonly workspace: string;
}

/** The plan to follow. Warnings are shown unless it is to be quiet. */
async function goalPlan(host: Host, { quiet, ...wanted }: Wanted) {
  const { compileGoal } = await import("../../app/goal/compile_goal.ts");
  const compiled = await compileGoal({ ...wanted, at: host.folder }), { plan, diagnostics } = compiled;
  if (!plan) throw new SpecError(diagnostics);
  if (!quiet && diagnostics.length > 0) {
    const { render } = await import("../../text/render.ts"), { err } = host;
    err.write(render(diagnostics, { format: "human", colour: err.ansi, width: err.size().columns }));
  }
  return { ...compiled, plan };
}
