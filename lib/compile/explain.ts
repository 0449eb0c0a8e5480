/**
 * A plan in words: what happens, in which order, with every default that the spec left to us.
 *
 * @module
 */
import { formatDuration } from "../base/duration.ts";
import type { Json } from "../base/json.ts";
import { formatSize } from "../base/size.ts";
import type { AutoloomPlan, Fit, Grade, ModelFacts, Plan, PlanModel, Stop } from "../plan/mod.ts";
import { continuationOf } from "../plan/emulation.ts";
import type { Emulation } from "../plan/emulation.ts";
import { JUDGE_TOKENS } from "../plan/plan.ts";
import { limitsOf } from "./cost_table.ts";
import { withOrigins } from "./explain_origins.ts";
import type { Origin } from "./origin.ts";

/** One thing a run does. */
export interface ExplainedStep {
  /** A word for it, unique in the plan. */
  readonly id: string;
  /** What it does, in one sentence without a final period. */
  readonly says: string;
  /** More of it, a line each. */
  readonly details: readonly string[];
  /** Steps that may follow, and when; absent condition: always. */
  readonly next: readonly { readonly to: string; readonly when?: string }[];
}

/** A plan in words. */
export interface Explained {
  /** Name of the spec. */
  readonly name: string;
  /** Kind of the spec. */
  readonly kind: Plan["kind"];
  /** The program that runs it, and its version. */
  readonly program: string;
  /** What it does, in order. */
  readonly steps: readonly ExplainedStep[];
}

/** The steps of a plan, in their order, with where each part of it comes from that the spec does not say itself. */
export function explain(plan: Plan, origins: readonly Origin[] = []): Explained {
  if (plan.kind !== "autoloom") throw new RangeError(`Cannot explain a plan of kind \`${plan.kind}\``);
  const steps = [startStep(plan), expandStep(plan), gradeStep(plan), selectStep(plan), stopStep(plan), endStep(plan)];
  return { name: plan.name, kind: plan.kind, program: plan.program, steps: withOrigins(steps, plan, origins) };
}

function startStep({ start, inputs }: AutoloomPlan): ExplainedStep {
  const says = start.from === "text"
    ? `begin with the text ${quoted(start.text)}`
    : `go on from node ${quoted(start.node)} of document ${quoted(start.document)}`;
  const details = Object.entries(inputs).map(([name, { type, default: value }]) =>
    `input ${name}: ${type}${
      value === undefined ? ", must be given" : `, ${quoted(JSON.stringify(value))} unless given`
    }`
  );
  return { id: "start", says, details, next: [{ to: "expand" }] };
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

function modelWords({ facts, options, sampling, concurrency }: PlanModel): string {
  const own = Object.entries(sampling).map(([name, value]) => `${name} ${value} unless said`);
  const most = concurrency === undefined ? [] : [`${concurrency} calls at a time`];
  const settings = Object.entries(options).map(([name, value]) => optionWords(name, value));
  return [facts.id, facts.local ? "runs here" : "remote", priceWords(facts), ...settings, ...own, ...most].join(", ");
}

/** A setting of a provider; what is long is named alone, and a secret by where it comes from. */
function optionWords(name: string, value: Json): string {
  if (value === null || typeof value !== "object") return `${name} ${quoted(String(value))}`;
  if ("env" in value) return `${name} from the environment (${String(value["env"])})`;
  return "key" in value ? `${name} from the stored keys (${String(value["key"])})` : `${name} as given`;
}

function priceWords({ price, local }: ModelFacts): string {
  if (!price) return local ? "free" : "price not known";
  return `$${price.input / 1e9} in and $${price.output / 1e9} out a million tokens (${price.source})`;
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

function stopStep({ stop, budget }: AutoloomPlan): ExplainedStep {
  const limits = limitsOf(budget), when = stop ? stopWords(stop) : undefined;
  return {
    id: "stop",
    says: when ? `stop when ${when}` : "never stop",
    details: [limits.length > 0 ? `the budget ends it in any case: ${limits.join(", ")}` : "there is no budget"],
    next: [{ to: "expand", when: "go on" }, { to: "finish", when: when ? "stop" : "budget" }],
  };
}

/** When a run ends, as a part of a sentence. */
function stopWords(stop: Stop): string {
  switch (stop.stop) {
    case "any":
      return stop.of.length === 0 ? "nothing holds" : stop.of.map(inner).join(", or ");
    case "all":
      return stop.of.map(inner).join(" and ");
    case "not":
      return `it is not so that ${inner(stop.of)}`;
    case "depth":
      return `${rounds(stop.depth)} ${stop.depth === 1 ? "is" : "are"} done`;
    case "done":
      return `${quoted(stop.when)} holds`;
    case "repeats":
      return `${rounds(stop.rounds)} in a row repeated what stands before`;
    case "blank":
      return `${rounds(stop.rounds)} in a row had no word in any candidate`;
  }
}

function inner(stop: Stop): string {
  return stop.stop === "any" || stop.stop === "all" ? `(${stopWords(stop)})` : stopWords(stop);
}

function rounds(count: number): string {
  return count === 1 ? "1 round" : `${count.toLocaleString("en-US")} rounds`;
}

function endStep({ outputs }: AutoloomPlan): ExplainedStep {
  const named = Object.entries(outputs), shown = named.length > 0 ? named : [["text", "the best text"] as const];
  return {
    id: "finish",
    says: "give what it is worth",
    details: shown.map(([name, value]) => `${name}: ${value}`),
    next: [],
  };
}

function window({ head, tail }: Fit): string {
  const last = `the last ${formatSize(tail)} tokens of the text`;
  return head === undefined ? last : `the first ${formatSize(head)} and ${last}`;
}

const LONGEST = 60;

/** A text on one line, cut where it would bury the sentence. */
function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim(), letters = [...line];
  return `\`${letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : line}\``;
}
