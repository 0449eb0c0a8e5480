/**
 * The schema of `score`.
 *
 * @module
 */
import type { z } from "zod";
import { SCORE_COMMAND } from "./schema_command.ts";
import { ANSWER_TOKENS, ATTEMPTS, MODEL_NAME } from "./schema_model.ts";
import {
  either,
  EXPRESSION,
  FIELD,
  IDENTIFIER,
  JSON_VALUE,
  map,
  named,
  numeric,
  SCRIPT_PATH,
  several,
  TEMPLATE_OR_FILE,
  text,
  whole,
} from "./schema_parts.ts";
import type { CompareSpec, JudgeSpec, ScoreScriptSpec, ScoreSpec } from "./spec_refine.ts";

const RETURNS = named(JSON_VALUE, { key: FIELD, expected: "a map of fields, such as `{score: number(0..10)}`" })
  .refine((fields) => Object.keys(fields).length > 0, { error: "a map of fields, such as `{score: number(0..10)}`" })
  .meta({ minProperties: 1 });

const SHAPE = either("a type, or a map of fields", text(), several(text("a choice"), "at least one choice"), RETURNS);

const A_SCRIPT = "the path of a module such as `./score.ts`, or `{script: ./score.ts, returns: …}`";

const SCORE_SCRIPT: z.ZodType<ScoreScriptSpec> = either(
  A_SCRIPT,
  SCRIPT_PATH,
  map({
    script: SCRIPT_PATH,
    returns: SHAPE.describe("`number`, or the fields of the map it gives. `number` unless said.").exactOptional(),
  }, A_SCRIPT),
);

const asked = {
  model: MODEL_NAME.describe("A name in `models`, or `provider/model`."),
  samples: whole(1, 99).describe("How often it is asked; the median counts. 1 unless said.").exactOptional(),
  attempts: ATTEMPTS,
  max_tokens: ANSWER_TOKENS,
} as const;

const grading = {
  ...asked,
  system: TEMPLATE_OR_FILE.describe("What the model is told to be.").exactOptional(),
  returns: RETURNS.describe(
    "Fields of its answer and their types. `{score: number(0..10), feedback: string}` unless said.",
  ).exactOptional(),
} as const;

const A_JUDGE = "a map with `model` and `ask` or `prompt`";

const JUDGE: z.ZodType<JudgeSpec> = either(
  A_JUDGE,
  map(
    { ...grading, ask: TEMPLATE_OR_FILE.describe("A question about the candidate, which is shown below it.") },
    A_JUDGE,
    ["prompt"],
  ),
  map(
    {
      ...grading,
      prompt: TEMPLATE_OR_FILE.describe(
        "All that it is asked, `candidate.text` in it; one that does not speak of the candidate is followed by it.",
      ),
    },
    A_JUDGE,
    ["ask"],
  ),
).meta({ id: "judge", description: "A model that grades each candidate, in a form of its own." });

const COMPARE: z.ZodType<CompareSpec> = map({
  ...asked,
  samples: whole(1, 99).describe("How often it is asked, in each order; the sum counts. 1 unless said.")
    .exactOptional(),
  ask: TEMPLATE_OR_FILE.describe("The question about the two texts. Which is better, unless said.").exactOptional(),
}, "a map with `model`").meta({
  id: "compare",
  description: "A model that says whether a candidate is better than the best text so far: 1, 0 for even, or -1.",
});

const A_SCORE = "an expression, or a map such as `{judge: {model: …, ask: …}}`";

/** What candidates are worth. */
export const SCORE: z.ZodType<ScoreSpec> = either(
  A_SCORE,
  EXPRESSION,
  map({
    gates: named(EXPRESSION, { key: IDENTIFIER, expected: "a map of expressions" })
      .describe("What must be true of a candidate, by name: looked at before anything that costs.").exactOptional(),
    script: SCORE_SCRIPT.describe("A function that scores a candidate.").exactOptional(),
    command: SCORE_COMMAND.describe("A program that scores a candidate: what it prints is `output`.").exactOptional(),
    judge: JUDGE.exactOptional(),
    compare: COMPARE.exactOptional(),
    total: EXPRESSION.describe("The number that counts. The one number there is, unless said.").exactOptional(),
    start: numeric().describe("The total of the start. It is scored as everything else is, unless said.")
      .exactOptional(),
  }, A_SCORE),
);
