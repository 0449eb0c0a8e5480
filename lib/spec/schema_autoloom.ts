/**
 * The schema of kind `autoloom`.
 *
 * @module
 */
import { z } from "zod";
import { COMMON, START } from "./schema_common.ts";
import { MAX_TOKENS, MODEL_NAME, SAMPLING } from "./schema_model.ts";
import {
  DURATION,
  either,
  EXPRESSION,
  map,
  oneOf,
  quantity,
  SCRIPT,
  several,
  TEMPLATE_OR_FILE,
  text,
  whole,
  WINDOW,
} from "./schema_parts.ts";
import { stopping } from "./schema_stop.ts";
import type { AutoloomSpec, ExpandSpec, GrowthConditions, ModelGradeSpec, OwnGradeSpec } from "./spec_autoloom.ts";

const A_MODEL = "the name of a model, or `{model: …, width: …}`";

const MODELS = either(
  "the name of a model, or a list of models",
  MODEL_NAME,
  several(
    either(
      A_MODEL,
      MODEL_NAME,
      map({
        model: MODEL_NAME.describe("A name in `models`, or `provider/model`."),
        width: whole(1, 1_000).describe("How many of a round's candidates are its.").exactOptional(),
      }, A_MODEL),
    ),
    "at least one model",
  ),
);

const STOP_TEXT = text("a text to stop at").min(1, { error: "a text to stop at" });

const EXPAND: z.ZodType<ExpandSpec> = map({
  model: MODELS.describe("The model that makes candidates, or several: they are mixed within a round."),
  width: whole(1, 1_000).describe("Candidates a round makes for each path, side by side. 5 unless said.")
    .exactOptional(),
  max_tokens: quantity(MAX_TOKENS).describe("The longest candidate, in tokens. 128 unless said.")
    .exactOptional(),
  sampling: SAMPLING.describe("How tokens are drawn. Expressions see `i`, `n`, `t`, `round` and `depth`.")
    .exactOptional(),
  context: WINDOW.describe("What the model sees of the text. The last `8k` tokens unless said.").exactOptional(),
  stop: either("a text, or a list of texts", STOP_TEXT, several(STOP_TEXT, "at least one text"))
    .describe("A candidate ends before the first of these.").exactOptional(),
}, "a map with `model`");

const MODEL_GRADE: z.ZodType<ModelGradeSpec> = map(
  {
    model: MODEL_NAME.describe("A name in `models`, or `provider/model`."),
    mode: oneOf("choose", "score", "logprob").describe(
      "choose: the model names the best. score: it gives each a number. logprob: how likely it finds each. `choose` unless said.",
    ).exactOptional(),
    ask: TEMPLATE_OR_FILE.describe("The question. Which is the most interesting, unless said.").exactOptional(),
    context: WINDOW.describe("What the model sees of the text. The last `4k` tokens unless said.").exactOptional(),
    samples: whole(1, 99).describe("How often each candidate is scored; the median counts. 1 unless said.")
      .exactOptional(),
    attempts: whole(1, 10).describe(
      "How often it is asked before an answer that cannot be read ends the run. 2 unless said.",
    )
      .exactOptional(),
    max_tokens: whole(1, 1_000_000).describe("The longest answer, in tokens, thinking included. 512 unless said.")
      .exactOptional(),
  },
  "a map with `model` or `by`",
  ["by"],
);

const OWN_GRADE: z.ZodType<OwnGradeSpec> = map(
  {
    by: either("an expression, or `{script: ./score.ts}`", EXPRESSION, SCRIPT)
      .describe(
        "An expression over `candidate`, `text`, `score` …, or a script that is given the same. The higher the better.",
      ),
  },
  "a map with `model` or `by`",
  ["model", "mode", "ask", "context", "samples", "attempts", "max_tokens"],
);

const GROWTH_STOP = stopping<GrowthConditions>({
  depth: whole(1, 1e9).describe("This many rounds are done.").exactOptional(),
  done: EXPRESSION.describe("This expression is true after a round.").exactOptional(),
  repeats: whole(1, 1e6).describe("So many rounds in a row mostly repeated what stands before them.").exactOptional(),
  blank: either("a whole number from 1, or `never`", whole(1, 1e6), z.literal("never"))
    .describe("So many rounds in a row had no word in any candidate. 3 unless said; `never` switches it off.")
    .exactOptional(),
}, { id: "stop", others: ["converged@refine", "plateau@refine", "similar@refine", "judge@refine"] });

/** A spec of kind `autoloom`. */
export const AUTOLOOM: z.ZodType<AutoloomSpec> = map(
  {
    loom: z.literal(1, { error: "`1`" }).describe("Version of the language."),
    kind: z.literal("autoloom").describe("What the spec describes: a text grown by a base model and a grader."),
    ...COMMON,
    start: START.describe("Where the text begins: a text, a file, or a node of a document to go on from."),
    expand: EXPAND.describe("How candidates are made."),
    grade: either("a map with `model` or `by`", MODEL_GRADE, OWN_GRADE)
      .describe("How candidates are graded; a round that makes a single one needs none.").exactOptional(),
    select: map({
      keep: whole(1, 1_000).describe("Paths kept. More than 1 is a beam. 1 unless said.").exactOptional(),
      veto: DURATION.describe("How long a person may choose otherwise, each round.").exactOptional(),
    }, "a map with `keep` or `veto`").describe("Which candidates go on.").exactOptional(),
    stop: GROWTH_STOP.exactOptional(),
  },
  "a map of keys",
  [
    "propose@refine",
    "score@refine",
    "goal@refine",
    "accept@refine",
    "backtrack@refine",
    "on_error@refine",
    "stall@refine",
  ],
);
