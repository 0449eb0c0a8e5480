/**
 * What of a graph is never done, because a condition before it is always false: who follows it is told with the way there,
 * and it is an error where what the run is for hangs on it.
 *
 * @module
 */
import { evaluate } from "../expr/evaluate.ts";
import { ExpressionError } from "../expr/failure.ts";
import { parse } from "../expr/parse.ts";
import { referencesOf } from "../expr/references.ts";
import type { GraphNode } from "../plan/mod.ts";
import { followersOf } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { TaskSpec } from "../spec/spec_task.ts";
import type { Span } from "../text/source.ts";
import { reportConstant } from "./check_constant.ts";
import { constantOf } from "./constant.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, spanAt } from "./unit.ts";

/** A task as it is written. */
export interface WrittenTask {
  /** Its name. */
  readonly name: string;
  /** What it says. */
  readonly spec: Pick<TaskSpec, "if" | "deliverables">;
  /** Where. */
  readonly at: Path;
}

/** The tasks of a process, and what it gives. */
export interface Reaching {
  /** As they are written. */
  readonly tasks: readonly WrittenTask[];
  /** The graph that they make. */
  readonly nodes: readonly GraphNode[];
  /** Expressions by their names. */
  readonly outputs: { readonly [name: string]: string };
  /** Whether a planner adds tasks. */
  readonly open: boolean;
}

/** How a task comes to be never done. */
interface Way {
  /** The task that is switched off. */
  readonly from: string;
  /** The first names of the way to it, its own where the way is short. */
  readonly first: readonly string[];
  /** Names on the way, both ends counted. */
  readonly length: number;
  /** The task before it; absent for the first. */
  readonly before?: string;
}

/** Tasks that are never done. */
type Idle = ReadonlyMap<string, Way>;

/** How many names of a way, and how many ways, a message holds. */
const MOST_NAMES = 8, MOST_WAYS = 3;

/** Warns of conditions that are always the same, and reports what never comes because of one. */
export function reportUnreachable(unit: Unit, reaching: Reaching): void {
  const off = reaching.tasks.filter(isOff).map(({ name }) => name), idle = idleAfter(off, reaching.nodes);
  const passed = new Set([...idle.values()].map(({ before }) => before));
  const last = [...idle].filter(([name, { before }]) => before !== undefined && !passed.has(name));
  const ends = Map.groupBy(last, ([, { from }]) => from);
  for (const { name, spec, at } of reaching.tasks) {
    if (spec.if === undefined) continue;
    const after = (ends.get(name) ?? []).map(([end]) => end);
    const so = {
      false: `it is never done${after.length === 0 ? "" : `, and neither is what needs it: ${waysTo(after, idle)}`}`,
    };
    reportConstant(unit, [...at, "if"], { expression: String(spec.if), what: `\`if\` of task \`${name}\``, so });
  }
  if (idle.size > 0) reportMissing(unit, reaching, idle);
}

/** Reports the files that are never delivered, and the outputs that are never there. */
function reportMissing(unit: Unit, { tasks, nodes, outputs, open }: Reaching, idle: Idle): void {
  let told = 0;
  const tell = (span: Span, what: string, name: string) => {
    told++;
    unit.report("never-given", span, { what, task: idle.get(name)!.from, way: wayTo(name, idle) });
  };
  for (const { name, spec: { deliverables = [] }, at } of tasks.filter(({ name }) => idle.has(name))) {
    for (const [i, path] of deliverables.entries()) tell(spanAt(unit, [...at, "deliverables", i]), `\`${path}\``, name);
  }
  for (const [name, expression] of Object.entries(outputs)) {
    const task = alwaysMissing(expression, idle);
    if (task !== undefined) tell(spanAt(unit, ["outputs", name]), `output \`${name}\``, task);
  }
  if (told > 0 || open || isWritten(unit, ["outputs"])) return;
  const needed = followersOf(nodes), last = nodes.filter(({ name }) => !needed.has(name)).map(({ name }) => name);
  const end = last.every((name) => idle.has(name)) ? tasks.find(({ name }) => name === last[0]) : undefined;
  if (end) tell(keyAt(unit, end.at), "what the run gives", end.name);
}

function isOff({ spec }: WrittenTask): boolean {
  if (typeof spec.if === "boolean") return !spec.if;
  const constant = spec.if === undefined ? undefined : constantOf(spec.if);
  return constant?.ok === true && constant.value === false;
}

/** Who never begins: what is switched off, and whoever cannot do without it. */
function idleAfter(off: readonly string[], nodes: readonly GraphNode[]): Idle {
  const strict = nodes.map(({ name, needs }) => ({ name, needs: needs.filter(({ whatever }) => whatever !== true) }));
  const after = followersOf(strict);
  const idle = new Map<string, Way>(off.map((from) => [from, { from, first: [from], length: 1 }]));
  // Entries that are added while a map is walked are walked as well.
  for (const [name, way] of idle) {
    for (const follower of after.get(name) ?? []) {
      if (idle.has(follower)) continue;
      const { from, first, length } = way;
      idle.set(follower, {
        from,
        first: length < MOST_NAMES ? [...first, follower] : first,
        length: length + 1,
        before: name,
      });
    }
  }
  return idle;
}

/** The way to a task that is never done; of a long one the beginning and the end. */
function wayTo(name: string, idle: Idle): string {
  const { first, length } = idle.get(name)!;
  return (length <= MOST_NAMES ? first : [...first.slice(0, MOST_NAMES - 2), "…", name]).join(" -> ");
}

function waysTo(names: readonly string[], idle: Idle): string {
  const more = names.length - MOST_WAYS, told = names.slice(0, MOST_WAYS).map((name) => wayTo(name, idle)).join(", ");
  return more <= 0 ? told : `${told} and ${more.toLocaleString("en-US")} more`;
}

/** The task for want of which an expression is null, whatever becomes of the others; undefined where it says something. */
function alwaysMissing(expression: string, idle: Idle): string | undefined {
  const parsed = parse(expression), paths = parsed.ok ? referencesOf(parsed.expr.root).map(({ path }) => path) : [];
  const missing = paths.flatMap(([root, task]) => root === "tasks" && task && idle.has(task) ? [task] : []);
  if (!parsed.ok || missing.length === 0 || missing.length < paths.length) return undefined;
  try {
    const tasks = Object.fromEntries(missing.map((name) => [name, null]));
    return evaluate(parsed.expr, { tasks }) === null ? missing[0] : undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return missing[0];
    throw error;
  }
}
