/** Tasks made of what planners write and what authors demand. */
import { shorten } from "../../base/shorten.ts";
import type { Need, Phase, PlanTask, TaskPattern } from "../../plan/mod.ts";
import { followersOf } from "../../plan/mod.ts";
import type { Draft } from "./read_graph.ts";

/** Milliseconds before the second attempt of a task that a planner has made. */
const PAUSE = 1_000;
/** Characters of what a task is called in lists. */
const ABOUT = 300;

/** A task as a planner wants it. Where it is a phase, what the author says of it stands. */
export function plannedTask(draft: Draft, pattern: TaskPattern, phase?: Phase): PlanTask {
  const { id, description, tier = phase?.tier ?? 1, verification = 1 } = draft;
  const strictness = Math.max(verification, phase?.verification ?? 1);
  const criteria = [phase?.criteria, draft.criteria].find((words) => words !== undefined && words !== "");
  const paths = [...(phase?.deliverables.map(({ path }) => path) ?? []), ...draft.deliverables];
  return {
    name: id,
    needs: (draft.needs ?? []).map((task) => ({ task })),
    about: shorten(phase?.about ?? description, ABOUT, { keep: "start" }),
    work: { by: "agent", agent: { ...pattern.agents[levelOf(tier)], prompt: { text: promptOf(description, phase) } } },
    attempts: pattern.attempts,
    pause: PAUSE,
    ...(pattern.timeout === undefined ? {} : { timeout: pattern.timeout }),
    failure: { then: "fail" },
    critical: (phase?.critical ?? false) || (draft.critical ?? false),
    deliverables: [...new Set(paths)],
    ...(criteria === undefined ? {} : { criteria }),
    verify: pattern.verify[levelOf(strictness)],
  };
}

function levelOf(tier: number): 0 | 1 | 2 {
  return tier >= 3 ? 2 : tier >= 2 ? 1 : 0;
}

/** What its agent is asked: the author's words, then the planner's, then what is to be in the files. */
function promptOf(description: string, phase: Phase | undefined): string {
  if (!phase) return description;
  const own = description === "" || phase.about.includes(description) ? [] : [description];
  const files = phase.deliverables.filter(({ about }) => about !== "").map(({ path, about }) => `- ${path}: ${about}`);
  return [phase.about, ...own, ...(files.length > 0 ? ["What is to be in the files:", ...files] : [])].join("\n");
}

/** Needs that were there and those that came to them; one whose order alone counted stays so. */
export function grownNeeds(needs: readonly Need[], more: readonly string[]): readonly Need[] {
  const there = new Set(needs.map(({ task }) => task));
  return [...needs, ...more.filter((task) => !there.has(task)).map((task) => ({ task }))];
}

/**
 * The graph with everything brought together last: each task of `names` needs all others but those that come after it.
 * Never makes a cycle. Tasks of `except` are needed by nobody for that.
 */
export function withSynthesis(
  tasks: readonly PlanTask[],
  { names, except = new Set() }: { readonly names: ReadonlySet<string>; readonly except?: ReadonlySet<string> },
): readonly PlanTask[] {
  let graph = tasks;
  for (const name of names) {
    const after = laterThan(graph, name);
    const before = graph.map((task) => task.name).filter((other) =>
      other !== name && !after.has(other) && !names.has(other) && !except.has(other)
    );
    graph = graph.map((task) => task.name === name ? { ...task, needs: grownNeeds(task.needs, before) } : task);
  }
  return graph;
}

/** Names of tasks that need this one, however far. */
function laterThan(tasks: readonly PlanTask[], name: string): ReadonlySet<string> {
  const followers = followersOf(tasks), later = new Set<string>(), todo = [name];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const follower of followers.get(at) ?? []) {
      if (!later.has(follower)) later.add(follower), todo.push(follower);
    }
  }
  return later;
}
