import { z } from "zod";
import type { Json, JsonObject } from "../base/json.ts";
import type { RunExport } from "./run_export.ts";
import { EXPORT_FORMAT } from "./run_export.ts";

const cost = z.strictObject({
  usd: z.number().describe("Dollars."),
  tokens: z.int().describe("Prompt and generated tokens together."),
  calls: z.int().describe("Model calls, failed ones included."),
}).meta({ id: "cost", description: "What something cost." });

const moment = z.iso.datetime();
const anything: z.ZodType<Json> = z.json().meta({ id: "json", description: "Any JSON value." }) as z.ZodType<Json>;
const failure = z.strictObject({ code: z.string(), message: z.string() });
const status = z.enum([
  "queued",
  "running",
  "waiting",
  "paused",
  "interrupted",
  "done",
  "converged",
  "stalled",
  "exhausted",
  "failed",
  "cancelled",
]);

const run = z.strictObject({
  id: z.string().describe("Name of the run, unique in its database."),
  title: z.string().describe("Name of the spec or program."),
  program: z.string().describe("Program and version that drives it, such as autoloom@1."),
  status,
  created: moment,
  updated: moment.describe("When its newest row was written."),
  parent_key: z.string().nullable().describe("The step of its parent that it is; null for a run without one."),
  inputs: z.record(z.string(), anything),
  document: z.string().nullable().describe("The document it weaves into; null when it has none."),
  limits: z.strictObject({
    usd: z.number().optional().describe("Dollars."),
    tokens: z.number().optional(),
    calls: z.number().optional(),
    iterations: z.number().optional().describe("Rounds of a loop."),
    wall: z.number().optional().describe("Milliseconds of working time."),
    deadline: moment.optional().describe("After this nothing may run."),
  }).describe("Its budget; a limit that is absent does not hold."),
  spent: cost.describe("What it has spent in all its lives, child runs included."),
  reserved: cost.describe("What is held back for calls in flight and for unsettled ones."),
  wall: z.number().describe("Milliseconds of working time."),
  end: z.strictObject({
    kind: z.enum(["done", "converged", "stalled", "exhausted", "failed", "cancelled"]),
    reason: z.string().describe("One sentence for people."),
    cause: z.string().describe("The stop, the dimension of the budget, or the step that caused it."),
  }).nullable().describe("Null until it has ended."),
  outputs: anything.describe("What it came to; null until it has ended."),
  unsettled: z.array(z.strictObject({ seq: z.int(), key: z.string(), reserved: cost }))
    .describe("Calls that were begun and never heard of again."),
});

const step = z.strictObject({
  seq: z.int().describe("Row of its outcome in the journal: what `loom fork RUN@SEQ` takes."),
  key: z.string().describe("Names the step, such as round/3/expand/2."),
  type: z.enum(["call", "step", "wait", "run", "message"])
    .describe("A paid call, free work, a wait for time or people, a child run, or a message that was taken."),
  state: z.enum(["done", "failed", "unparsed", "open", "dropped"])
    .describe("open: it has no outcome yet; dropped: nobody took its outcome."),
  at: moment.describe("When its newest row was written."),
  duration: z.number().nullable().describe("Milliseconds from its first row to its outcome; null for a single row."),
  attempts: z.int().describe("How often it was begun; 0 when its outcome came from another run."),
  cost: cost.describe("What all its attempts cost."),
  model: z.string().nullable().describe("The model of a paid call as provider/model; null for everything else."),
  cumulative: z.number().describe("Dollars the run had cost when this step had ended."),
  score: z.number().nullable().describe("The grade its text was given."),
  chosen: z.boolean().describe("Whether its text was chosen to go on from."),
  reused: z.boolean().describe("Its outcome was taken from another run, for nothing."),
  error: z.string().nullable().describe("Why it has no value; null when it has one."),
  failures: z.array(failure).describe("Attempts that failed, oldest first."),
  node: z.string().nullable().describe("The node of the document that holds its text."),
  text: z.string().nullable().describe("The text of that node."),
  value: anything.describe("What came of it."),
});

/** The shape of {@link RunExport}, as a validator. */
export const RUN_EXPORT: z.ZodType<RunExport> = z.strictObject({
  format: z.literal(EXPORT_FORMAT),
  run,
  steps: z.array(step).describe("In the order of their outcomes; those without one last."),
  get children(): z.ZodType<readonly RunExport[]> {
    return z.array(RUN_EXPORT).describe("Child runs, in the order in which they were started.");
  },
}).meta({ id: "run_export", title: "Loom run", description: "A run as `loom export` prints it." }) as z.ZodType<
  RunExport
>;

/** The JSON Schema (2020-12) of what `loom export` prints. */
export function exportSchema(): JsonObject {
  return z.toJSONSchema(RUN_EXPORT, {
    target: "draft-2020-12",
    // The format says it; the pattern behind it is for machines.
    override: ({ jsonSchema }) => void (jsonSchema.format === "date-time" && delete jsonSchema.pattern),
  }) as unknown as JsonObject;
}
