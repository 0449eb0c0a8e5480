/**
 * Checks settings for a run that goes on, each in the scope its field has in a spec.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import type { Json } from "../base/json.ts";
import { nearest } from "../base/near.ts";
import { parseSize } from "../base/size.ts";
import { check } from "../expr/check.ts";
import type { Problem } from "../expr/problem.ts";
import { checkTemplate } from "../expr/template.ts";
import { NUMBER, STRING } from "../expr/types.ts";
import type { AutoloomPlan, Plan, Sampler, Stop, Tuning } from "../plan/mod.ts";
import { SAMPLERS } from "../plan/mod.ts";
import { MAX_TOKENS, SAMPLER_BOUNDS } from "../spec/schema_model.ts";
import { isWithin, numberPhrase } from "../spec/schema_parts.ts";
import type { Bounds } from "../spec/schema_parts.ts";
import { diagnostic } from "../text/diagnostic.ts";
import { constantMisfit } from "./constant.ts";
import { usesOf } from "./looks.ts";
import { inputsOf } from "./outputs_of_plan.ts";
import type { AutoloomScopes } from "./scopes.ts";
import { autoloomScopes } from "./scopes.ts";

/** Settings found sound, or a sentence for each that is not. */
export type CheckedTuning =
  | { readonly ok: true; readonly tuning: Tuning }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What can be changed while a run goes on, and what is written for it. */
export const TUNABLE: { readonly [setting: string]: string } = {
  "expand.model": "name of a model of the plan, which then makes all candidates",
  "expand.width": "candidates a round makes for each path",
  "expand.max_tokens": "tokens of a candidate, a number or an expression",
  "expand.context": "tokens of the text that the model sees: `8k`, or `1k+7k` for head and tail",
  ...Object.fromEntries(SAMPLERS.map((name) => [`expand.sampling.${name}`, "a number or an expression"])),
  "grade.by": "an expression, which then grades",
  "grade.model": "name of a model of the plan",
  "grade.ask": "the question",
  "grade.context": "tokens of the text that the judge sees",
  "grade.samples": "how often each candidate is scored",
  "grade.attempts": "how often an answer that cannot be read is asked again",
  "grade.max_tokens": "tokens of an answer",
  "select.keep": "paths that go on",
  "select.veto": "how long a person may choose otherwise, a duration; `0s` for not at all",
  "stop.depth": "rounds after which the run ends",
};

/** What a setting means to a plan: its value as plans hold it, or the end of a sentence that begins with its name. */
type Read = { readonly value: Json } | { readonly problem: string };

interface Asked {
  readonly plan: AutoloomPlan;
  readonly scopes: AutoloomScopes;
  readonly setting: string;
  readonly text: string;
}

/** Settings as they are written after `loom tune RUN`, held to the plan of the run. Only texts that grow take any. */
export function checkTuning(plan: Plan, settings: { readonly [setting: string]: string }): CheckedTuning {
  if (plan.kind !== "autoloom") {
    const problem = `a run of kind \`${plan.kind}\` takes no settings while it goes on; it heeds what people say to it`;
    return { ok: false, problems: [problem] };
  }
  const tuning: { [setting: string]: Json } = {}, problems: string[] = [], scopes = autoloomScopes(inputsOf(plan));
  for (const [setting, text] of Object.entries(settings)) {
    const read = readSetting({ plan, scopes, setting, text: text.trim() });
    if ("problem" in read) problems.push(`\`${setting}\` ${read.problem}`);
    else tuning[setting] = read.value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, tuning };
}

function readSetting(asked: Asked): Read {
  const { plan: { expand, grade, stop }, setting, text, scopes } = asked;
  if (setting.startsWith("expand.sampling.")) return readSampler(asked);
  if (setting.startsWith("grade.") && setting !== "grade.by" && grade.by !== "model") {
    return { problem: "means nothing here: no model grades this run; `grade.by` changes how it is graded" };
  }
  switch (setting) {
    case "expand.model":
      return readModel(asked, "complete");
    case "grade.model":
      return readModel(asked, grade.by === "model" && grade.mode === "logprob" ? "score" : "instructs");
    case "expand.width":
      return expand.by.length > 1
        ? { problem: "means nothing here: several models share the width; choose one with `expand.model` first" }
        : readWhole(text, 1, 1_000);
    case "expand.max_tokens":
      return readQuantity(asked, MAX_TOKENS);
    case "expand.context":
    case "grade.context":
      return readWindow(text);
    case "grade.by":
      return readExpression(asked, scopes.grade);
    case "grade.ask":
      return readTemplate(asked);
    case "grade.samples":
      return readWhole(text, 1, 100);
    case "grade.attempts":
      return readWhole(text, 1, 100);
    case "grade.max_tokens":
      return readWhole(text, 1, 1_000_000);
    case "select.keep":
      return readWhole(text, 1, 100);
    case "select.veto":
      return readPause(text);
    case "stop.depth":
      return stop && hasDepth(stop)
        ? readWhole(text, 1, 1_000_000_000)
        : { problem: "means nothing here: the spec stops at no depth; `loom cancel` and `loom pause` stop a run" };
    default:
      return unknown(setting);
  }
}

function unknown(setting: string): Read {
  const near = nearest(setting, Object.keys(TUNABLE)), known = Object.keys(TUNABLE).join(", ");
  return { problem: `cannot be changed while a run goes on${near ? `: did you mean \`${near}\`?` : ""} (${known})` };
}

function readSampler(asked: Asked): Read {
  const name = asked.setting.slice("expand.sampling.".length);
  if (!SAMPLERS.includes(name as Sampler)) return unknown(asked.setting);
  return readQuantity(asked, SAMPLER_BOUNDS[name as Sampler]);
}

function readModel({ plan: { models }, text }: Asked, ability: "complete" | "instructs" | "score"): Read {
  const names = Object.keys(models), model = Object.hasOwn(models, text) ? models[text] : undefined;
  if (!model) {
    const near = nearest(text, names);
    return {
      problem: `is no model of this plan: \`${text}\`${near ? `, did you mean \`${near}\`?` : ""} (${
        names.join(", ")
      })`,
    };
  }
  if (model.facts.supports[ability]) return { value: text };
  const what = {
    complete: "continue a text",
    instructs: "follow a question",
    score: "tell how likely given texts are",
  }[ability];
  return { problem: `cannot be \`${text}\`: \`${model.facts.id}\` does not ${what}` };
}

/** A number within its bounds, or an expression. */
function readQuantity(asked: Asked, bounds: Bounds): Read {
  const { text } = asked, number = text === "" ? NaN : Number(text);
  if (Number.isNaN(number)) {
    const read = readExpression(asked, asked.scopes.expand);
    const wrong = "value" in read ? constantMisfit(text, bounds) : undefined;
    return wrong ? { problem: `is ${wrong.found}: give ${wrong.expected}` } : read;
  }
  if (isWithin(number, bounds) && Number.isFinite(number)) return { value: String(number) };
  return { problem: `is \`${text}\`: give ${numberPhrase(bounds)}` };
}

function readExpression({ plan, text }: Asked, scope: AutoloomScopes["grade"]): Read {
  const checked = check(text, scope, { expects: NUMBER });
  if (!checked.ok) return { problem: wordsOf(text, checked.problems) };
  if (usesOf([checked.expr.root]).includes("perplexity") && !plan.uses.includes("perplexity")) {
    return { problem: "cannot use `perplexity` in this run: its spec does not; fork it from a spec that does" };
  }
  return { value: text };
}

function readTemplate({ text, scopes }: Asked): Read {
  const checked = checkTemplate(text, scopes.ask, { expects: STRING });
  if (checked.ok) return text === "" ? { problem: "is empty: write the question" } : { value: text };
  return { problem: wordsOf(text, checked.problems) };
}

/** Problems as one sentence, each with the piece of the text that it is about. */
function wordsOf(text: string, problems: readonly Problem[]): string {
  const source = { name: "setting", text };
  const said = problems.map(({ code, params, start, end }) => {
    const { message, hint } = diagnostic(source, code, { start, end }, params as never);
    return `${message} at \`${text.slice(start, end)}\`${hint ? ` (${hint.replaceAll(/\s+/g, " ")})` : ""}`;
  });
  return `does not hold: ${said.join("; ")}`;
}

function readWhole(text: string, min: number, max: number): Read {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= min && number <= max
    ? { value: number }
    : { problem: `is \`${text}\`: give a whole number from ${min} to ${max.toLocaleString("en-US")}` };
}

function readWindow(text: string): Read {
  const sizes = text.split("+").map(parseSize), [first, last] = sizes;
  const sound = sizes.length <= 2 && sizes.every((size) => size !== undefined && size >= 1);
  if (!sound) return { problem: `is \`${text}\`: give tokens, as in \`8k\`, or \`1k+7k\` for head and tail` };
  return { value: last === undefined ? { tail: first! } : { head: first!, tail: last } };
}

function readPause(text: string): Read {
  const time = parseDuration(text);
  return time === undefined
    ? { problem: `is \`${text}\`: give a duration, as in \`10s\`, or \`0s\` for none` }
    : { value: time };
}

function hasDepth(stop: Stop): boolean {
  if (stop.stop === "any" || stop.stop === "all") return stop.of.some(hasDepth);
  return stop.stop === "not" ? hasDepth(stop.of) : stop.stop === "depth";
}
