import { formatDuration } from "../base/duration.ts";
import { formatSize } from "../base/size.ts";
import type { AutoloomPlan, Fit, Grade, GrowthCondition, PlanModel } from "../plan/mod.ts";
import { continuationOf } from "../plan/emulation.ts";
import type { Emulation } from "../plan/emulation.ts";
import { JUDGE_TOKENS } from "../plan/plan.ts";
import type { ExplainedStep } from "./explain.ts";
import { endStep, modelWords, quoted, rounds, startStep, stopStep, stopWords } from "./explain_words.ts";

/** The steps of a plan that grows a text. */
export function autoloomSteps(plan: AutoloomPlan): readonly ExplainedStep[] {
  const when = plan.stop && stopWords<GrowthCondition>(plan.stop, conditionWords);
  return [
    startStep(plan, "expand"),
    expandStep(plan),
    gradeStep(plan),
    selectStep(plan),
    stopStep(plan, when, "expand"),
    endStep(plan, [["text", "the best text"]]),
  ];
}

function expandStep({ expand, models, select: { keep } }: AutoloomPlan): ExplainedStep {
  const { by, maxTokens, sampling, context, stop, extra } = expand;
  const width = by.reduce((sum, one) => sum + one.width, 0);
  const each = keep > 1 ? " for every path that is kept" : "",
    count = width === 1 ? "a candidate" : `${width} candidates`;
  return {
    id: "expand",
    says: `make ${count} side by side${each}`,
    details: [
      ...by.flatMap(({ model, width }) => [
        `${width} with ${model}: ${modelWords(models[model]!)}`,
        ...continuing(models[model]!),
      ]),
      `each of ${maxTokens} tokens at most, seeing ${window(context)}`,
      ...Object.entries(sampling).map(([name, value]) => `${name}: ${value}`),
      ...(stop.length > 0 ? [`ended before ${stop.map((text) => JSON.stringify(text)).join(", ")}`] : []),
      ...Object.entries(extra).map(([name, value]) => `${name}: ${JSON.stringify(value)}, passed through`),
    ],
    next: [{ to: "grade" }],
  };
}

/** How a model is made to continue, in words. */
const EMULATIONS: Readonly<Record<Emulation, string>> = {
  prefill: "prefill, its answer is begun with the last words of the text",
  system: "system, it is asked to begin with the last words of the text",
  cli: "cli, its answer is begun with the whole text, as what a command prints",
};

/** How a model continues texts, where it does not by itself. */
function continuing({ facts: { supports }, emulate }: PlanModel): readonly string[] {
  const way = continuationOf(supports, emulate);
  return way.ok && way.by !== "itself" ? [`it continues texts by emulation: ${EMULATIONS[way.by]}`] : [];
}

function gradeStep({ grade, models, select: { keep } }: AutoloomPlan): ExplainedStep {
  return { id: "grade", says: gradeWords(grade, keep), details: gradeDetails(grade, models), next: [{ to: "select" }] };
}

function gradeWords(grade: Grade, keep: number): string {
  switch (grade.by) {
    case "expression":
      return `grade every candidate by ${quoted(grade.expression)}`;
    case "script":
      return `grade every candidate by the script ${grade.script}`;
    case "model": {
      const { mode, model } = grade;
      if (mode === "choose") {
        return keep === 1
          ? `ask ${model} which candidate is the best`
          : `ask ${model} which ${keep} candidates of all paths are the best, in order`;
      }
      return mode === "score"
        ? `ask ${model} for a number for each candidate`
        : `grade every candidate by how likely ${model} finds it`;
    }
  }
}

function gradeDetails(grade: Grade, models: AutoloomPlan["models"]): readonly string[] {
  if (grade.by !== "model") return [];
  const { model, mode, ask, context, samples, attempts, maxTokens = JUDGE_TOKENS } = grade;
  const seen = [`${model}: ${modelWords(models[model]!)}`, `it sees ${window(context)}`];
  if (mode === "logprob") return seen;
  return [
    ...seen,
    `it is asked: ${quoted(ask)}`,
    ...(mode === "score"
      ? [`${samples === 1 ? "once" : `${samples} times`} for each candidate; the median counts`]
      : []),
    `an answer of ${maxTokens} tokens at most; one that cannot be read is asked for ${attempts} times in all`,
  ];
}

function selectStep({ select: { keep, veto }, grade, save }: AutoloomPlan): ExplainedStep {
  const order = grade.by === "model" && grade.mode === "choose"
    ? `in the order ${grade.model} names them`
    : "by the mean grade along each";
  const says = keep === 1 ? "keep the best candidate" : `keep the ${keep} best paths, ${order}`;
  return {
    id: "select",
    says,
    details: [
      ...(veto === undefined ? [] : [`a person may choose otherwise for ${formatDuration(veto)}`]),
      ...(save === undefined ? [] : [`the text is saved to ${quoted(save)}`]),
    ],
    next: [{ to: "stop" }],
  };
}

function conditionWords(condition: GrowthCondition): string {
  switch (condition.stop) {
    case "depth":
      return `${rounds(condition.depth)} ${condition.depth === 1 ? "is" : "are"} done`;
    case "done":
      return `${quoted(condition.when)} holds`;
    case "repeats":
      return `${rounds(condition.rounds)} in a row repeated what stands before`;
    case "blank":
      return `${rounds(condition.rounds)} in a row had no word in any candidate`;
  }
}

function window({ head, tail }: Fit): string {
  const last = `the last ${formatSize(tail)} tokens of the text`;
  return head === undefined ? last : `the first ${formatSize(head)} and ${last}`;
}
