/**
 * The schema of kind `process`.
 *
 * @module
 */
import { z } from "zod";
import { AGENT_SETTINGS } from "./schema_agent.ts";
import { COMMON } from "./schema_common.ts";
import { MAX_TOKENS, MODEL_NAME } from "./schema_model.ts";
import {
  either,
  IDENTIFIER,
  JSON_VALUE,
  map,
  named,
  numeric,
  oneOf,
  several,
  TEMPLATE_OR_FILE,
  text,
  textLike,
  whole,
} from "./schema_parts.ts";
import { SNAPSHOT_KEYS } from "./schema_snapshot.ts";
import { TASK } from "./schema_task.ts";
import { SERVER, TOOL } from "./schema_tool.ts";
import type { MemorySpec, PlannerSpec, ProcessSpec, ReplanSpec, ScanSpec, SnapshotSpec } from "./spec_process.ts";

const modelOfRole = (role: string) =>
  MODEL_NAME.describe(`A name or a role in \`models\`, or \`provider/model\`. The role \`${role}\` unless said.`)
    .exactOptional();

const tokens = (most: number) =>
  numeric(MAX_TOKENS).describe(`The longest answer, in tokens. ${most} unless said.`).exactOptional();

const SCAN: z.ZodType<ScanSpec> = map({
  files: either(
    "a pattern of paths, or a list of them",
    text(),
    several(text("a pattern of paths"), "at least one pattern"),
  )
    .describe("Which files: patterns such as `*.csv`."),
  about: text().describe("What they are.").exactOptional(),
}, "a map with `files`");

const EXAMPLE = map({
  goal: text().describe("A goal."),
  tasks: several(JSON_VALUE, "a list of tasks").describe("Tasks that reach it, as a planner writes them."),
}, "a map with `goal` and `tasks`");

const A_MODE = "`strict`, `guided`, `suggestive`, or a map with `mode`";

const MODES = oneOf("strict", "guided", "suggestive");

const PLANNER: z.ZodType<"strict" | "guided" | "suggestive" | PlannerSpec> = either(
  A_MODE,
  MODES,
  map({
    mode: MODES.describe(
      "strict: tasks are done as written. guided: a planner may refine them. suggestive: it makes a graph of its own.",
    ),
    model: modelOfRole("planner"),
    max_tasks: whole(1, 1_000).describe("The most tasks of a graph. 15 unless said.").exactOptional(),
    max_tokens: tokens(8_192),
    scan: several(SCAN, "a list of patterns").describe("What is looked for in the workspace first.").exactOptional(),
    guidance: TEMPLATE_OR_FILE.describe("Words for the planner, taken as they are.").exactOptional(),
    examples: several(EXAMPLE, "a list of examples").describe("Goals and graphs that show how it is done.")
      .exactOptional(),
  }, A_MODE),
).meta({
  id: "planner",
  description:
    "Who makes the graph. strict: it is as it is written. guided: a planner may refine it. suggestive: a planner makes one from `goal`.",
});

const REPLAN: z.ZodType<ReplanSpec> = map({
  model: modelOfRole("planner"),
  when: oneOf("failed").describe("When: a task has failed for good.").exactOptional(),
  max: whole(1, 100).describe("How often in a run. 2 unless said.").exactOptional(),
  may: several(oneOf("add", "replace"), "a list of `add` and `replace`").describe(
    "add: new tasks. replace: tasks that are not done may be changed or left out. Both unless said.",
  ).exactOptional(),
  guidance: TEMPLATE_OR_FILE.describe("Words for the planner, taken as they are.").exactOptional(),
  max_tokens: tokens(8_192),
}, "a map such as `{max: 2}`");

const MEMORY: z.ZodType<MemorySpec> = map({
  model: modelOfRole("extractor"),
  types: named(text(), { key: IDENTIFIER, expected: "a map of types, such as `{decision: what was decided, and why}`" })
    .refine((types) => Object.keys(types).length > 0, {
      error: "a map of types, such as `{decision: what was decided}`",
    })
    .meta({ minProperties: 1 })
    .describe("What is looked for, and what it is. Decisions, discoveries, errors and artifacts unless said.")
    .exactOptional(),
  guidance: TEMPLATE_OR_FILE.describe("Words about it, taken as they are.").exactOptional(),
  max_tokens: tokens(2_048),
}, "a map such as `{model: small}`");

const SNAPSHOT: z.ZodType<SnapshotSpec> = map(SNAPSHOT_KEYS, "a map such as `{without: [node_modules]}`");

const A_TASK_NAME = textLike(
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  "a name starts with a letter and goes on with letters, digits, `_` or `-`, 64 at most",
);

const A_TOOL_NAME = textLike(
  /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
  "a tool starts with a letter and goes on with letters, digits or `_`, 64 at most",
);

const { save: _, ...shared } = COMMON;

/** A spec of kind `process`. */
export const PROCESS: z.ZodType<ProcessSpec> = map(
  {
    loom: z.literal(1, { error: "`1`" }).describe("Version of the language."),
    kind: z.literal("process").describe(
      "What the spec describes: a graph of tasks with agents, tools, checks and people.",
    ),
    ...shared,
    goal: TEMPLATE_OR_FILE.describe("What it is all for. Agents and planners are told; expressions read it as `goal`.")
      .exactOptional(),
    workspace: text("the path of a folder").describe(
      "The folder that tasks work in, from the project folder. The one that the run is started for, unless said.",
    )
      .exactOptional(),
    snapshot: SNAPSHOT.describe(
      "What of the workspace is taken down before a program runs, so that what it changes can be undone. All of it, unless said.",
    ).exactOptional(),
    width: whole(1, 10_000).describe("Tasks at a time. As many as can begin, unless said.").exactOptional(),
    tools: named(TOOL, { key: A_TOOL_NAME, expected: "a map of tools" }).describe("Tools of the spec's own, by name.")
      .exactOptional(),
    servers: named(SERVER, { expected: "a map of servers" }).describe("MCP servers by name.").exactOptional(),
    agent: AGENT_SETTINGS.exactOptional(),
    tasks: named(TASK, { key: A_TASK_NAME, expected: "a map of tasks" })
      .describe(
        "Tasks by name. One begins as soon as all that it needs is done; expressions read its value as `tasks.NAME`.",
      )
      .exactOptional(),
    plan: PLANNER.exactOptional(),
    replan: REPLAN.describe("When a task has failed for good, a planner may change what is left of the graph.")
      .exactOptional(),
    memory: MEMORY.describe("What is kept of what tasks of models find out, for later ones.").exactOptional(),
  },
  "a map of keys",
  [
    "start@refine",
    "propose@refine",
    "score@refine",
    "accept@refine",
    "stop@refine",
    "save@refine",
    "expand@autoloom",
    "grade@autoloom",
    "select@autoloom",
  ],
);
