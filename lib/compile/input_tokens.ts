import type { PlanTask, ProcessPlan, Wording } from "../plan/mod.ts";
import { RECUT } from "./amount.ts";
import { NAME, NUMBER, tokensOfInput, tokensOfTemplate } from "./template_tokens.ts";
import type { TokensAt } from "./template_tokens.ts";

/** The most tokens that words of a process can come to; null: not known beforehand. */
export function inputTokens(plan: ProcessPlan, words: Wording): number | null {
  if ("text" in words) return new TextEncoder().encode(words.text).length;
  return tokensOfTemplate(words.template, (path) => tokensAt(plan, path));
}

const COUNTS: ReadonlySet<string> = new Set(["attempt", "i", "n"]);

function tokensAt(plan: ProcessPlan, [root = "", field, ...deeper]: readonly string[]): ReturnType<TokensAt> {
  if (COUNTS.has(root) && field === undefined) return NUMBER;
  if (root === "goal" && field === undefined) {
    return tokensOfTemplate(plan.goal ?? "", (path) => path[0] === "goal" ? null : tokensAt(plan, path));
  }
  if (field === undefined) return null;
  if (root === "run" || root === "spec") return NAME;
  if (root === "inputs") return deeper.length > 0 ? null : tokensOfInput(plan, field);
  const task = root === "tasks" ? taskIn(plan, field) : undefined;
  return task && deeper.length === 1 ? tokensOfResult(task, deeper[0]!) : null;
}

/** Tasks of a plan by name, for plans with many of them. */
const byName = new WeakMap<ProcessPlan, ReadonlyMap<string, PlanTask>>();

function taskIn(plan: ProcessPlan, name: string): PlanTask | undefined {
  const known = byName.get(plan) ?? new Map(plan.tasks.map((task) => [task.name, task]));
  byName.set(plan, known);
  return known.get(name);
}

/** What a model answers is no longer than it may be; of other results hardly anything is known. */
function tokensOfResult({ work, each, returns }: PlanTask, field: string): number | null {
  if (each) return null;
  if (work.by === "ask" && field === "answer" && work.choices) {
    return Math.max(...work.choices.map((choice) => new TextEncoder().encode(choice).length));
  }
  if (field !== "text" || returns !== undefined) return field === "code" && work.by === "command" ? NUMBER : null;
  if (work.by === "generate") return work.call.maxTokens * RECUT;
  return work.by === "agent" ? work.agent.maxTokens * RECUT : null;
}
