import type { GraphNode, Phase, Planner } from "../plan/mod.ts";
import { followersOf, inOrder } from "../plan/mod.ts";
import type { ExplainedStep } from "./explain.ts";
import { quoted, shortened } from "./explain_words.ts";

/** On which level each node of a graph stands: those that need nothing on the first, others below all that they need. */
export function levelsOf(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const byName = new Map(nodes.map((node) => [node.name, node])), levels = new Map<string, number>();
  for (const name of inOrder(nodes)) {
    const above = byName.get(name)!.needs.map(({ task }) => levels.get(task) ?? 0);
    levels.set(name, 1 + above.reduce((most, level) => Math.max(most, level), 0));
  }
  return levels;
}

/** The steps that the author of a process suggests to its planner. */
export function phaseSteps({ phases, mode }: Planner): readonly ExplainedStep[] {
  const levels = levelsOf(phases), followers = followersOf(phases), count = Math.max(0, ...levels.values());
  const byName = new Map(phases.map((phase) => [phase.name, phase])),
    word = mode === "guided" ? "demanded" : "suggested";
  return [...levels].toSorted(([, a], [, b]) => a - b).map(([name, level]): ExplainedStep => {
    const phase = byName.get(name)!, after = followers.get(name) ?? [];
    return {
      id: stepOfPhase(name),
      says: `${name}: ${shortened(phase.about)}`,
      details: detailsOf(phase),
      next: after.length > 0 ? after.map((to) => ({ to: stepOfPhase(to) })) : [{ to: "finish" }],
      under: `${word}, level ${level} of ${count}`,
    };
  });
}

/** The step of a phase. */
export function stepOfPhase(name: string): string {
  return `phase/${name}`;
}

function detailsOf(
  { needs, tier, verification, critical, synthesis, criteria, deliverables }: Phase,
): readonly string[] {
  const strictness = ["by program", "by a model too", "by votes of a model"][verification - 1] ?? "by program";
  return [
    ...(needs.length > 0 ? [`after ${needs.map(({ task }) => task).join("; ")}`] : []),
    ...(synthesis ? ["it begins when all others are done"] : []),
    `by an agent of tier ${tier}, verified ${strictness}`,
    ...(deliverables.length > 0 ? [`it leaves ${deliverables.map(({ path }) => quoted(path)).join(", ")}`] : []),
    ...(criteria === "" ? [] : [`it is done well when: ${quoted(criteria)}`]),
    ...(critical ? ["when it fails, the run ends at once"] : []),
  ];
}
