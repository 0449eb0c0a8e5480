import type { Json } from "../base/json.ts";
import type { Fit } from "./effect.ts";
import type { AutoloomPlan, Grade, Stop } from "./plan.ts";
import type { Sampler } from "./sampling.ts";

/**
 * Settings of an autoloom run that were changed while it ran, by their names in specs: `expand.width`. Values are as
 * plans hold them: a quantity is an expression, a window a {@link Fit}, a duration milliseconds.
 */
export interface Tuning {
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
