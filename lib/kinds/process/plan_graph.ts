/**
 * The graph that a run of a process begins with where a planner makes it, or refines the one that is written.
 *
 * @module
 */
import type { Values } from "../../expr/evaluate.ts";
import type { Planner, PlanTask, Program, TaskPattern, ToldTask } from "../../plan/mod.ts";
import { plainly } from "../agent/plainly.ts";
import type { Asking } from "../ask_judge.ts";
import type { Evaluating } from "../value_of.ts";
import { NoValue, textOf } from "../value_of.ts";
import { planGraphAnswer } from "./plan_graph_answer.ts";
import { plannedGraph } from "./plan_graph_frame.ts";
import { list, plannerWords } from "./planner_words.ts";
import { readGraph } from "./read_graph.ts";
import { tell } from "./tell.ts";
import { callTool } from "./tool_step.ts";

/** What a graph is made from. */
export interface GraphWanted {
  /** Who makes it. */
  readonly planner: Planner;
  /** What everything is for. */
  readonly goal: string;
  /** Tasks that are written. */
  readonly tasks: readonly PlanTask[];
  /** What templates may speak of. */
  readonly values: Values;
  /** What people said. */
  readonly guidance?: readonly string[];
  /** What earlier runs have shown, a line each. */
  readonly hints?: readonly string[];
}

/**
 * The graph to begin with. It is told, and so is that a planner is asked for it.
 *
 * @throws {EffectFailed} with the code `plan` when a planner gives none that can be used; with that of its model when the
 * planner cannot be asked.
 */
export function* makeGraph(
  round: Asking & Evaluating,
  { planner, goal, tasks, values, guidance = [], hints = [] }: GraphWanted,
): Program<readonly PlanTask[]> {
  const key = "plan/1";
  yield* tell(`${key}/told`, { told: "planning", version: 1 });
  const { model, maxTokens, most, pattern } = planner, found = yield* lookAround(planner, key);
  const known = new Set([...tasks, ...planner.phases].map(({ name }) => name));
  const graph = yield* planGraphAnswer<readonly PlanTask[]>(round, {
    key,
    model,
    maxTokens,
    words: plannerWords({ planner, goal, tasks, found, role: roleOf(round, pattern, values), guidance, hints }),
    read(answer) {
      const { drafts, faults } = readGraph(answer, { most, known });
      if (drafts.length === 0 && faults.length > 0) return { faults };
      const made = plannedGraph(drafts, { planner, tasks }), all = [...faults, ...made.faults];
      return all.length > 0 ? { faults: all } : { answer: made.tasks };
    },
  });
  return yield* tellGraph(key, 1, graph);
}

/** What agents of the middle tier are told to be, where that can be said before there are tasks. */
export function roleOf(round: Evaluating, { agents: [, { system }] }: TaskPattern, values: Values): string {
  if (!system) return "";
  if ("text" in system) return system.text;
  try {
    return textOf(round, { field: "agent.system", expression: system.template }, values);
  } catch (error) {
    if (error instanceof NoValue) return "";
    throw error;
  }
}

/** What a planner is to know of the workspace, in words; one that cannot be looked at is planned for without. */
function* lookAround({ scan, guidance = "" }: Planner, key: string): Program<string> {
  const patterns = scan.map((one) => one.patterns);
  const came = yield* callTool({ key: `${key}/scan`, tool: "scan_workspace", input: { patterns } });
  if (!came.ok) return guidance;
  if (scan.length === 0) return came.output;
  const data = came.data as unknown as Scanned | null;
  const groups = scan.flatMap(({ about, patterns }, i) => {
    const paths = data?.found[i] ?? [];
    return paths.length === 0 ? [] : [`${about === "" ? patterns.join(", ") : about}:\n${list(paths.map(plainly))}`];
  });
  return groups.length > 0 ? groups.join("\n") : guidance;
}

interface Scanned {
  /** Paths, for each list of patterns. */
  readonly found: readonly (readonly string[])[];
}

/** Tells a graph, and gives it back. */
export function* tellGraph(key: string, version: number, graph: readonly PlanTask[]): Program<readonly PlanTask[]> {
  yield* tell(`${key}/graph/told`, { told: "planned", version, tasks: toldGraph(graph) });
  return graph;
}

/** A graph as it is told. */
function toldGraph(graph: readonly PlanTask[]): readonly ToldTask[] {
  return graph.map(({ name, needs, about, work }) => ({
    name,
    needs: needs.map(({ task }) => task),
    ...(about === undefined ? {} : { about }),
    by: work.by,
  }));
}
