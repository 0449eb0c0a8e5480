/**
 * The schema of tasks.
 *
 * @module
 */
import { z } from "zod";
import { AGENT, GENERATE } from "./schema_agent.ts";
import { SHAPE } from "./schema_common.ts";
import {
  ARGUMENT,
  DURATION,
  either,
  EXPRESSION,
  IDENTIFIER,
  JSON_VALUE,
  map,
  named,
  oneOf,
  SCRIPT_PATH,
  several,
  TEMPLATE,
  text,
  textLike,
  whole,
} from "./schema_parts.ts";
import { TASK_COMMAND, VERIFY } from "./schema_verify.ts";
import type { GivenSpec, OnTaskErrorSpec, TaskSpec } from "./spec_task.ts";

const A_NEED = "the name of a task, with a `?` at its end where only the order counts";

const NEEDS = z.array(textLike(/^[A-Za-z][A-Za-z0-9_-]*\??$/, A_NEED), { error: "a list of tasks" });

/** What a tool, a function or another spec is given. */
export const GIVEN: z.ZodType<GivenSpec> = named(JSON_VALUE, { key: ARGUMENT, expected: "a map of arguments" }).meta({
  id: "given",
  description:
    "Arguments by name. Texts are templates, at any depth; one that is a single hole keeps its value's type.",
});

const ON_ERROR: z.ZodType<OnTaskErrorSpec> = either(
  "`fail`, `skip`, `ask` or `{otherwise: value}`",
  oneOf("fail", "skip", "ask"),
  map({ otherwise: JSON_VALUE.describe("Its value instead; texts are templates.") }, "`{otherwise: value}`"),
);

/** A task of a process. */
export const TASK: z.ZodType<TaskSpec> = map({
  description: text().describe("What it is, for people and planners.").exactOptional(),
  needs: NEEDS.describe(
    "Tasks that come first and that no expression names. `b?` waits for `b` whatever becomes of it.",
  ).exactOptional(),
  if: either("an expression, `true` or `false`", EXPRESSION, z.boolean()).describe(
    "Whether it is done at all. A task that needs one which was left out is left out too.",
  )
    .exactOptional(),
  each: EXPRESSION.describe("A list: the task is done once for each item, and its value is the list of values.")
    .exactOptional(),
  as: IDENTIFIER.describe("What expressions call an item of `each`. `item` unless said.").exactOptional(),
  concurrency: whole(1, 10_000).describe("Items at a time. All of them unless said.").exactOptional(),
  agent: AGENT.exactOptional(),
  generate: GENERATE.exactOptional(),
  tool: text("the name of a tool").min(1, { error: "the name of a tool" })
    .describe("A tool to call: built in, of `tools`, or `SERVER/NAME`.").exactOptional(),
  command: TASK_COMMAND.exactOptional(),
  script: SCRIPT_PATH.describe("A function to call: path of its module, and `#name` for an export of that name.")
    .exactOptional(),
  run: text("the name of an import").min(1, { error: "the name of an import" })
    .describe("A name in `import`: that spec is run, within the budget of this run.").exactOptional(),
  ask: TEMPLATE.describe("A question to a person.").exactOptional(),
  with: GIVEN.describe("What a tool, a function or another spec is given.").exactOptional(),
  choices: several(text("an answer"), "a list of answers").describe("Answers that a person chooses from.")
    .exactOptional(),
  otherwise: text("an answer").describe("The answer when nobody has answered in time.").exactOptional(),
  returns: SHAPE.describe("The shape of its value, which an answer has to have: a type, or a map of fields.")
    .exactOptional(),
  attempts: whole(1, 100).describe("How often it is tried. 1 unless said; 3 where it is verified.").exactOptional(),
  pause: DURATION.describe("How long before the second attempt, doubled with each. `1s` unless said.").exactOptional(),
  timeout: DURATION.describe("How long an attempt may take, or a person may think. `10m` for agents unless said.")
    .exactOptional(),
  on_error: ON_ERROR.describe(
    "What becomes of it when every attempt has failed. fail: what needs it does not begin, and the run ends as failed; skip: it is left out; ask: a person says; or a value that stands for its own.",
  ).exactOptional(),
  critical: z.boolean({ error: "`true` or `false`" }).describe("Whether its failure ends the run at once.")
    .exactOptional(),
  deliverables: several(text("the path of a file"), "a list of paths")
    .describe("Files that it is to leave in the workspace.").exactOptional(),
  criteria: text().describe("When it is done well: shown to whoever does it and whoever judges it.").exactOptional(),
  verify: VERIFY.exactOptional(),
}, "a map that says what is done, such as `{command: [git, log]}`").meta({
  id: "task",
  description: "A task: one of `agent`, `generate`, `tool`, `command`, `script`, `run` and `ask`, and when it is done.",
});
