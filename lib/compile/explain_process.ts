/**
 * A process in words: its tasks level by level, each with what it does, what it needs and who is asked.
 *
 * @module
 */
import { formatDuration } from "../base/duration.ts";
import type { Planner, PlanTask, ProcessPlan, TaskPattern } from "../plan/mod.ts";
import { followersOf } from "../plan/mod.ts";
import { limitsOf } from "./cost_table.ts";
import type { ExplainedStep } from "./explain.ts";
import { agentDetails, verifyDetails } from "./explain_agent.ts";
import { levelsOf, phaseSteps, stepOfPhase } from "./explain_phases.ts";
import { workDetails, workWords } from "./explain_work.ts";
import { endStep, inputWords, modelWords, quoted, shortened } from "./explain_words.ts";
import { amongThemselves } from "./values_of_tasks.ts";

/** The step of a task. */
export function stepOfTask(name: string): string {
  return `task/${name}`;
}

/** The steps of a plan that is a graph of tasks. */
export function processSteps(plan: ProcessPlan): readonly ExplainedStep[] {
  const tasks = amongThemselves(plan.tasks),
    followers = followersOf(tasks),
    levels = levelsOf(tasks),
    count = Math.max(0, ...levels.values());
  const byName = new Map(plan.tasks.map((task) => [task.name, task]));
  const first = tasks.filter(({ needs }) => needs.length === 0).map(({ name }) => byName.get(name)!);
  const ordered = [...levels].toSorted(([, a], [, b]) => a - b).map(([name, level]) => ({
    task: byName.get(name)!,
    level,
  }));
  const nextOf = (task: PlanTask): ExplainedStep["next"] => {
    const after = followers.get(task.name) ?? [];
    if (after.length === 0) return [{ to: "finish" }];
    return after.map((name) => arrowTo(byName.get(name)!, task.name));
  };
  return [
    startOf(plan, first),
    ...plannerSteps(plan, first),
    ...(plan.planner ? phaseSteps(plan.planner) : []),
    ...ordered.map(({ task, level }): ExplainedStep => ({
      id: stepOfTask(task.name),
      says: saysOf(task, plan),
      details: detailsOf(task, plan),
      next: nextOf(task),
      under: `level ${level} of ${count}`,
    })),
    ...replanSteps(plan),
    ...memorySteps(plan),
    finishOf(plan, followers),
  ];
}

function arrowTo({ name, needs, if: condition }: PlanTask, from: string): ExplainedStep["next"][number] {
  const whatever = needs.find(({ task }) => task === from)?.whatever === true;
  const when = [
    ...(whatever ? ["whatever becomes of it"] : []),
    ...(condition === undefined ? [] : [`if ${quoted(condition)}`]),
  ];
  return { to: stepOfTask(name), ...(when.length > 0 ? { when: when.join(", ") } : {}) };
}

function startOf(
  { goal, workspace, snapshot, width, inputs, planner }: ProcessPlan,
  first: readonly PlanTask[],
): ExplainedStep {
  return {
    id: "start",
    says: goal === undefined ? "begin with the tasks that need nothing" : `begin with the goal ${quoted(goal)}`,
    details: [
      ...Object.entries(inputs).map(inputWords),
      workspace === undefined
        ? "tasks work in the folder that the run is started for"
        : `tasks work in the folder ${quoted(workspace)}`,
      ...(snapshot?.without === undefined
        ? []
        : [`what programs change in ${snapshot.without.map(quoted).join(", ")} is neither seen nor undone`]),
      ...(snapshot?.entries === undefined
        ? []
        : [`a program may run where there are ${snapshot.entries} files and folders at most`]),
      width === undefined
        ? "every task begins as soon as it can"
        : `${width} ${width === 1 ? "task" : "tasks"} at a time`,
    ],
    next: planner ? [{ to: "plan" }] : first.map((task) => arrowTo(task, "")),
  };
}

function plannerSteps({ planner, models }: ProcessPlan, first: readonly PlanTask[]): readonly ExplainedStep[] {
  if (!planner) return [];
  const { mode, model, maxTokens, most, scan, guidance, examples, pattern } = planner;
  return [{
    id: "plan",
    says: mode === "guided"
      ? `${model} may refine the graph: it describes tasks more closely, lets them need more, and adds others`
      : `${model} makes a graph of its own; the tasks that are written are suggestions`,
    details: [
      `${model}: ${modelWords(models[model]!)}`,
      `${most} tasks at most, an answer of ${maxTokens} tokens at most`,
      ...scan.map(({ patterns, about }) =>
        `it looks for ${patterns.map(quoted).join(", ")}${about === "" ? "" : `: ${shortened(about)}`}`
      ),
      ...(guidance === undefined ? [] : [`it is told: ${quoted(guidance)}`]),
      ...(examples.length > 0
        ? [`it is shown ${examples.length} ${examples.length === 1 ? "example" : "examples"}`]
        : []),
      ...patternDetails(pattern, models),
    ],
    next: afterPlan(planner, first),
  }];
}

/** What a planner begins with: phases that need nothing, and tasks. */
function afterPlan({ phases }: Planner, first: readonly PlanTask[]): ExplainedStep["next"] {
  const begun = phases.filter(({ needs }) => needs.length === 0).map(({ name }) => ({ to: stepOfPhase(name) }));
  const next = [...begun, ...first.map((task) => arrowTo(task, ""))];
  return next.length > 0 ? next : [{ to: "finish" }];
}

/** How tasks are done that planners make. */
function patternDetails(
  { agents, verify, attempts, timeout }: TaskPattern,
  models: ProcessPlan["models"],
): readonly string[] {
  const names = [...new Set(agents.map(({ model }) => model))], alike = names.length === 1;
  const time = timeout === undefined ? "" : `, each for ${formatDuration(timeout)} at most`;
  return [
    alike
      ? `its tasks are done by agents of ${names[0]}: ${modelWords(models[names[0]!]!)}`
      : `its tasks are done by agents of ${agents.map(({ model }) => model).join(", ")}, as able as they have to be`,
    ...agentDetails(agents[0], { isBare: true }),
    `each is tried ${attempts} times${time}`,
    ...verifyDetails(verify[2], models).map((line) => `strictly ${line}`),
  ];
}

function saysOf(task: PlanTask, plan: ProcessPlan): string {
  const { name, each, about } = task, what = workWords(task.work, plan);
  const times = each ? `, for each ${each.as} of ${quoted(each.list)}` : "";
  return `${name}: ${what}${times}${about === undefined ? "" : ` (${shortened(about)})`}`;
}

function detailsOf(task: PlanTask, plan: ProcessPlan): readonly string[] {
  const { needs, if: condition, each, returns, attempts, pause, timeout, deliverables, criteria, verify } = task;
  const waits = needs.map(({ task, whatever }) => whatever ? `${task}, whatever becomes of it` : task);
  const tried = attempts === 1
    ? []
    : [`tried ${attempts} times, ${formatDuration(pause)} before the second time and twice as long with each`];
  return [
    ...(waits.length > 0 ? [`after ${waits.join("; ")}`] : []),
    ...(condition === undefined ? [] : [`only if ${quoted(condition)}`]),
    ...(each?.width === undefined ? [] : [`${each.width} ${each.width === 1 ? "item" : "items"} at a time`]),
    ...workDetails(task.work, plan),
    ...(returns === undefined
      ? []
      : [`it gives ${quoted(typeof returns === "string" ? returns : JSON.stringify(returns))}`]),
    ...(deliverables.length > 0 ? [`it leaves ${deliverables.map(quoted).join(", ")}`] : []),
    ...(criteria === undefined ? [] : [`it is done well when: ${quoted(criteria)}`]),
    ...tried,
    ...(timeout === undefined ? [] : [`an attempt takes ${formatDuration(timeout)} at most`]),
    ...(verify ? verifyDetails(verify, plan.models) : []),
    ...failureDetails(task),
  ];
}

function failureDetails({ failure, critical }: PlanTask): readonly string[] {
  if (critical) return ["when it fails, the run ends at once"];
  switch (failure.then) {
    case "fail":
      return [];
    case "skip":
      return ["when it fails, it is left out, and so is what needs it"];
    case "ask":
      return ["when it fails, a person says whether it is tried again, left out, or fails"];
    case "otherwise":
      return [`when it fails, its value is ${quoted(JSON.stringify(failure.value))}`];
  }
}

function replanSteps({ replan, models }: ProcessPlan): readonly ExplainedStep[] {
  if (!replan) return [];
  const { model, maxTokens, max, may, guidance, pattern } = replan;
  const ways = [
    ...(may.includes("add") ? ["add tasks"] : []),
    ...(may.includes("replace") ? ["change or leave out what is not done"] : []),
  ];
  return [{
    id: "replan",
    says: `when a task has failed for good, ${model} may ${ways.join(", and ")}`,
    details: [
      `${model}: ${modelWords(models[model]!)}`,
      `${max} ${max === 1 ? "time" : "times"} in a run at most, an answer of ${maxTokens} tokens at most`,
      ...(guidance === undefined ? [] : [`it is told: ${quoted(guidance)}`]),
      ...patternDetails(pattern, models),
    ],
    next: [],
  }];
}

function memorySteps({ memory, models }: ProcessPlan): readonly ExplainedStep[] {
  if (!memory) return [];
  const { model, maxTokens, types, guidance } = memory;
  return [{
    id: "memory",
    says: `of what models find out, ${model} keeps what is worth remembering, for later tasks`,
    details: [
      `${model}: ${modelWords(models[model]!)}`,
      ...types.map(({ type, about }) => `${type}: ${shortened(about)}`),
      ...(guidance === undefined ? [] : [`it is told: ${quoted(guidance)}`]),
      `an answer of ${maxTokens} tokens at most`,
    ],
    next: [],
  }];
}

function finishOf(plan: ProcessPlan, followers: ReadonlyMap<string, readonly string[]>): ExplainedStep {
  const last = plan.tasks.filter(({ name }) => !followers.has(name)), limits = limitsOf(plan.budget);
  const step = endStep(plan, last.map(({ name }) => [name, "what that task gives"]));
  const made = plan.planner && Object.keys(plan.outputs).length === 0
    ? ["what those tasks give that nobody needs"]
    : [];
  const failed = plan.tasks.some(({ failure }) => failure.then === "fail")
    ? ["a task that fails lets nothing begin that needs it; the rest goes on, and the run ends as failed"]
    : [];
  const budget = limits.length > 0 ? `the budget ends it in any case: ${limits.join(", ")}` : "there is no budget";
  return { ...step, details: [...(made.length > 0 ? made : step.details), ...failed, budget] };
}
