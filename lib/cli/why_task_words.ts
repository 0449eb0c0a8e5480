/** Why a process stands where it stands, in words. */
import { formatUsd } from "../base/money.ts";
import type { FailedTask } from "../views/why_tasks.ts";
import type { WhyView } from "../views/why_view.ts";
import { count } from "./amounts.ts";
import { attemptsWords, plainWhy, tallyWords } from "./task_words.ts";

/** Names that a sentence tells, before it only counts. */
const NAMED = 5;

/** Which task failed a process, how often it was tried, what never began because of it; undefined where none did. */
export function failedWords({ tasks }: WhyView): string | undefined {
  const [first, ...others] = tasks?.failed ?? [];
  if (!first) return undefined;
  const never = [...new Set(tasks!.failed.flatMap((task) => task.never))];
  return [
    `the task \`${first.name}\` failed after ${attemptsWords(first)}: ${plainWhy(first.why)}`,
    ...(others.length === 0 ? [] : [`${namesOf(others.map(({ name }) => name))} failed as well`]),
    ...(never.length === 0 ? [] : [`${namesOf(never)} never began because of ${others.length === 0 ? "it" : "them"}`]),
    ...costWords(tasks!.failed),
  ].join("; ");
}

function costWords(failed: readonly FailedTask[]): readonly string[] {
  const usd = failed.reduce((sum, { cost }) => sum + cost.usd, 0);
  return usd === 0 ? [] : [`${failed.length === 1 ? "its attempts" : "their attempts"} cost ${formatUsd(usd)}`];
}

function namesOf(names: readonly string[]): string {
  const told = names.slice(0, NAMED).map((name) => `\`${name}\``).join(", ");
  return names.length > NAMED ? `${told} and ${names.length - NAMED} more` : told;
}

/** How many tasks stand how, and what is done about it. */
export function tasksFacts({ tasks, status }: WhyView): readonly (readonly [string, string])[] {
  if (!tasks) return [];
  const { all, states, open, planning, replans } = tasks, driven = status === "running" || status === "waiting";
  return [
    ...(all === 0 ? [] : [["tasks", tallyWords(states, { driven })] as const]),
    ...(open.length === 0 ? [] : [[driven ? "at work" : "begun", namesOf(open)] as const]),
    ...(planning === undefined ? [] : [["planner", planning === "" ? "it makes the graph" : planning] as const]),
    ...(replans === 0
      ? []
      : [["graphs", `it was made anew ${replans === 1 ? "once" : `${count(replans)} times`}`] as const]),
  ];
}
