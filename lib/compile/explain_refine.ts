import { formatDuration } from "../base/duration.ts";
import type { Json } from "../base/json.ts";
import type { CommandLine, Proposing, Reading, RefineCondition, RefinePlan, Rung, Scoring } from "../plan/mod.ts";
import type { ExplainedStep } from "./explain.ts";
import { endStep, modelWords, quoted, rounds, startStep, stopStep, stopWords } from "./explain_words.ts";

/** The steps of a plan that makes a text better. */
export function refineSteps(plan: RefinePlan): readonly ExplainedStep[] {
  const when = plan.stop && stopWords<RefineCondition>(plan.stop, conditionWords);
  return [
    withStartScore(plan),
    proposeStep(plan),
    ...gateSteps(plan),
    scoreStep(plan),
    acceptStep(plan),
    ...stallSteps(plan),
    stopStep(plan, when, "propose"),
    endStep(plan, [["text", "the best text"], ["score", "its total"]]),
  ];
}

function withStartScore(plan: RefinePlan): ExplainedStep {
  const step = startStep(plan, "propose"),
    { start, compare } = plan.score,
    beside = compare ? ", compared with nothing" : "";
  const scored = start === undefined ? `it is scored as every candidate is${beside}` : `its total is ${start}`;
  return { ...step, details: [...step.details, scored] };
}

function proposeStep({ propose, n, models, score: { gates } }: RefinePlan): ExplainedStep {
  const to = Object.keys(gates).length > 0 ? "gate" : "score",
    count = n === 1 ? "a candidate" : `${n} candidates side by side`;
  return {
    id: "propose",
    says: `make ${count}${proposeWords(propose)}`,
    details: detailsOf(propose, models),
    next: [{ to }],
  };
}

function proposeWords(propose: Proposing): string {
  switch (propose.by) {
    case "model":
      return "";
    case "script":
      return ` by the script ${propose.script}`;
    case "command":
      return ` by running ${lineOf(propose.command)}`;
    case "run":
      return `, a run of ${propose.plan} each`;
  }
}

function detailsOf(propose: Proposing, models: RefinePlan["models"]): readonly string[] {
  switch (propose.by) {
    case "model": {
      const { models: names, system, prompt, maxTokens, sampling, extra = {} } = propose;
      return [
        ...[...new Set(names)].map((name) => `${name}: ${modelWords(models[name]!)}`),
        ...(names.length > 1 ? [`they take turns: ${names.join(", ")}`] : []),
        ...(system === undefined ? [] : [`told to be: ${quoted(system)}`]),
        `asked: ${quoted(prompt)}`,
        `each of ${maxTokens} tokens at most`,
        ...Object.entries(sampling).map(([name, value]) => `${name}: ${value}`),
        ...Object.entries(extra).map(([name, value]) => `${name}: ${JSON.stringify(value)}, passed through`),
      ];
    }
    case "script":
      return [];
    case "command":
      return commandDetails(propose.command);
    case "run":
      return [
        ...Object.entries(propose.with).map(([input, value]) => `with ${input}: ${quoted(value)}`),
        `the candidate is ${quoted(propose.text)}`,
      ];
  }
}

function lineOf({ run }: CommandLine): string {
  return quoted(run.join(" "));
}

function commandDetails({ file, files, timeout }: CommandLine): readonly string[] {
  return [
    file === undefined ? "it reads the text on its standard input" : `the text is in ${quoted(file)}`,
    ...(files.length > 0 ? [`beside it: ${files.map(quoted).join(", ")}`] : []),
    ...(timeout === undefined ? [] : [`it may take ${formatDuration(timeout)}`]),
  ];
}

function gateSteps({ score: { gates } }: RefinePlan): readonly ExplainedStep[] {
  const named = Object.entries(gates);
  if (named.length === 0) return [];
  const details = named.map(([name, gate]) => `${name}: ${quoted(gate)}`);
  const says = named.length === 1 ? "let pass what passes the gate" : `let pass what passes all ${named.length} gates`;
  return [{ id: "gate", says, details, next: [{ to: "score" }, { to: "accept", when: "none passes" }] }];
}

function scoreStep({ score, goal, models }: RefinePlan): ExplainedStep {
  const { script, command, judge, compare, total } = score;
  const details = [
    ...(script ? [`the script ${script.script} gives ${shapeWords(script.returns)}`] : []),
    ...(command ? [`running ${lineOf(command.command)} gives ${readingWords(command.reads)}`] : []),
    ...(command ? commandDetails(command.command) : []),
    ...(judge ? judgeDetails(judge, models) : []),
    ...(compare ? compareDetails(compare, models) : []),
  ];
  const better = goal === "max" ? "higher" : "lower";
  return {
    id: "score",
    says: `score each by ${quoted(total)}: ${better} is better`,
    details,
    next: [{ to: "accept" }],
  };
}

function shapeWords(shape: Json): string {
  if (typeof shape === "string") return shape.replace(/^\{(.*)\}$/s, "$1");
  return Object.entries(shape ?? {}).map(([name, type]) => `${name}: ${type}`).join(", ");
}

function readingWords(reading: Reading): string {
  switch (reading.as) {
    case "exit":
      return "1 when it ends well, else 0";
    case "number":
      return "the number it prints";
    case "path":
      return `the number at ${quoted(["$", ...reading.path].join("."))} in the JSON it prints`;
  }
}

function judgeDetails(
  { model, system, prompt, returns, samples, attempts, maxTokens }: NonNullable<Scoring["judge"]>,
  models: RefinePlan["models"],
): readonly string[] {
  return [
    `${model} is asked to judge: ${modelWords(models[model]!)}`,
    ...(system === undefined ? [] : [`it is told to be: ${quoted(system)}`]),
    `it is asked: ${quoted(prompt)}`,
    `it answers with ${shapeWords(returns)}${samples === 1 ? "" : `, ${samples} times; medians count`}`,
    answerWords(maxTokens, attempts),
  ];
}

function compareDetails(
  { model, ask, samples, attempts, maxTokens }: NonNullable<Scoring["compare"]>,
  models: RefinePlan["models"],
): readonly string[] {
  return [
    `${model} is asked to compare with the best text: ${modelWords(models[model]!)}`,
    `it is asked: ${quoted(ask)}`,
    `${samples === 1 ? "once" : `${samples} times`} in each order`,
    answerWords(maxTokens, attempts),
  ];
}

function answerWords(maxTokens: number, attempts: number): string {
  return `an answer of ${maxTokens} tokens at most; one that cannot be read is asked for ${attempts} times in all`;
}

/** What a round that was not accepted goes back to. */
const BACK: { readonly [B in RefinePlan["backtrack"]]: string } = {
  best_score: "otherwise go back to the best text",
  last_good: "otherwise go back to the text it was made from",
  none: "otherwise the next round begins where this one began",
};

function acceptStep({ accept, backtrack, errors, stall, save }: RefinePlan): ExplainedStep {
  const { attempts, pause, then, most } = errors, tries = attempts === 1 ? "once" : `${attempts} times`;
  const wait = attempts === 1 ? "" : `, ${formatDuration(pause)} before the second time and twice as long with each`;
  const lost = then === "fail"
    ? "a round that comes to nothing ends the run"
    : `a round that comes to nothing is counted and gone back from; ${
      most === 1 ? "it ends the run" : `${most} of them in a row end the run`
    }`;
  return {
    id: "accept",
    says: accept === "true" ? "go on from the best candidate" : `go on from the best candidate when ${quoted(accept)}`,
    details: [
      ...(accept === "true" ? [] : [BACK[backtrack]]),
      `each step is tried ${tries}${wait}`,
      lost,
      ...(save === undefined ? [] : [`the text is saved to ${quoted(save)}`]),
    ],
    next: [{ to: stall ? "stall" : "stop" }],
  };
}

function stallSteps({ stall, models }: RefinePlan): readonly ExplainedStep[] {
  if (!stall) return [];
  const { after, minDelta, then } = stall, by = minDelta === 0 ? "" : ` by ${minDelta}`;
  return [{
    id: "stall",
    says: `after ${rounds(after)} in a row that made nothing better${by}, take the next of ${then.length} steps`,
    details: then.map((rung, i) => `${i + 1}. ${rungWords(rung, models)}`),
    next: [{ to: "stop" }, { to: "finish", when: "no step is left" }],
  }];
}

function rungWords(rung: Rung, models: RefinePlan["models"]): string {
  switch (rung.rung) {
    case "use":
      return `${rung.model} makes all candidates: ${modelWords(models[rung.model]!)}`;
    case "heat":
      return `temperatures rise by ${rung.by}`;
    case "ask":
      return rung.question === undefined ? "ask a person" : `ask a person: ${quoted(rung.question)}`;
    case "fail":
      return "end as stalled";
  }
}

function conditionWords(condition: RefineCondition): string {
  switch (condition.stop) {
    case "depth":
      return `${rounds(condition.depth)} ${condition.depth === 1 ? "is" : "are"} done`;
    case "done":
    case "converged":
      return `${quoted(condition.when)} holds`;
    case "plateau": {
      const by = condition.minDelta === 0 ? "" : ` by ${condition.minDelta}`;
      return `${rounds(condition.patience)} in a row were no better than the best before${by}`;
    }
    case "similar": {
      const by = condition.model === undefined ? "shared phrases" : `embeddings of ${condition.model}`;
      return `a text is nearer than ${condition.threshold} to the one before, by ${by}`;
    }
    case "judge":
      return `${condition.model} says yes to ${quoted(condition.ask)}`;
  }
}
