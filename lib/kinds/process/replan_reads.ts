/** What reads the value of a task that is in the graph no more: what takes its place has to give what it would have given. */
import type { Json } from "../../base/json.ts";
import { toJson } from "../../base/json.ts";
import { parse } from "../../expr/parse.ts";
import { parseTemplate } from "../../expr/parse_template.ts";
import { referencesOf } from "../../expr/references.ts";
import type { PlanTask } from "../../plan/mod.ts";

/** A value of a task that is read: the task, and the field of its value. */
interface Read {
  /** Name of the task. */
  readonly task: string;
  /** Absent: all of its value. */
  readonly field?: string;
}

/** A graph before and after it was changed. */
export interface Reading {
  /** As it was. */
  readonly before: readonly PlanTask[];
  /** As it is to be. */
  readonly after: readonly PlanTask[];
  /** Names of tasks that are done, left out or run: nothing is read for them any more. */
  readonly fixed: ReadonlySet<string>;
  /** Expressions of the outputs of the run, by name. */
  readonly outputs: { readonly [name: string]: string };
}

/** Fields of what an agent gives. */
const GIVEN: ReadonlySet<string> = new Set(["text", "changed", "confidence"]);

/** Why tasks that wait, or the outputs of the run, could not read what they are to read; empty where they can. */
export function readFaults({ before, after, fixed, outputs }: Reading): readonly string[] {
  const there = new Set(after.map(({ name }) => name));
  const readers = [
    ...after.filter(({ name }) => !fixed.has(name)).map((task) => ({
      who: `\`${task.name}\` reads`,
      reads: readsOf(task),
    })),
    { who: "the outputs of the run are made of", reads: readsOfOutputs(outputs) },
  ];
  const faults = readers.flatMap(({ who, reads }) =>
    reads.filter(({ task }) => !there.has(task)).flatMap((read) => {
      const why = faultOf(read, { before, after });
      return why === undefined ? [] : [`${who} what \`${read.task}\` gives, and ${why}`];
    })
  );
  return [...new Set(faults)];
}

function faultOf({ task, field }: Read, { before, after }: Pick<Reading, "before" | "after">): string | undefined {
  const was = standingFor(task, before)[0], takers = standingFor(task, after), [taker] = takers;
  if (!was) return undefined;
  if (!taker) return mayBeMissing(was) ? undefined : `nothing takes its place: name one task that does`;
  if (takers.length > 1) {
    return `${takers.map(({ name }) => `\`${name}\``).join(" and ")} take its place: let one task do that`;
  }
  if (before.includes(taker) || fits(was, taker, field)) return undefined;
  return `\`${taker.name}\` cannot give that: do without \`${was.name}\` and all that reads it`;
}

/** The task of this name, or those that stand for it. */
function standingFor(name: string, graph: readonly PlanTask[]): readonly PlanTask[] {
  return graph.filter((task) => task.name === name || task.replaces?.includes(name));
}

/** One that may be left out has no value then: whoever reads it bears that. */
function mayBeMissing({ if: condition, failure: { then } }: PlanTask): boolean {
  return condition !== undefined || then === "skip" || then === "ask";
}

/** Whether an agent gives what another task would have given. */
function fits(was: PlanTask, { returns }: PlanTask, field: string | undefined): boolean {
  if (was.each) return false;
  if (was.returns !== undefined) return was.returns === returns;
  if (returns !== undefined) return false;
  return field === undefined ? was.work.by === "agent" || was.work.by === "generate" : GIVEN.has(field);
}

/** What the fields of a task read of others. */
function readsOf(task: PlanTask): readonly Read[] {
  const { if: condition, each, work, verify, failure } = task;
  const expressions = [
    condition,
    each?.list,
    work.by === "command" ? work.command.accept : undefined,
    verify?.check,
    verify?.command?.accept,
  ].flatMap((text) => text ?? []);
  const templates = holesIn(toJson({ work, verify: verify ?? null, failure }));
  return [...expressions, ...templates].flatMap(readsIn);
}

function readsOfOutputs(outputs: Reading["outputs"]): readonly Read[] {
  return Object.values(outputs).flatMap(readsIn);
}

function readsIn(expression: string): readonly Read[] {
  const parsed = parse(expression);
  if (!parsed.ok) return [];
  return referencesOf(parsed.expr.root).flatMap(({ path: [root, task, field] }): readonly Read[] =>
    root === "tasks" && task !== undefined ? [{ task, ...(field === undefined ? {} : { field }) }] : []
  );
}

/** Expressions in the templates of a value, at any depth. A text that is taken as it is has none. */
function holesIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    const parsed = value.includes("${{") ? parseTemplate(value) : undefined;
    return parsed?.ok ? parsed.template.parts.flatMap((part) => part.kind === "hole" ? [part.hole] : []) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(holesIn);
  return Object.entries(value).flatMap(([name, one]) => (isWording(name, one) ? [] : holesIn(one)));
}

/** Words that are never rendered: what a model has written. */
function isWording(name: string, value: Json): boolean {
  const isWords = name === "prompt" || name === "system" || name === "ask";
  return isWords && typeof value === "object" && value !== null && "text" in value;
}
