/** What candidates are worth: what is free first, so that nothing is paid for one that comes to nothing. */
import { describe } from "../../expr/describe.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program, Scoring } from "../../plan/mod.ts";
import { all, demand, EffectFailed } from "../../plan/mod.ts";
import { noNumber, valueOf } from "../value_of.ts";
import { askMarks } from "./ask_marks.ts";
import type { Attempt } from "./attempt.ts";
import { lastWords } from "../last_words.ts";
import { isStepError } from "../step_error.ts";
import { attempt } from "./attempt.ts";
import { compare } from "./compare.ts";
import { readNumber } from "./read_number.ts";
import { runCommand } from "./run_command.ts";
import type { Draft, Marks, Round } from "./state.ts";
import { scorerValues } from "./values.ts";

/** A text to be scored. */
export interface Scoreable {
  /** Beginning of all keys. */
  readonly key: string;
  readonly draft: Pick<Draft, "node">;
  readonly text: string;
  /** What it is compared with; absent: with nothing, which is even. */
  readonly best?: Scoreable["draft"] & { readonly text: string };
  /** What expressions and templates may speak of, the candidate included. */
  readonly values: Values;
}

/** What a text is worth. */
export interface Worth {
  readonly marks: Marks;
  readonly total: number;
}

/** Scores a text by everything the plan names. */
export function* score(round: Round, scoreable: Scoreable): Program<Attempt<Worth>> {
  const free = yield* gathered([byScript(round, scoreable), byCommand(round, scoreable)]);
  if (!free.ok) return free;
  const paid = yield* gathered([byJudge(round, scoreable), byComparison(round, scoreable)]);
  if (!paid.ok) return paid;
  const marks = { ...free.value, ...paid.value };
  try {
    return { ok: true, value: { marks, total: totalOf(round, marks, scoreable) } };
  } catch (error) {
    if (isStepError(error)) return { ok: false, error };
    throw error;
  }
}

/** Marks of several scorers, side by side; when more than one comes to nothing, the first is told. */
function* gathered(scorers: readonly Program<Attempt<Marks>>[]): Program<Attempt<Marks>> {
  let marks: Marks = {};
  for (const scored of yield* all(scorers.map((scorer) => () => scorer))) {
    if (!scored.ok) return scored;
    marks = { ...marks, ...scored.value };
  }
  return { ok: true, value: marks };
}

const NONE: Attempt<Marks> = { ok: true, value: {} };

function* byScript(round: Round, { key, values, text }: Scoreable): Program<Attempt<Marks>> {
  const { script: by } = round.plan.score, input = { ...values, text };
  if (!by) return NONE;
  return yield* attempt(round, `${key}/script`, function* (step) {
    const script = yield* demand({ do: "script", key: step, script: by.script, input, returns: by.returns });
    return { script };
  });
}

function* byCommand(round: Round, { key, values, text }: Scoreable): Program<Attempt<Marks>> {
  const { command: by } = round.plan.score;
  if (!by) return NONE;
  return yield* attempt(round, `${key}/command`, function* (step) {
    return yield* marksOfCommand(round, by, { key: step, values, text });
  });
}

function* marksOfCommand(
  round: Round,
  { command, reads }: NonNullable<Scoring["command"]>,
  { key, values, text }: Pick<Scoreable, "key" | "values" | "text">,
): Program<Marks> {
  const result = yield* runCommand(round, { key, field: "score.command.run", command, text, values });
  const read = readNumber(reads, result), { code, stdout, stderr } = result;
  if ("value" in read) return { command: read.value, code, stdout, stderr };
  const problem = `Cannot read the score of \`${command.run[0]}\`: ${read.problem}`;
  throw new EffectFailed(key, "score", code === 0 ? problem : `${problem}; ${lastWords(result)}`);
}

function* byJudge(round: Round, { key, draft, values }: Scoreable): Program<Attempt<Marks>> {
  const { judge } = round.plan.score;
  if (!judge) return NONE;
  const said = yield* askMarks(round, { key: `${key}/judge`, judge, draft, values });
  return said.ok ? { ok: true, value: { judge: said.value } } : said;
}

/** A text is as good as itself, and the start is compared with nothing. */
function* byComparison(round: Round, { key, draft, best, text, values }: Scoreable): Program<Attempt<Marks>> {
  const { compare: call } = round.plan.score;
  if (!call) return NONE;
  if (!best || best.text === text) return { ok: true, value: { compare: 0 } };
  const said = yield* compare(round, { key: `${key}/compare`, call, candidate: draft, best, values });
  return said.ok ? { ok: true, value: { compare: said.value } } : said;
}

function totalOf(round: Round, marks: Marks, { values }: Scoreable): number {
  const field = { field: "score.total", expression: round.plan.score.total };
  const total = valueOf(round, field, { ...values, ...scorerValues(marks) });
  if (typeof total === "number" && Number.isFinite(total)) return total;
  throw noNumber(field, describe(total));
}
