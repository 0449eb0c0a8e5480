/** Changes of a graph under way, held to what of it is past. */
import { quote } from "../../expr/describe.ts";
import type { Need, Phase, PlanTask, Replan, TaskPattern } from "../../plan/mod.ts";
import { graphFaults } from "./plan_graph_faults.ts";
import type { Framed } from "./plan_graph_frame.ts";
import { grownNeeds, plannedTask, withSynthesis } from "./plan_graph_tasks.ts";
import type { Draft } from "./read_graph.ts";
import { readFaults } from "./replan_reads.ts";
import type { Ended } from "./replan.ts";

/** Where each task of a graph stands, as far as changes are concerned. */
export interface Fence {
  /** They are done, left out or run: they stay as they are. */
  readonly fixed: ReadonlySet<string>;
  /** They were left out: what needs them would be as well. */
  readonly skipped: ReadonlySet<string>;
  /** They failed: they go, and their names are not used again. */
  readonly failed: ReadonlySet<string>;
  /** They have not begun. */
  readonly waiting: ReadonlySet<string>;
}

/** What a planner wants changed. */
export interface Changes {
  /** Tasks that are new or different. */
  readonly drafts: readonly Draft[];
  /** Names of tasks that are to go. */
  readonly drop: readonly string[];
}

/** What changes are held to. */
export interface Bounds {
  /** The graph as it is. */
  readonly graph: readonly PlanTask[];
  /** Where its tasks stand. */
  readonly fence: Fence;
  /** What may be done. */
  readonly may: Replan["may"];
  /** What new tasks are made of. */
  readonly pattern: TaskPattern;
  /** What the author suggested. */
  readonly phases: readonly Phase[];
  /** The most tasks that may be left to do. */
  readonly most: number;
  /** Expressions of the outputs of the run, by name. */
  readonly outputs: { readonly [name: string]: string };
}

/** Where each task of a graph stands. */
export function fenceOf(
  graph: readonly PlanTask[],
  { ends, running }: { readonly ends: ReadonlyMap<string, Ended>; readonly running: readonly string[] },
): Fence {
  const runs = new Set(running), names = graph.map(({ name }) => name);
  const those = (holds: (name: string) => boolean) => new Set(names.filter(holds));
  return {
    fixed: those((name) => runs.has(name) || ends.get(name)?.is === "done" || ends.get(name)?.is === "skipped"),
    skipped: those((name) => ends.get(name)?.is === "skipped"),
    // One that failed and went already keeps its name all the same: its steps carry it.
    failed: new Set([...ends].flatMap(([name, { is }]) => is === "failed" && !runs.has(name) ? [name] : [])),
    waiting: those((name) => !runs.has(name) && !ends.has(name)),
  };
}

/** The graph after these changes, and everything that is wrong with them. */
export function changedGraph(changes: Changes, bounds: Bounds): Framed {
  const { graph, fence, phases, most, outputs } = bounds, faults: string[] = [];
  const drafts = changes.drafts.filter((draft) => !isSaidAgain(draft, bounds));
  const gone = goneBy({ ...changes, drafts }, bounds, faults), names = new Set(graph.map(({ name }) => name));
  for (const draft of drafts) faults.push(...refusals(draft, bounds));
  faults.push(...saidTwice(drafts, names));
  const takers = takersOf(drafts), byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const kept = graph.filter(({ name }) => !gone.has(name)).map((task) => {
    if (fence.fixed.has(task.name)) return task;
    const draft = byId.get(task.name), changed = draft ? changedTask(task, draft, bounds) : task;
    const stands = standingFor(draft?.replaces ?? [], task, graph);
    return { ...changed, ...stands, needs: turned(changed.needs, { name: task.name, takers, gone }) };
  });
  const added = drafts.filter(({ id }) => !names.has(id)).map((draft) => addedTask(draft, bounds, { takers, gone }));
  const wasNew = drafts.some(({ id }) => !fence.fixed.has(id) && !fence.failed.has(id));
  if (!wasNew && changes.drop.length === 0) faults.push("nothing in it is new, so nothing would come of it");
  const last = lastOf([...kept, ...added], { drafts, phases, fence });
  const made = withSynthesis([...kept, ...added], { names: last, except: fence.skipped });
  const left = made.length - fence.fixed.size;
  if (left > most) faults.push(`there would be ${left} tasks left to do; ${most} are allowed`);
  faults.push(...readFaults({ before: graph, after: made, fixed: fence.fixed, outputs }));
  faults.push(...deadEnds(made, { fence, touched: new Set(byId.keys()) }), ...graphFaults(asWaited(made, fence)));
  return { tasks: made, faults };
}

/** Whether a task that is past is only said again, as it is. */
function isSaidAgain({ id, description, needs = [] }: Draft, { graph, fence }: Bounds): boolean {
  const task = graph.find(({ name }) => name === id);
  if (!task || !fence.fixed.has(id)) return false;
  const { about = "", work } = task,
    asked = work.by === "agent" && "text" in work.agent.prompt ? work.agent.prompt.text : "";
  const isSame = description === "" || description === about.trim() || description === asked.trim();
  return isSame && needs.every((need) => task.needs.some((one) => one.task === need));
}

/** Names of tasks that are in the graph no more. */
function goneBy({ drafts, drop }: Changes, { fence, may }: Bounds, faults: string[]): ReadonlySet<string> {
  const gone = new Set(fence.failed);
  for (const name of new Set([...drop, ...drafts.flatMap(({ replaces }) => replaces)])) {
    if (fence.failed.has(name)) continue;
    if (fence.fixed.has(name)) faults.push(`\`${name}\` is done, left out or under way: it stays as it is`);
    else if (!fence.waiting.has(name)) faults.push(`there is no task ${quote(name)} that could go`);
    else if (may.includes("replace")) gone.add(name);
    else faults.push(`\`${name}\` has to stay: tasks may be added here, and none may be left out`);
  }
  return gone;
}

/** Why a task may not be written so. */
function refusals({ id, description, replaces }: Draft, { graph, fence, may }: Bounds): readonly string[] {
  if (fence.fixed.has(id)) {
    return [`\`${id}\` is done, left out or under way: it stays as it is; give new work an id of its own`];
  }
  if (fence.failed.has(id)) {
    return [`\`${id}\` has failed, and its id is not used again: give its work a new id, with \`replaces\`: ["${id}"]`];
  }
  const isThere = graph.some(({ name }) => name === id);
  if (isThere && !may.includes("replace")) return [`\`${id}\` may not be changed; tasks may be added here`];
  if (!isThere && description === "") return [`\`${id}\` has no \`description\`; say what is to be done`];
  if (isThere || may.includes("add") || replaces.length > 0) return [];
  return [`\`${id}\` is new and takes nobody's place: give it \`replaces\`, or do without it`];
}

/** For each name the tasks that take its place. */
function takersOf(drafts: readonly Draft[]): ReadonlyMap<string, readonly string[]> {
  const takers = new Map<string, string[]>();
  for (const { id, replaces } of drafts) {
    for (const name of replaces) takers.set(name, [...takers.get(name) ?? [], id]);
  }
  return takers;
}

/** A planner's own task is written anew; what an author wrote keeps its work and may come to need more. */
function changedTask(task: PlanTask, draft: Draft, { pattern, phases }: Bounds): PlanTask {
  const { work, needs } = task, isPlanned = work.by === "agent" && "text" in work.agent.prompt;
  if (!isPlanned || draft.description === "") return { ...task, needs: grownNeeds(needs, draft.needs ?? []) };
  const planned = plannedTask(draft, pattern, phases.find(({ name }) => name === task.name));
  return draft.needs === undefined ? { ...planned, needs } : planned;
}

interface Turning {
  readonly takers: ReadonlyMap<string, readonly string[]>;
  readonly gone: ReadonlySet<string>;
}

/** A new task; one that takes another's place and says nothing of needs has those of the other. */
function addedTask(draft: Draft, { graph, pattern, phases }: Bounds, turning: Turning): PlanTask {
  const planned = plannedTask(draft, pattern, phases.find(({ name }) => name === draft.id));
  const before = graph.filter(({ name }) => draft.replaces.includes(name)).flatMap(({ needs }) => needs);
  const needs = draft.needs === undefined ? before : planned.needs;
  const [returns] = graph.flatMap((task) => draft.replaces.includes(task.name) ? task.returns ?? [] : []);
  return {
    ...planned,
    ...(returns === undefined ? {} : { returns }),
    ...standingFor(draft.replaces, planned, graph),
    needs: turned(needs, { ...turning, name: draft.id }),
  };
}

/** Whose place a task takes, those included whose place these had taken. */
function standingFor(
  names: readonly string[],
  { replaces = [] }: PlanTask,
  graph: readonly PlanTask[],
): Pick<PlanTask, "replaces"> {
  const taken = names.flatMap((name) => [name, ...graph.find((task) => task.name === name)?.replaces ?? []]);
  const all = [...new Set([...replaces, ...taken])];
  return all.length > 0 ? { replaces: all } : {};
}

/** Needs of what is gone turned to what takes its place; where only the order counted, there is none left. */
function turned(needs: readonly Need[], { name, takers, gone }: Turning & { readonly name: string }): readonly Need[] {
  const found = needs.flatMap((need): readonly Need[] => {
    if (!gone.has(need.task)) return [need];
    const instead = (takers.get(need.task) ?? []).filter((taker) => taker !== name);
    if (instead.length > 0) return instead.map((task) => ({ ...need, task }));
    return need.whatever ? [] : [need];
  });
  return found.filter(({ task }, i) => found.findIndex((other) => other.task === task) === i);
}

/** Tasks that bring the others together and have not begun. */
function lastOf(
  tasks: readonly PlanTask[],
  { drafts, phases, fence }: Pick<Bounds, "phases" | "fence"> & Pick<Changes, "drafts">,
): ReadonlySet<string> {
  const wanted = new Set(
    [...drafts, ...phases].filter(({ synthesis }) => synthesis).map((one) => "id" in one ? one.id : one.name),
  );
  return new Set(tasks.map(({ name }) => name).filter((name) => wanted.has(name) && !fence.fixed.has(name)));
}

/** The graph by what is still waited for: what has ended or runs waits for nothing, and what failed is spoken of elsewhere. */
function asWaited(tasks: readonly PlanTask[], { fixed, failed }: Fence): readonly PlanTask[] {
  return tasks.map((task) =>
    fixed.has(task.name)
      ? { ...task, needs: [] }
      : { ...task, needs: task.needs.filter((need) => !failed.has(need.task)) }
  );
}

/** Tasks of the graph that are written twice, differently or not; new ones are found among all others. */
function saidTwice(drafts: readonly Draft[], there: ReadonlySet<string>): readonly string[] {
  const ids = drafts.map(({ id }) => id), twice = ids.filter((id, i) => ids.indexOf(id) < i && there.has(id));
  return [...new Set(twice)].map((id) => `two tasks are called \`${id}\``);
}

/** Tasks that could never begin, by what they need. */
function deadEnds(
  tasks: readonly PlanTask[],
  { fence, touched }: { readonly fence: Fence; readonly touched: ReadonlySet<string> },
): readonly string[] {
  return tasks.filter(({ name }) => !fence.fixed.has(name)).flatMap(({ name, needs }) =>
    needs.filter(({ whatever }) => !whatever).flatMap(({ task }) => {
      if (fence.failed.has(task)) {
        return [`\`${name}\` needs \`${task}\`, which has failed: name what takes its place, or leave \`${name}\` out`];
      }
      const isLost = touched.has(name) && fence.skipped.has(task);
      return isLost ? [`\`${name}\` needs \`${task}\`, which was left out: it would be left out as well`] : [];
    })
  );
}
