/**
 * The schema of verification, and of programs that run in the workspace.
 *
 * @module
 */
import { z } from "zod";
import { ANSWER_TOKENS, MODEL_NAME } from "./schema_model.ts";
import {
  either,
  EXPRESSION,
  map,
  numeric,
  oneOf,
  several,
  TEMPLATE,
  TEMPLATE_OR_FILE,
  text,
  whole,
} from "./schema_parts.ts";
import type { RuleSpec, TaskCommandSpec, VerifierSpec, VerifySpec } from "./spec_task.ts";

const ARGUMENTS = several(TEMPLATE, "a program and its arguments, as a list");

const A_COMMAND = "a list such as `[git, status]`, or a map with `run`";

/** A program that runs in the workspace. */
export const TASK_COMMAND: z.ZodType<TaskCommandSpec> = either(
  A_COMMAND,
  ARGUMENTS,
  map(
    {
      run: ARGUMENTS.describe("The program and its arguments, each a template. No shell reads them."),
      stdin: TEMPLATE.describe("What it reads on standard input.").exactOptional(),
      accept: EXPRESSION.describe(
        "Whether it did what it should, over `code`, `stdout` and `stderr`. `code == 0` unless said.",
      )
        .exactOptional(),
    },
    A_COMMAND,
    ["file", "files"],
  ),
).meta({
  id: "task-command",
  description:
    "A program that runs in the workspace: its arguments as a list, or a map with `run`. `permissions.run` must grant it.",
});

const A_RULE = "a map with `name`, `check` and `type`";

const RULE: z.ZodType<RuleSpec> = map({
  name: text("a name").min(1, { error: "a name" }).describe("What reports call it."),
  check: text("a pattern or a demand").min(1, { error: "a pattern or a demand" })
    .describe("regex: a pattern that must not be found. llm: a demand that a model judges."),
  type: oneOf("regex", "llm").describe("How it is held."),
  severity: oneOf("warning", "error").describe("An error fails the task; a warning is told. `error` unless said.")
    .exactOptional(),
  target: oneOf("output", "deliverables")
    .describe("What a pattern is looked for in: the answer, or the files that are delivered. `output` unless said.")
    .exactOptional(),
  description: text().describe("What it is for.").exactOptional(),
}, A_RULE);

const A_VERIFIER = "`true`, the name of a model, or a map such as `{model: judge}`";

const VERIFIER: z.ZodType<VerifierSpec> = either(
  A_VERIFIER,
  z.literal(true),
  MODEL_NAME,
  map({
    model: MODEL_NAME.describe("A name or a role in `models`, or `provider/model`. The role `verifier` unless said.")
      .exactOptional(),
    ask: TEMPLATE_OR_FILE.describe("What it is to look at, beside the task, its criteria and its result.")
      .exactOptional(),
    max_tokens: ANSWER_TOKENS,
  }, A_VERIFIER),
);

const A_VERIFICATION = "`true`, or a map such as `{check: size(out.text) < 2000}`";

/** How a result is verified. */
export const VERIFY: z.ZodType<VerifySpec> = either(
  A_VERIFICATION,
  z.literal(true),
  map({
    files: z.boolean({ error: "`true` or `false`" })
      .describe(
        "Whether delivered and changed files are looked at: there, not empty, readable as their names say. `true` unless said.",
      )
      .exactOptional(),
    check: EXPRESSION.describe("What must be true of `out`, the result, and `changed`, the paths that changed.")
      .exactOptional(),
    command: TASK_COMMAND.describe("A program that has to end well.").exactOptional(),
    rules: several(RULE, "a list of rules").describe(
      "Patterns that must not be found, and demands that a model judges.",
    )
      .exactOptional(),
    llm: VERIFIER.describe("A model that judges the result, which it did not make.").exactOptional(),
    votes: whole(1, 99).describe("How often that model is asked; a majority decides. 1 unless said.").exactOptional(),
    attempts: whole(1, 100).describe("How often the task is tried. 3 unless said.").exactOptional(),
    pause: numeric({ min: 0, max: 1 }).describe("Below this confidence a person is asked before the result is taken.")
      .exactOptional(),
  }, A_VERIFICATION),
).meta({
  id: "verify",
  description:
    "How a result is verified: files, an expression, a program and patterns cost nothing and come first; then models judge.",
});
