/**
 * Another graph for a run under way. What has ended or runs stays as it is: a planner can neither change nor undo it.
 *
 * @module
 */
import type { Values } from "../../expr/evaluate.ts";
import type { Phase, PlanTask, Program, Replan } from "../../plan/mod.ts";
import type { Asking } from "../ask_judge.ts";
import type { Evaluating } from "../value_of.ts";
import { roleOf, tellGraph } from "./plan_graph.ts";
import { planGraphAnswer } from "./plan_graph_answer.ts";
import { readGraph } from "./read_graph.ts";
import { changedGraph, fenceOf } from "./replan_changes.ts";
import { replanWords } from "./replan_words.ts";

/** What became of a task, as far as a planner is concerned. */
export interface Ended {
  /** How it ended. */
  readonly is: "done" | "failed" | "skipped";
  /** Why it failed or was left out. */
  readonly why?: string;
  /** What it answered. */
  readonly text?: string;
}

/** What a graph is made anew from. */
export interface Replanning {
  /** Who makes it, and within which bounds; how often is for the caller to count. */
  readonly replan: Replan;
  /** What everything is for. */
  readonly goal: string;
  /** The number of the graph to be made; the first one of a run is 1. */
  readonly version: number;
  /** The graph as it is. */
  readonly graph: readonly PlanTask[];
  /** Tasks that have ended, by name; more of them as time goes by. */
  readonly ends: ReadonlyMap<string, Ended>;
  /** Names of tasks that run by then. */
  readonly running: () => readonly string[];
  /** Why it is made anew. */
  readonly why: string;
  /** What templates may speak of. */
  readonly values: Values;
  /** The most tasks that may be left to do. Default 50. */
  readonly most?: number;
  /** What the author suggested. */
  readonly phases?: readonly Phase[];
  /** What tasks found worth remembering, in words. */
  readonly memories?: string;
  /** What people said. */
  readonly guidance?: readonly string[];
  /** Expressions of the outputs of the run, by name: what they are made of has to be made. */
  readonly outputs?: { readonly [name: string]: string };
  /** Is given the graph before anything else can begin or end. */
  readonly made?: (graph: readonly PlanTask[]) => void;
}

/** Tasks that may be left to do where nobody says. */
const MOST = 50;

/**
 * A graph in the place of one that cannot come to its end. It holds what has ended well, what was left out and what runs
 * as they were, and none of those that failed: others take their place, or it does without them. What counts is how
 * things stand when the planner has answered: what began or ended while it thought is past as well. It is told.
 *
 * @throws {EffectFailed} with the code `plan` when the planner gives none that can be used; with that of its model when
 * it cannot be asked. The graph is as it was then.
 */
export function* replanGraph(round: Asking & Evaluating, replanning: Replanning): Program<readonly PlanTask[]> {
  const { replan, version, graph, ends, running, values, phases = [], most = MOST, outputs = {} } = replanning;
  const key = `replan/${version}`;
  const { model, maxTokens, pattern, may } = replan;
  const changed = yield* planGraphAnswer<readonly PlanTask[]>(round, {
    key,
    model,
    maxTokens,
    words: replanWords({ ...replanning, most }, roleOf(round, pattern, values)),
    read(answer) {
      const { drafts, drop, faults } = readGraph(answer, { most, known: new Set(graph.map(({ name }) => name)) });
      if (drafts.length === 0 && faults.length > 0) return { faults };
      const fence = fenceOf(graph, { ends, running: running() });
      const made = changedGraph({ drafts, drop }, { graph, fence, may, pattern, phases, most, outputs });
      const all = [...faults, ...made.faults];
      return all.length > 0 ? { faults: all } : { answer: made.tasks };
    },
  });
  replanning.made?.(changed);
  return yield* tellGraph(key, version, changed);
}
