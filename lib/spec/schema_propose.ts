/**
 * The schema of `propose`.
 *
 * @module
 */
import { z } from "zod";
import { COMMAND } from "./schema_command.ts";
import { MAX_TOKENS, MODEL_NAME, SAMPLING } from "./schema_model.ts";
import {
  either,
  EXPRESSION,
  IDENTIFIER,
  map,
  named,
  quantity,
  SCRIPT_PATH,
  several,
  TEMPLATE,
  TEMPLATE_OR_FILE,
  text,
  whole,
} from "./schema_parts.ts";
import type {
  CommandProposeSpec,
  ModelProposeSpec,
  ProposeSpec,
  RunProposeSpec,
  ScriptProposeSpec,
} from "./spec_refine.ts";

const A_PROPOSE = "a map with `model`, `script`, `command` or `run`";

const n = whole(1, 1_000).describe("Candidates a round makes, side by side. 1 unless said.").exactOptional();

const OF_MODEL = ["model", "system", "prompt", "max_tokens", "sampling"] as const;

/** How a round makes its candidates. */
export const PROPOSE: z.ZodType<ProposeSpec> = either(
  A_PROPOSE,
  map(
    {
      model: either(
        "the name of a model, or a list of models",
        MODEL_NAME,
        several(MODEL_NAME, "at least one model"),
      ).describe("The model that writes candidates, or several: candidates take them in turn."),
      n,
      system: TEMPLATE_OR_FILE.describe("What the model is told to be.").exactOptional(),
      prompt: TEMPLATE_OR_FILE.describe("What it is asked. It sees nothing but this, so name the text: `best.text`."),
      max_tokens: quantity(MAX_TOKENS).describe("The longest candidate, in tokens. 2048 unless said.").exactOptional(),
      sampling: SAMPLING.describe("How tokens are drawn. Expressions see `i`, `n`, `t` and `round`.").exactOptional(),
    },
    A_PROPOSE,
    ["script", "command", "run", "with", "text"],
  ) satisfies z.ZodType<ModelProposeSpec>,
  map({ script: SCRIPT_PATH, n }, A_PROPOSE, [...OF_MODEL, "command", "run", "with", "text"]) satisfies z.ZodType<
    ScriptProposeSpec
  >,
  map(
    { command: COMMAND.describe("The program: it prints the candidate, or leaves it in its file."), n },
    A_PROPOSE,
    [...OF_MODEL, "script", "run", "with", "text"],
  ) satisfies z.ZodType<CommandProposeSpec>,
  map(
    {
      run: text("the name of an import").min(1, { error: "the name of an import" })
        .describe("A name in `import`: the spec is run for each candidate."),
      n,
      with: named(either("a template, a number, `true` or `false`", TEMPLATE, z.number(), z.boolean()), {
        key: IDENTIFIER,
        expected: "a map of inputs",
      }).describe("Its inputs: values, or templates. One that is a single hole keeps its value's type.")
        .exactOptional(),
      text: EXPRESSION.describe("The candidate: an expression over its `outputs`. `outputs.text` unless said.")
        .exactOptional(),
    },
    A_PROPOSE,
    [...OF_MODEL, "script", "command"],
  ) satisfies z.ZodType<RunProposeSpec>,
);
