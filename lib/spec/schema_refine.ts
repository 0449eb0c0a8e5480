/**
 * The schema of kind `refine`.
 *
 * @module
 */
import { z } from "zod";
import { COMMON, START } from "./schema_common.ts";
import { ANSWER_TOKENS, ATTEMPTS, MODEL_NAME } from "./schema_model.ts";
import {
  DURATION,
  either,
  EXPRESSION,
  map,
  numeric,
  oneOf,
  several,
  TEMPLATE,
  TEMPLATE_OR_FILE,
  whole,
} from "./schema_parts.ts";
import { PROPOSE } from "./schema_propose.ts";
import { SCORE } from "./schema_score.ts";
import { stopping } from "./schema_stop.ts";
import type { OnErrorSpec, RefineConditions, RefineSpec, RungSpec, StallSpec, StopJudgeSpec } from "./spec_refine.ts";

const A_RUNG = "`ask`, `fail`, `{use: model}`, `{heat: 0.2}` or `{ask: question}`";

const RUNG: z.ZodType<RungSpec> = either(
  A_RUNG,
  z.literal("ask"),
  z.literal("fail"),
  map({ use: MODEL_NAME.describe("The model that makes candidates from here on.") }, A_RUNG, ["heat", "ask"]),
  map({ heat: numeric({ min: 0, max: 2 }).describe("How much temperatures rise.") }, A_RUNG, ["use", "ask"]),
  map({ ask: TEMPLATE.describe("What a person is asked: the answer is guidance, `stop` ends the run.") }, A_RUNG, [
    "use",
    "heat",
  ]),
);

const A_DELTA = "How much better it must be to count. Better at all unless said.";

const STALL: z.ZodType<StallSpec> = map({
  after: whole(1, 1e6).describe("So many rounds in a row without a better best."),
  min_delta: numeric({ min: 0 }).describe(A_DELTA).exactOptional(),
  then: several(RUNG, "a list of what is done, such as `[{use: strong}, ask, fail]`")
    .describe("What is done, one after the other each time it is stuck again; then the run ends. `[fail]` unless said.")
    .exactOptional(),
}, "a map with `after`, such as `{after: 3}`");

const ON_ERROR: z.ZodType<OnErrorSpec> = map({
  attempts: whole(1, 100).describe("How often each step of a round is tried. 1 unless said.").exactOptional(),
  pause: DURATION.describe("How long before the second attempt, doubled with each. `1s` unless said.").exactOptional(),
  then: oneOf("backtrack", "fail").describe(
    "backtrack: a round that came to nothing is counted, and the next one begins where it began. fail: it ends the run. `backtrack` unless said, but with `backtrack: none`.",
  ).exactOptional(),
  most: whole(1, 1e6).describe("So many such rounds in a row end the run. 3 unless said.").exactOptional(),
}, "a map such as `{attempts: 3, then: fail}`");

const STOP_JUDGE: z.ZodType<StopJudgeSpec> = map({
  model: MODEL_NAME.describe("A name in `models`, or `provider/model`."),
  ask: TEMPLATE_OR_FILE.describe("A question about the text, which is shown below it: yes ends the run."),
  attempts: ATTEMPTS,
  max_tokens: ANSWER_TOKENS,
}, "a map with `model` and `ask`");

const A_PLATEAU = "a whole number from 1, or `{patience: 3, min_delta: 0.01}`";

const A_SIMILAR = "a number from 0 to 1, or `{threshold: 0.05, model: …}`";

const THRESHOLD = numeric({ min: 0, max: 1 }, A_SIMILAR);

const STOP = stopping<RefineConditions>({
  depth: whole(1, 1e9).describe("This many rounds are done.").exactOptional(),
  done: EXPRESSION.describe("This expression is true after a round: the run is done.").exactOptional(),
  converged: EXPRESSION.describe("This expression is true after a round: the run has converged.").exactOptional(),
  plateau: either(
    A_PLATEAU,
    numeric({ min: 1, max: 1e6, whole: true }, A_PLATEAU),
    map({
      patience: whole(1, 1e6).describe("Rounds. 3 unless said.").exactOptional(),
      min_delta: numeric({ min: 0 }).describe(A_DELTA).exactOptional(),
    }, A_PLATEAU),
  ).describe("So many scored rounds in a row were no better than the best before them.").exactOptional(),
  similar: either(
    A_SIMILAR,
    THRESHOLD,
    map({
      threshold: THRESHOLD.describe("The distance, from 0 to 1. 0.05 unless said.").exactOptional(),
      model: MODEL_NAME.describe("A model that makes embeddings. By shared phrases unless said.").exactOptional(),
    }, A_SIMILAR),
  ).describe("A round's text is nearer than this to that of the round before.").exactOptional(),
  judge: STOP_JUDGE.describe("A model that is asked after a round says yes.").exactOptional(),
}, { id: "refine-stop", others: ["repeats@autoloom", "blank@autoloom"] });

/** A spec of kind `refine`. */
export const REFINE: z.ZodType<RefineSpec> = map(
  {
    loom: z.literal(1, { error: "`1`" }).describe("Version of the language."),
    kind: z.literal("refine").describe("What the spec describes: a text that is made better, round by round."),
    ...COMMON,
    start: START.describe("The text it begins with: a text, a file, or a node of a document to go on from."),
    propose: PROPOSE.describe("How a round makes candidates: by a model, a script, a command or another spec."),
    score: SCORE.describe("What candidates are worth.").exactOptional(),
    goal: oneOf("max", "min").describe("Whether a higher total is better, or a lower one. `max` unless said.")
      .exactOptional(),
    accept: EXPRESSION.describe("Whether a round's best candidate is gone on from. When it is no worse, unless said.")
      .exactOptional(),
    backtrack: oneOf("best_score", "last_good", "none").describe(
      "What a round that was not accepted goes back to: best_score, the best text; last_good, the text it was made from; none, nothing. `best_score` unless said.",
    ).exactOptional(),
    on_error: ON_ERROR.describe("What is done about steps that fail.").exactOptional(),
    stall: STALL.describe("What is done about a loop that gets no better.").exactOptional(),
    stop: STOP.exactOptional(),
  },
  "a map of keys",
  ["expand@autoloom", "grade@autoloom", "select@autoloom"],
);
