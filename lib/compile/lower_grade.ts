import { NUMBER } from "../expr/types.ts";
import type { AutoloomPlan, Grade } from "../plan/mod.ts";
import { JUDGE_TOKENS } from "../plan/plan.ts";
import type { AutoloomSpec, ModelGradeSpec, OwnGradeSpec } from "../spec/spec_autoloom.ts";
import { checkedExpression, checkedTemplate } from "./check_text.ts";
import type { Mention } from "./find_entry.ts";
import type { Around } from "./lower_expand.ts";
import { reportWindow, windowOf } from "./lower_expand.ts";
import { placedText } from "./read_text.ts";
import type { Scripts } from "./scripts.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, placedAt, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Tokens of the text that a judge sees, unless the spec says. */
const CONTEXT = 4_000;

/** What is asked unless the spec says. */
const QUESTIONS = {
  choose: "Which continuation is the most interesting?",
  score: "How interesting is this continuation?",
  logprob: "",
} as const;

type Mode = keyof typeof QUESTIONS;

/** What lowering a grade needs beside the spec. */
export interface Grading extends Around {
  /** Where files come from. */
  readonly world: World;
  /** The scripts that could be pinned. */
  readonly scripts: Scripts;
  /** Candidates a round makes for each path, once that is known. */
  readonly width: number | undefined;
}

/** How candidates are graded; undefined where something is wrong, which has been reported. */
export async function lowerGrade(unit: Unit<AutoloomSpec>, around: Grading): Promise<Grade | undefined> {
  const { grade } = unit.spec;
  if (grade === undefined) return ungraded(unit, around.width);
  if ("by" in grade) return byOwn(unit, grade, around);
  return "model" in grade ? await byModel(unit, grade, around) : undefined;
}

/** Where a spec names the model that grades. */
export function gradeMentions({ spec: { grade } }: Unit<AutoloomSpec>): readonly Mention[] {
  return grade && "model" in grade && grade.model !== undefined ? [{ name: grade.model, at: ["grade", "model"] }] : [];
}

/** A single candidate needs no grade. */
function ungraded(unit: Unit, width: number | undefined): Grade | undefined {
  if (isWritten(unit, ["grade"]) || width === undefined) return undefined;
  if (width === 1) return { by: "expression", expression: "0" };
  return void unit.report("no-grade", keyAt(unit, ["expand"]), { width });
}

function byOwn(unit: Unit, { by }: OwnGradeSpec, { scopes, scripts }: Grading): Grade | undefined {
  if (typeof by === "string") {
    const placed = placedAt(unit, ["grade", "by"]);
    const expression = placed && checkedExpression(unit, placed, { scope: scopes.grade, expects: NUMBER });
    return expression === undefined ? undefined : { by: "expression", expression };
  }
  const script = by?.script === undefined ? undefined : scripts.names.get(by.script);
  return script === undefined ? undefined : { by: "script", script };
}

async function byModel(
  unit: Unit,
  spec: ModelGradeSpec,
  { models, scopes, world }: Grading,
): Promise<Grade | undefined> {
  const { model = "", mode = "choose", samples = 1, attempts = 2, max_tokens: maxTokens = JUDGE_TOKENS } = spec;
  const at = ["grade", "ask"];
  const placed = spec.ask === undefined ? undefined : await placedText(unit, world, at, spec.ask);
  const ask = placed ? checkedTemplate(unit, placed, scopes.ask) : isWritten(unit, at) ? undefined : QUESTIONS[mode];
  const context = windowOf(spec.context, CONTEXT), facts = models.get(model)?.facts;
  reportUseless(unit, spec, mode);
  if (!facts) return undefined;
  reportAbility(unit, { model, mode }, facts);
  reportWindow(unit, { model, window: facts.context, asked: context, at: ["grade", "context"] });
  if (ask === undefined || !context) return undefined;
  return { by: "model", model, mode, ask, context, samples, attempts, maxTokens };
}

type Facts = AutoloomPlan["models"][string]["facts"];

function reportAbility(
  unit: Unit,
  { model, mode }: { readonly model: string; readonly mode: Mode },
  { id: use, supports }: Facts,
): void {
  const span = spanAt(unit, ["grade", "model"]);
  if (mode === "logprob" && !supports.score) unit.report("cannot-score", span, { model, use });
  if (mode !== "logprob" && !supports.instructs) unit.report("cannot-judge", span, { model, use, mode });
}

/** Warns of settings that the mode does not look at. */
function reportUseless(unit: Unit, spec: ModelGradeSpec, mode: Mode): void {
  const tell = (key: keyof ModelGradeSpec, why: string) => {
    if (spec[key] !== undefined) unit.report("no-effect", keyAt(unit, ["grade", key]), { key, why });
  };
  if (mode !== "score") tell("samples", "candidates are sampled in mode `score` alone");
  if (mode !== "logprob") return;
  for (const key of ["ask", "attempts", "max_tokens"] as const) tell(key, "in mode `logprob` nothing is asked");
}
