/**
 * The schema of what specs of every kind share.
 *
 * @module
 */
import { z } from "zod";
import type { Json } from "../base/json.ts";
import { BUDGET_BOUNDS } from "./budget_bounds.ts";
import { A_CRON, cronProblem, isTimeZone } from "./cron.ts";
import { MODEL } from "./schema_model.ts";
import {
  DURATION,
  either,
  EXPRESSION,
  FILE_PATH,
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
import type { BudgetSpec, CommonSpec, InputSpec, PermissionsSpec, ScheduleSpec, StartSpec } from "./spec.ts";

/** The type of a value: inputs, parameters, results. */
export const SHAPE: z.ZodType<Json> = either(
  "a type such as `text` or `int(1..5)`, a list of choices or a map of fields",
  text(),
  several(text("a choice"), "at least one choice"),
  z.record(z.string(), JSON_VALUE),
).describe(
  "`text`, `number`, `int(1..5)`, `bool`, `date`, `yes | no`, `list(string)`, a list of choices, or a map of fields.",
);

/** Where a text begins. */
export const START: z.ZodType<StartSpec> = either(
  "a text, `{file: path}` or `{document: NAME@NODE}`",
  TEMPLATE,
  map({ file: FILE_PATH.describe("A text in a file, relative to this one.") }, "`{file: path}`", ["document"]),
  map(
    { document: text("`NAME@NODE`").describe("Name of the document, `@`, and one of its nodes.") },
    "`{document: NAME@NODE}`",
    ["file"],
  ),
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

/** The keys that every kind has, beside `loom`, `kind` and `stop`. */
export const COMMON: {
  readonly [K in Exclude<keyof CommonSpec, "loom" | "stop">]-?: z.ZodExactOptional<
    z.ZodType<NonNullable<CommonSpec[K]>>
  >;
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
  budget: BUDGET.exactOptional(),
  outputs: named(EXPRESSION, { key: IDENTIFIER, expected: "a map of expressions" })
    .describe("What a run is worth, by name. The text unless said.").exactOptional(),
  save: TEMPLATE.describe("Where the text is saved after every round: a path inside the project folder.")
    .exactOptional(),
  on: SCHEDULE.exactOptional(),
};
