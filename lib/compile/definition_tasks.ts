/**
 * The phases of a definition as tasks, and as a planner is shown them.
 *
 * @module
 */
import { followersOf } from "../plan/graph.ts";
import type { Need } from "../plan/graph.ts";
import type { Phase, PlanTask, TaskPattern } from "../plan/process_plan.ts";
import type { DefinedPhase } from "../spec/definition.ts";
import { soundPhases, tierOf } from "./definition_check.ts";
import { plainPath } from "./definition_deliverable.ts";
import { namesOf } from "./definition_names.ts";
import { promptOf } from "./definition_prompt.ts";

/** Milliseconds before a second attempt. */
const PAUSE = 1_000;

/** A phase under the name of its task. */
export interface NamedPhase extends Omit<DefinedPhase, "needs"> {
  /** What its task is called. */
  readonly name: string;
  /** What comes first, by the names of tasks. */
  readonly needs: readonly Need[];
}

/** Phases under the names of their tasks. */
export function namedPhases(phases: readonly DefinedPhase[]): readonly NamedPhase[] {
  const sound = soundPhases(phases), names = namesOf(sound);
  return sound.map(({ id, needs, ...phase }) => ({
    ...phase,
    id,
    name: names.get(id)!,
    needs: [...new Set(needs)].map((need) => ({ task: names.get(need)! })),
  }));
}

/** The phases as they are written: one agent each. Those that bring the others together come last. */
export function strictTasks(phases: readonly NamedPhase[], pattern: TaskPattern): readonly PlanTask[] {
  return withSynthesisLast(phases).map((phase) => {
    const { name, needs, description, criteria, critical, deliverables, modelTier, verificationTier } = phase;
    const prompt = { template: promptOf(phase, needs.map(({ task }) => task)) };
    return {
      name,
      needs,
      about: description,
      work: { by: "agent", agent: { ...pattern.agents[tierOf(modelTier) - 1]!, prompt } },
      attempts: pattern.attempts,
      pause: PAUSE,
      failure: { then: "fail" },
      critical,
      deliverables: pathsOf(deliverables.map((one) => one.name)),
      ...(criteria === "" ? {} : { criteria }),
      verify: pattern.verify[tierOf(verificationTier) - 1]!,
    };
  });
}

/** The phases as a planner is shown them. */
export function plannerPhases(phases: readonly NamedPhase[]): readonly Phase[] {
  return phases.map(({ name, needs, description, criteria, critical, synthesis, deliverables, ...tiers }) => ({
    name,
    needs,
    about: description,
    tier: tierOf(tiers.modelTier),
    verification: tierOf(tiers.verificationTier),
    critical,
    synthesis,
    criteria,
    deliverables: deliverables.map((one) => ({ path: plainPath(one.name), about: one.about })),
  }));
}

function pathsOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(plainPath))];
}

/** A phase that brings the others together needs them all, but for those that come after it and its own kind. */
function withSynthesisLast(phases: readonly NamedPhase[]): readonly NamedPhase[] {
  return phases.map((phase) => {
    if (!phase.synthesis) return phase;
    const later = laterThan(phases, phase.name), there = new Set(phase.needs.map(({ task }) => task));
    const others = phases.filter(({ name, synthesis }) => !synthesis && !later.has(name) && !there.has(name));
    return { ...phase, needs: [...phase.needs, ...others.map(({ name }) => ({ task: name }))] };
  });
}

/** Names of phases that wait for this one, however far. */
function laterThan(phases: readonly NamedPhase[], name: string): ReadonlySet<string> {
  const followers = followersOf(phases), later = new Set<string>(), todo = [name];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const follower of followers.get(at) ?? []) {
      if (!later.has(follower)) later.add(follower), todo.push(follower);
    }
  }
  return later;
}
