/**
 * The schema of what specs of every kind share.
 *
 * @module
 */
import { z } from "zod";
import { BUDGET_BOUNDS } from "./budget_bounds.ts";
import { A_CRON, cronProblem, isTimeZone } from "./cron.ts";
import { MODEL } from "./schema_model.ts";
import {
  DURATION,
  either,
  EXPRESSION,
  IDENTIFIER,
  JSON_VALUE,
  map,
  named,
  numeric,
  oneOf,
  several,
  sizeUpTo,
  TEMPLATE,
  text,
  textLike,
  TIME,
  VARIABLE,
  whole,
} from "./schema_parts.ts";
import type { BudgetSpec, CommonSpec, InputSpec, PermissionsSpec, ScheduleSpec, StopSpec } from "./spec.ts";

const SHAPE = either(
  "a type such as `text` or `int(1..5)`, a list of choices or a map of fields",
  text(),
  several(text("a choice"), "at least one choice"),
  z.record(z.string(), JSON_VALUE),
).describe(
  "`text`, `number`, `int(1..5)`, `bool`, `date`, `yes | no`, `list(string)`, a list of choices, or a map of fields.",
);

/** A declared input. */
const INPUT: z.ZodType<InputSpec> = either(
  "a type, or `{type: …, default: …}`",
  text(),
  map({
    type: SHAPE,
    default: JSON_VALUE.describe("Taken when the input is not given; `{file: path}` for a text.").exactOptional(),
    description: text().describe("What it is for; help texts show it.").exactOptional(),
  }, "a type, or `{type: …, default: …}`"),
).meta({ id: "input", description: "Something a run is given: its type, and perhaps a default." });

/** What a run may use up. */
export const BUDGET: z.ZodType<BudgetSpec> = map({
  usd: numeric({ min: 0, max: BUDGET_BOUNDS.usd }).describe("Dollars. A wall: no call is made that could pass it.")
    .exactOptional(),
  tokens: sizeUpTo(BUDGET_BOUNDS.tokens).describe("Prompt and generated tokens together.").exactOptional(),
  calls: whole(1, BUDGET_BOUNDS.calls).describe("Model calls, failed ones included.").exactOptional(),
  iterations: whole(1, BUDGET_BOUNDS.iterations).describe("Rounds.").exactOptional(),
  wall: DURATION.describe("Working time; waiting for people does not count.").exactOptional(),
  deadline: TIME.describe("The last moment: `2026-03-01T18:00:00Z`.").exactOptional(),
}, "a map of limits, such as `{usd: 0.50, wall: 10m}`").meta({
  id: "budget",
  description: "What a run may use up. It ends before any of these is passed; a resume never refills it.",
});

const CONDITIONS = "a map of conditions, such as `{depth: 40}`";

/** Conditions, any of which holds. */
const CONDITION: z.ZodType<StopSpec> = map({
  depth: whole(1, 1e9).describe("This many rounds are done.").exactOptional(),
  done: EXPRESSION.describe("This expression is true after a round.").exactOptional(),
  repeats: whole(1, 1e6).describe("So many rounds in a row mostly repeated what stands before them.").exactOptional(),
  blank: either("a whole number from 1, or `never`", whole(1, 1e6), z.literal("never"))
    .describe("So many rounds in a row had no word in any candidate. 3 unless said; `never` switches it off.")
    .exactOptional(),
  get any() {
    return several(CONDITION, "a list of conditions").exactOptional();
  },
  get all() {
    return several(CONDITION, "a list of conditions").exactOptional();
  },
  get not() {
    return CONDITION.exactOptional();
  },
}, CONDITIONS).refine((conditions) => Object.keys(conditions).length > 0, { error: CONDITIONS }).meta({
  id: "stop",
  minProperties: 1,
  description: "When a run ends of itself: any of these. `any`, `all` and `not` nest.",
});

const paths = (about: string) => z.array(text(), { error: "a list of paths" }).describe(about).exactOptional();

const HOST = textLike(
  /^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/,
  "a host such as `api.example.com` or `127.0.0.1:8080`",
);

/** What scripts and commands may reach. */
const PERMISSIONS: z.ZodType<PermissionsSpec> = map({
  read: paths("Files and folders they may read."),
  write: paths("Files and folders they may write."),
  net: z.array(HOST, { error: "a list of hosts" }).describe("Hosts they may reach.").exactOptional(),
  run: z.array(text(), { error: "a list of programs" }).describe("Programs they may start.").exactOptional(),
  env: z.array(VARIABLE, { error: "a list of variables" }).describe("Variables they may see.").exactOptional(),
}, "a map of permissions, such as `{read: [./data]}`").meta({
  id: "permissions",
  description: "What scripts and commands may reach: nothing, unless it is granted here.",
});

const A_ZONE = "a time zone such as `Europe/London`";

/** When runs start by themselves. */
const SCHEDULE: z.ZodType<ScheduleSpec> = map({
  cron: textLike(/^[ \t]*[^ \t]+([ \t]+[^ \t]+){4}[ \t]*$/, A_CRON).refine((text) => cronProblem(text) === undefined, {
    error: ({ input }) => cronProblem(String(input)) ?? A_CRON,
  }).describe("When, in five fields: minute, hour, day of the month, month, day of the week."),
  tz: text(A_ZONE).refine(isTimeZone, { error: A_ZONE }).describe("In which time zone of IANA.").exactOptional(),
  missed: oneOf("skip", "once", "all").describe("What becomes of starts that were missed.").exactOptional(),
  overlap: oneOf("skip", "queue", "allow").describe("What becomes of a start while the last run goes on.")
    .exactOptional(),
}, "a map with `cron`, such as `{cron: 0 3 * * *}`").meta({
  id: "schedule",
  description: "When runs start by themselves. Not part of this version.",
});

/** The keys that every kind has, beside `loom` and `kind`. */
export const COMMON: {
  readonly [K in Exclude<keyof CommonSpec, "loom">]-?: z.ZodExactOptional<z.ZodType<NonNullable<CommonSpec[K]>>>;
} = {
  name: textLike(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, "at most 64 letters, digits, `.`, `_` or `-`")
    .describe("Names its runs and documents. The name of the file unless said.").exactOptional(),
  description: text().describe("What the spec is for.").exactOptional(),
  inputs: named(INPUT, { key: IDENTIFIER, expected: "a map of inputs" })
    .describe("What a run is given. Expressions read it as `inputs.name`.").exactOptional(),
  models: named(MODEL, { expected: "a map of models" })
    .describe("Models by name. `loom.toml` may hold more.").exactOptional(),
  import: named(text("the path of a spec"), { expected: "a map of specs" })
    .describe("Other specs by name: paths relative to this one.").exactOptional(),
  permissions: PERMISSIONS.exactOptional(),
  stop: either("`never`, or a map of conditions such as `{depth: 40}`", z.literal("never"), CONDITION)
    .describe("When a run ends of itself: any of these conditions, or `never`.").exactOptional(),
  budget: BUDGET.exactOptional(),
  outputs: named(EXPRESSION, { key: IDENTIFIER, expected: "a map of expressions" })
    .describe("What a run is worth, by name. The text unless said.").exactOptional(),
  save: TEMPLATE.describe("Where the text is saved after every round: a path inside the project folder.")
    .exactOptional(),
  on: SCHEDULE.exactOptional(),
};
