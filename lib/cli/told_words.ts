/** What processes tell, as one line each. */
import type { ToldProcess, ToldTask } from "../plan/mod.ts";
import { counted, grade } from "./amounts.ts";
import type { Style } from "./ansi.ts";
import { doubtsIn, plainWhy } from "./task_words.ts";

/** A line and how it stands out. */
export interface ToldLine {
  /** Not yet safe to print. */
  readonly text: string;
  readonly style?: Style;
}

/** Names that a line tells, before it only counts. */
const NAMED = 12;

/** Names in a line; of many the first. */
export function someNames(names: readonly string[]): string {
  const told = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${told} and ${names.length - NAMED} more` : told;
}

/** What a row tells, in a line. */
export function toldLine(told: ToldProcess): ToldLine {
  switch (told.told) {
    case "planning":
      return { text: planningWords(told.why), style: "accent" };
    case "planned":
      return { text: plannedWords(told.version, told.tasks), style: "accent" };
    case "attempt":
      return { text: `${told.task}: attempt ${told.attempt}${told.model === undefined ? "" : ` with ${told.model}`}` };
    case "prompt":
      return { text: `${told.task} is told what to do`, style: "faint" };
    case "verified":
      return told.passed
        ? { text: `${told.task} is verified: confidence ${grade(told.confidence)}`, style: "good" }
        : { text: refusedWords(told), style: "warn" };
    case "retrying":
      return { text: `${told.task} is tried again after: ${plainWhy(told.why)}`, style: "warn" };
    case "task":
      return endLine(told);
    case "stuck":
      return { text: `never begin: ${someNames(told.tasks.map(({ task }) => task))}`, style: "warn" };
    case "approval":
      return { text: `${told.task} wants to call ${told.tool}: ${told.why}`, style: "accent" };
    case "memory":
      return { text: memoryWords(told), style: "faint" };
    case "guidance":
      return { text: `is told by a person: ${told.words.map(wordOf).join("; ")}`, style: "accent" };
  }
}

/** What a planner is doing. */
export function planningWords(why: string | undefined): string {
  return why === undefined || why === "" ? "a planner makes the graph" : `a planner makes the graph anew: ${why}`;
}

/** A planner gives no graph. */
export function noPlanWords(why: string): string {
  return `the planner gives none: ${why}`;
}

/** What a planner has made. */
export function plannedWords(version: number, tasks: readonly ToldTask[]): string {
  const names = someNames(tasks.map(({ name }) => name)), n = counted(tasks.length, "task");
  return version === 1
    ? `${n} are planned: ${names}`.replace("1 task are", "1 task is")
    : `graph ${version} has ${n}: ${names}`;
}

/** What a verification has found wrong. */
export function refusedWords({ task, checks, feedback }: Extract<ToldProcess, { readonly told: "verified" }>): string {
  const doubts = doubtsIn(checks.filter(({ severity }) => severity === "error"));
  return `${task} is not taken: ${doubts === "" ? feedback ?? "it did not pass its verification" : doubts}`;
}

function endLine(told: Extract<ToldProcess, { readonly told: "task" }>): ToldLine {
  const { task, is, why = "", confidence, changed = [], text = "" } = told, because = plainWhy(why);
  if (is === "failed") return { text: `${task} failed: ${because}`, style: "bad" };
  if (is === "skipped") return { text: `${task} is skipped: ${because}`, style: "faint" };
  const facts = [
    `${task} is done`,
    ...(because === "" ? [] : [`it failed, and another value stands in: ${because}`]),
    ...(confidence === undefined ? [] : [`confidence ${grade(confidence)}`]),
    ...(changed.length === 0 ? [] : [counted(changed.length, "file")]),
    ...(text === "" ? [] : [text]),
  ];
  return { text: facts.join(" · "), style: "good" };
}

function memoryWords({ task, entries, why }: Extract<ToldProcess, { readonly told: "memory" }>): string {
  const left = why === undefined ? "" : ` (${why})`;
  if (entries.length > 0) return `${task} found out: ${entries.map(({ summary }) => summary).join("; ")}${left}`;
  return why === undefined ? `${task} found out nothing new` : `what ${task} found out is not known: ${why}`;
}

function wordOf(word: unknown): string {
  return typeof word === "string" ? word : JSON.stringify(word);
}
