import { formatDuration } from "../base/duration.ts";
import type { Json } from "../base/json.ts";
import { formatSize } from "../base/size.ts";
import type { Fit } from "./prompt.ts";
import type { AutoloomPlan, Grade, Stop } from "./plan.ts";
import type { Sampler } from "./sampling.ts";
import { SAMPLERS } from "./sampling.ts";

/**
 * Settings of an autoloom run that were changed while it ran, by their names in specs: `expand.width`. Values are as
 * plans hold them: a quantity is an expression, a window a {@link Fit}, a duration milliseconds.
 */
export interface Tuning {
  /** A value by its setting. */
  readonly [setting: string]: Json;
}

/** The plan as a run with this tuning follows it. A setting that means nothing to the plan changes nothing. */
export function tuned(plan: AutoloomPlan, tuning: Tuning): AutoloomPlan {
  return Object.entries(tuning).reduce((changed, [setting, value]) => withSetting(changed, setting, value), plan);
}

function withSetting(plan: AutoloomPlan, setting: string, value: Json): AutoloomPlan {
  const [part, name = "", sampler = ""] = setting.split(".");
  if (part === "expand") return { ...plan, expand: expandWith(plan.expand, { name, sampler, value }) };
  if (part === "grade") {
    // An expression that nobody knew of when the plan was made may look at the text.
    const uses = name === "by" ? [...new Set([...plan.uses, "text" as const])] : plan.uses;
    return { ...plan, grade: gradeWith(plan.grade, name, value), uses };
  }
  if (setting === "select.keep") return { ...plan, select: { ...plan.select, keep: value as number } };
  if (setting === "select.veto") {
    const { veto: _, ...select } = plan.select;
    return { ...plan, select: value === 0 ? select : { ...select, veto: value as number } };
  }
  return setting === "stop.depth" && plan.stop ? { ...plan, stop: stopAt(plan.stop, value as number) } : plan;
}

type Expanding = AutoloomPlan["expand"];

interface Setting {
  readonly name: string;
  /** Of `expand.sampling`. */
  readonly sampler: string;
  readonly value: Json;
}

function expandWith(expand: Expanding, { name, sampler, value }: Setting): Expanding {
  const width = expand.by.reduce((sum, one) => sum + one.width, 0), [first] = expand.by;
  switch (name) {
    case "model":
      return { ...expand, by: [{ model: value as string, width }] };
    case "width":
      return { ...expand, by: [{ model: first!.model, width: value as number }] };
    case "max_tokens":
      return { ...expand, maxTokens: value as string };
    case "sampling":
      return { ...expand, sampling: { ...expand.sampling, [sampler as Sampler]: value as string } };
    case "context":
      return { ...expand, context: value as unknown as Fit };
    default:
      return expand;
  }
}

function gradeWith(grade: Grade, name: string, value: Json): Grade {
  if (name === "by") return { by: "expression", expression: value as string };
  if (grade.by !== "model") return grade;
  switch (name) {
    case "model":
    case "ask":
      return { ...grade, [name]: value as string };
    case "samples":
    case "attempts":
      return { ...grade, [name]: value as number };
    case "max_tokens":
      return { ...grade, maxTokens: value as number };
    case "context":
      return { ...grade, context: value as unknown as Fit };
    default:
      return grade;
  }
}

/** The stop with another depth wherever it has one. */
function stopAt(stop: Stop, depth: number): Stop {
  switch (stop.stop) {
    case "depth":
      return { stop: "depth", depth };
    case "any":
    case "all":
      return { ...stop, of: stop.of.map((one) => stopAt(one, depth)) };
    case "not":
      return { ...stop, of: stopAt(stop.of, depth) };
    default:
      return stop;
  }
}

/** The settings of a plan that may be changed while a run follows it, as they would be written. */
export function settingsOf({ expand, grade, select, stop }: AutoloomPlan): { readonly [setting: string]: string } {
  const [first, ...more] = expand.by, samplers = SAMPLERS.filter((name) => expand.sampling[name] !== undefined);
  const depth = stop && depthIn(stop);
  return {
    ...(more.length === 0 ? { "expand.model": first!.model, "expand.width": String(first!.width) } : {}),
    "expand.max_tokens": expand.maxTokens,
    "expand.context": windowText(expand.context),
    ...Object.fromEntries(samplers.map((name) => [`expand.sampling.${name}`, expand.sampling[name]!])),
    ...(grade.by === "expression" ? { "grade.by": grade.expression } : {}),
    ...(grade.by === "model" ? judgeSettings(grade) : {}),
    "select.keep": String(select.keep),
    "select.veto": formatDuration(select.veto ?? 0),
    ...(depth === undefined ? {} : { "stop.depth": String(depth) }),
  };
}

function judgeSettings(grade: Extract<Grade, { by: "model" }>): { readonly [setting: string]: string } {
  const { model, mode, ask, context, samples, attempts, maxTokens } = grade;
  const where = { "grade.model": model, "grade.context": windowText(context) };
  if (mode === "logprob") return where;
  return {
    ...where,
    "grade.ask": ask,
    ...(mode === "score" ? { "grade.samples": String(samples) } : {}),
    "grade.attempts": String(attempts),
    ...(maxTokens === undefined ? {} : { "grade.max_tokens": String(maxTokens) }),
  };
}

function windowText({ head, tail }: Fit): string {
  return head === undefined ? formatSize(tail) : `${formatSize(head)}+${formatSize(tail)}`;
}

/** The first depth of a stop. */
function depthIn(stop: Stop): number | undefined {
  if (stop.stop === "depth") return stop.depth;
  if (stop.stop === "not") return depthIn(stop.of);
  if (stop.stop !== "any" && stop.stop !== "all") return undefined;
  return stop.of.map(depthIn).find((depth) => depth !== undefined);
}
