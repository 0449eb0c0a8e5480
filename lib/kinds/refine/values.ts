/** What the names in expressions and templates stand for. */
import type { Json, JsonObject } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { read } from "../../plan/mod.ts";
import type { Kept, Marks, Round, Scored, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** Names of everything. What tells one run from another is not among them: a fork asks for the same in the same words. */
export function commonValues({ plan, context: { inputs } }: Round): Values {
  return { inputs, spec: { name: plan.name } };
}

/** Names of everything that a round says, with their texts; `text` is the one that the next round is made from. */
export function* loopValues(round: Round, state: State): Program<Values> {
  const { plan: { uses } } = round, { best, current, last, history } = state;
  const values = {
    ...commonValues(round),
    round: roundOf(state),
    depth: state.depth,
    guidance: guidanceOf(state),
    best: yield* recordOf(round, best),
    current: yield* recordOf(round, current),
    last: { ...yield* recordOf(round, last), error: state.error },
    history: uses.includes("history") ? yield* historyOf(round, history ?? []) : [],
  };
  return { ...values, text: values.current.text };
}

/** Names of stops and of outputs: `text` and `total` are those of the best. */
export function* endValues(round: Round, state: State): Program<Values> {
  const values = yield* loopValues(round, state), { text, total } = values["best"] as unknown as BestRecord;
  return { ...values, text, total };
}

/** A text as its best record has it. */
interface BestRecord {
  readonly text: string;
  readonly total: number;
}

/** What people have said, one a line. */
export function guidanceOf({ guidance }: State): string {
  return guidance.join("\n");
}

/** The text of a record. */
export function* textIn({ context: { document } }: Round, { node }: Pick<Kept, "node">): Program<string> {
  return node === null ? "" : yield* read({ document, node });
}

function* recordOf(round: Round, kept: Scored): Program<JsonObject & BestRecord> {
  return { ...asRecord(kept), text: yield* textIn(round, kept), total: kept.total };
}

function* historyOf(round: Round, history: readonly Kept[]): Program<readonly Json[]> {
  const records: Json[] = [];
  for (const kept of history) records.push({ ...asRecord(kept), text: yield* textIn(round, kept) });
  return records;
}

/** A record's own names win over those of its scorers' fields. */
export function asRecord({ marks, round, node, total, valid, accepted, error = "", model = "" }: Kept): JsonObject {
  return { ...markValues(marks), round, node: node ?? "", total, valid, accepted, error, model };
}

/** What scorers said, by their names and by the names of their fields. */
function markValues(marks: Marks): JsonObject {
  return { ...fieldsOf(marks.script), ...fieldsOf(marks.judge), ...scorerValues(marks) };
}

/** What scorers said, by their names. */
export function scorerValues(marks: Marks): JsonObject {
  const { code, stdout = "", stderr = "" } = marks, named = marks as JsonObject;
  if (code === undefined) return named;
  return { ...named, output: tailOf([stdout.trim(), stderr.trim()].filter((text) => text !== "").join("\n")) };
}

function fieldsOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as JsonObject : {};
}

/** Characters of what a program printed that expressions see at once. */
const PRINTED = 8_000;

function tailOf(text: string): string {
  return text.slice(-PRINTED).toWellFormed();
}
