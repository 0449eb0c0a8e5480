/** Tasks of a process in words: the same in tables, logs and while a run goes on. */
import { formatUsd } from "../base/money.ts";
import type { ToldCheck } from "../plan/mod.ts";
import type { TaskState, TaskView } from "../views/task_view.ts";
import { count, counted, grade, took } from "./amounts.ts";
import type { Style } from "./ansi.ts";

/** States in the order in which they are counted. */
const ORDER: readonly TaskState[] = ["done", "failed", "asks", "running", "skipped", "stuck", "waiting"];

/** What a state is called. A task of a run that nobody drives has begun, and does not run. */
export function stateWord(state: TaskState, { driven }: { readonly driven: boolean }): string {
  if (state === "running") return driven ? "running" : "begun";
  return state === "stuck" ? "never began" : state;
}

/** How a state stands out. */
export function stateStyle(state: TaskState): Style | undefined {
  switch (state) {
    case "done":
      return "good";
    case "failed":
      return "bad";
    case "asks":
    case "running":
      return "accent";
    case "stuck":
      return "warn";
    default:
      return "faint";
  }
}

const MARKS: { readonly [S in TaskState]: string } = {
  waiting: "·",
  running: "▸",
  asks: "?",
  done: "✓",
  failed: "✗",
  skipped: "–",
  stuck: "!",
};

const PLAIN_MARKS: { readonly [S in TaskState]: string } = {
  ...MARKS,
  waiting: ".",
  running: ">",
  done: "+",
  failed: "x",
  skipped: "-",
};

/** A sign for a state, one cell wide; `blocks`: other signs than those of ASCII may be drawn. */
export function stateMark(state: TaskState, { blocks }: { readonly blocks: boolean }): string {
  return (blocks ? MARKS : PLAIN_MARKS)[state];
}

/** How many tasks stand how. */
export type Tally = { readonly [S in TaskState]?: number };

/** Counts tasks by how they stand. */
export function tallyOf(tasks: readonly Pick<TaskView, "state">[]): Tally {
  const tally: { [S in TaskState]?: number } = {};
  for (const { state } of tasks) tally[state] = (tally[state] ?? 0) + 1;
  return tally;
}

/** How many tasks stand how: `3 of 7 tasks done, 1 failed, 2 never began`. */
export function tallyWords(tally: Tally, driving: { readonly driven: boolean }): string {
  const all = Object.values(tally).reduce((sum, n) => sum + n, 0);
  const others = ORDER.filter((state) => state !== "done" && state !== "waiting" && tally[state] !== undefined);
  return [
    `${count(tally.done ?? 0)} of ${counted(all, "task")} done`,
    ...others.map((state) => `${count(tally[state]!)} ${stateWord(state, driving)}`),
  ].join(", ");
}

/** How often a task was tried, where that is worth a word: `2 of 3`. */
export function triesWords({ attempts, most, state }: TaskView): string {
  const worth = attempts > 1 || state === "failed" && attempts > 0;
  if (!worth) return "";
  return most === undefined || attempts > most ? String(attempts) : `${attempts} of ${most}`;
}

/** How many attempts a failure took: `1 attempt`, `2 of 3 attempts`. One that never began was tried once all the same. */
export function attemptsWords({ attempts, most }: Pick<TaskView, "attempts" | "most">): string {
  const tries = Math.max(1, attempts);
  return most === undefined || tries > most
    ? counted(tries, "attempt")
    : `${count(tries)} of ${counted(most, "attempt")}`;
}

/** What a task is worth knowing for beside its state. */
export function taskNote(task: TaskView): string {
  const { state, why, text, needs, failures, attempts } = task;
  switch (state) {
    case "asks":
      return askWords(task);
    case "waiting":
    case "stuck":
      return needs.length === 0 ? "" : `needs ${needs.join(", ")}`;
    case "running":
      return failures.length > 0 ? `attempt ${attempts} after: ${plainWhy(failures.at(-1)!.why)}` : "";
    case "done":
      return why === undefined ? text ?? "" : `it failed, and another value stands in: ${plainWhy(why)}`;
    default:
      return plainWhy(why ?? "");
  }
}

/** What a task asks, without what stands beside it anyway: who asks. */
export function askWords({ name, questions }: Pick<TaskView, "name" | "questions">): string {
  const { question } = questions[0]!, agent = `The agent of the task ${name} `;
  const more = questions.length > 1 ? ` (and ${count(questions.length - 1)} more)` : "";
  return `${question.startsWith(agent) ? question.slice(agent.length) : `asks: ${question}`}${more}`;
}

/** Why a task failed, without the name of the step, for it stands beside its task, and without colours of programs. */
export function plainWhy(why: string): string {
  return withoutColours(why.replace(/^step `task\/[^`]*` failed: /, ""));
}

/** What a program said, without the codes that colour it: they would be shown as pictures of themselves. */
function withoutColours(text: string): string {
  // deno-lint-ignore no-control-regex -- Escape codes are what is taken out.
  return text.replaceAll(/\x1b\[[\d;]*m/g, "");
}

/** How a task went that has ended: tries, trust, files, cost and time, as far as there is something to tell. */
export function taskFacts(task: TaskView): readonly string[] {
  const { confidence, changed, cost, worked = 0 } = task, tries = triesWords(task);
  return [
    ...(tries === "" ? [] : [`attempt ${tries}`]),
    ...(confidence === undefined ? [] : [`confidence ${grade(confidence)}`]),
    ...(changed.length === 0 ? [] : [counted(changed.length, "file")]),
    ...(cost.usd > 0 ? [formatUsd(cost.usd)] : []),
    ...(worked > 0 ? [took(worked)] : []),
  ];
}

/** What a verification has found wrong, in a line. */
export function doubtsIn(checks: readonly ToldCheck[]): string {
  return checks.filter(({ passed }) => !passed).map(({ name, detail }) =>
    detail === undefined || detail === "" ? name : `${name}: ${detail}`
  ).map(withoutColours).join("; ");
}
