/** What a planner has written, held to what its author demands. */
import type { Need, Phase, Planner, PlanTask } from "../../plan/mod.ts";
import { graphFaults } from "./plan_graph_faults.ts";
import { grownNeeds, plannedTask, withSynthesis } from "./plan_graph_tasks.ts";
import type { Draft } from "./read_graph.ts";

/** What holds for a graph whoever makes it. */
export interface Frame {
  /** How it is made. */
  readonly planner: Pick<Planner, "mode" | "phases" | "pattern">;
  /** Tasks that are written. */
  readonly tasks: readonly PlanTask[];
}

/** A graph, and everything that is wrong with it. */
export interface Framed {
  /** Its tasks, in the planner's order. */
  readonly tasks: readonly PlanTask[];
  /** In sentences; empty for a graph that can be run. */
  readonly faults: readonly string[];
}

/**
 * The graph of a planner. A task that is written keeps its work and its needs, and may come to need more; a phase keeps
 * what its author says of it. In a guided graph all of these have to be there.
 */
export function plannedGraph(drafts: readonly Draft[], { planner, tasks: written }: Frame): Framed {
  const { mode, phases, pattern } = planner;
  const tasksByName = mapOf(written), phasesByName = mapOf(phases);
  const made = drafts.map((draft): PlanTask => {
    const task = tasksByName.get(draft.id), phase = phasesByName.get(draft.id);
    if (task) return { ...task, needs: grownNeeds(task.needs, draft.needs ?? []) };
    const planned = plannedTask(draft, pattern, phase);
    return { ...planned, needs: needsOf(draft, mode === "guided" ? phase : undefined) };
  });
  const missing = mode === "guided" ? missingFrom(drafts, [...written, ...phases]) : [];
  const last = new Set(
    drafts.filter(({ id, synthesis }) => synthesis || phasesByName.get(id)?.synthesis).map((d) => d.id),
  );
  const graph = withSynthesis(made, { names: last }), empty = made.length === 0 ? ["there is no task in it"] : [];
  return { tasks: graph, faults: [...empty, ...missing, ...graphFaults(graph)] };
}

/** What a phase of a guided graph needs stays needed. */
function needsOf({ needs = [] }: Draft, phase: Phase | undefined): readonly Need[] {
  return grownNeeds(phase?.needs ?? [], needs);
}

function missingFrom(drafts: readonly Draft[], demanded: readonly { readonly name: string }[]): readonly string[] {
  const there = new Set(drafts.map(({ id }) => id)), names = new Set(demanded.map(({ name }) => name));
  return [...names].filter((name) => !there.has(name)).map((name) =>
    `\`${name}\` is demanded and is not there; keep it`
  );
}

function mapOf<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
