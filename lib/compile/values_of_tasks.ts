import { parseShape } from "../expr/parse_shape.ts";
import type { Fields, Type } from "../expr/types.ts";
import { ANY, enumOf, listOf, nullable, objectOf, STRING } from "../expr/types.ts";
import type { GraphNode, PlanTask, PlanTool, ProcessPlan } from "../plan/mod.ts";
import { followersOf, inOrder } from "../plan/mod.ts";
import { PRINTED } from "./scopes_process.ts";

const CHANGED: Fields = { changed: listOf(STRING) };

const SURE: Type = { kind: "number", min: 0, max: 1 };

/** What an agent gives: nobody is sure of what is not verified. */
const VERIFIED = objectOf({ text: STRING, ...CHANGED, confidence: SURE }),
  UNVERIFIED = objectOf({ text: STRING, ...CHANGED, confidence: nullable(SURE) });

/** What a task does, as far as the type of its value goes. */
export type Giving =
  | { readonly by: "generate" | "command" | "script" }
  | { readonly by: "agent"; readonly isVerified: boolean }
  /** Absent: it is not known which tool it is. */
  | { readonly by: "tool"; readonly tool: PlanTool | undefined }
  /** What the spec gives that is run. */
  | { readonly by: "run"; readonly outputs: Type }
  | { readonly by: "ask"; readonly choices: readonly string[] | undefined };

/** The type of what a piece of work gives; `returns` is the shape that its spec asks for. */
export function valueOfWork(work: Giving, returns: Type | undefined): Type {
  if (returns) return returns;
  switch (work.by) {
    case "agent":
      return work.isVerified ? VERIFIED : UNVERIFIED;
    case "generate":
      return objectOf({ text: STRING });
    case "command":
      return objectOf({ ...PRINTED, ...CHANGED });
    case "script":
      return ANY;
    case "tool":
      return work.tool ? objectOf({ text: STRING, data: ANY, ...CHANGED, ...printedBy(work.tool) }) : ANY;
    case "run":
      return work.outputs;
    case "ask":
      return objectOf({ answer: work.choices ? enumOf([...new Set(work.choices)]) : STRING });
  }
}

function printedBy(tool: PlanTool): Fields {
  return tool.by === "command" && tool.reads !== "json" ? PRINTED : {};
}

/** Types of the values of a plan's tasks; `outputs` is what each import gives. */
export function valuesInPlan({ tasks, tools }: ProcessPlan, outputs: (plan: string) => Type): Fields {
  return Object.fromEntries(tasks.map((task) => {
    const one = valueOfWork(givingOf(task, { tools, outputs }), returnsOf(task));
    return [task.name, task.each ? listOf(one) : one];
  }));
}

interface Around {
  readonly tools: ProcessPlan["tools"];
  readonly outputs: (plan: string) => Type;
}

function givingOf({ work, verify }: PlanTask, { tools, outputs }: Around): Giving {
  switch (work.by) {
    case "agent":
      return { by: "agent", isVerified: verify !== undefined };
    case "tool":
      return { by: "tool", tool: tools[work.tool] };
    case "run":
      return { by: "run", outputs: outputs(work.plan) };
    case "ask":
      return { by: "ask", choices: work.choices };
    default:
      return { by: work.by };
  }
}

function returnsOf({ returns }: PlanTask): Type | undefined {
  if (returns === undefined) return undefined;
  const parsed = parseShape(returns);
  return parsed.ok ? parsed.type : ANY;
}

/** Tasks without needs of those that are not among them: a planner is to make these. */
export function amongThemselves<T extends GraphNode>(tasks: readonly T[]): readonly T[] {
  const names = new Set(tasks.map(({ name }) => name));
  return tasks.map((task) =>
    task.needs.every((need) => names.has(need.task))
      ? task
      : { ...task, needs: task.needs.filter((need) => names.has(need.task)) }
  );
}

/** Tasks that may have no value in the end: they, or one that they need, may be left out without the run failing. */
export function missableIn(tasks: readonly Pick<PlanTask, "name" | "needs" | "if" | "failure">[]): ReadonlySet<string> {
  const byName = new Map(tasks.map((task) => [task.name, task])), missable = new Set<string>();
  for (const name of inOrder(amongThemselves(tasks))) {
    const { if: condition, failure, needs } = byName.get(name)!;
    const isLeftOut = condition !== undefined || failure.then === "skip" || failure.then === "ask";
    if (isLeftOut || needs.some(({ task, whatever }) => !whatever && missable.has(task))) missable.add(name);
  }
  return missable;
}

/** What a process gives whose spec names no outputs: the values of the tasks that nobody needs. */
export function lastValues(
  tasks: readonly Pick<PlanTask, "name" | "needs" | "if" | "failure">[],
  values: Fields,
): Type {
  const needed = followersOf(tasks), missable = missableIn(tasks);
  const last = tasks.filter(({ name }) => !needed.has(name)).map(({ name }) => {
    const type = values[name] ?? ANY;
    return [name, missable.has(name) ? nullable(type) : type] as const;
  });
  return objectOf(Object.fromEntries(last));
}
