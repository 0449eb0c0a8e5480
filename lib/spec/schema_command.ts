/**
 * The schema of programs that a spec runs.
 *
 * @module
 */
import { z } from "zod";
import { DURATION, either, FILE_PATH, map, several, TEMPLATE, text, textLike } from "./schema_parts.ts";
import type { CommandSpec, ScoreCommandSpec } from "./spec_refine.ts";

const ARGUMENTS = several(TEMPLATE, "a program and its arguments, as a list");

const shape = {
  run: ARGUMENTS.describe("The program and its arguments, each a template. No shell reads them."),
  file: FILE_PATH.describe("Name of the file it finds the text in. On its standard input unless said.").exactOptional(),
  files: z.array(text(), { error: "a list of paths" })
    .describe("Files and folders beside the spec that are laid beside that file.").exactOptional(),
  timeout: DURATION.describe("How long it may take. `10m` unless said.").exactOptional(),
};

const A_COMMAND = "a list such as `[deno, fmt, draft.md]`, or a map with `run`";

/** A program that makes a text. */
export const COMMAND: z.ZodType<CommandSpec> = either(A_COMMAND, ARGUMENTS, map(shape, A_COMMAND)).meta({
  id: "command",
  description: "A program to run: its arguments as a list, or a map with `run`. `permissions.run` must grant it.",
});

const READING = textLike(
  /^(exit|number|\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[(\d+|"[^"\\]*")\])+)$/,
  "`exit`, `number`, or a path such as `$.score` or `$.tests[0].passed`",
);

/** A program that gives a number. */
export const SCORE_COMMAND: z.ZodType<ScoreCommandSpec> = either(
  A_COMMAND,
  ARGUMENTS,
  map({
    ...shape,
    read: READING.describe(
      "exit: 1 when it ends well, else 0. number: what it prints. A path: the number there in the JSON it prints. `exit` unless said.",
    ).exactOptional(),
  }, A_COMMAND),
).meta({
  id: "score-command",
  description: "A program that scores: its arguments as a list, or a map with `run`. `permissions.run` must grant it.",
});
