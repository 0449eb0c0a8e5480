/**
 * A process for people: its tasks as they stand, folded from its journal row by row. The graph is that of its plan until a
 * planner tells of another.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Booking, End, Entry, Limits, Memory, ProcessPlan, RunStatus, ToldProcess } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import { endIn } from "./end_row.ts";
import type { RunTotals } from "./run_view.ts";
import { standing } from "./standing.ts";
import { NOTHING, plus } from "./steps_of.ts";
import { TaskDraft } from "./task_draft.ts";
import { isPlanning, taskIn, toldIn } from "./task_rows.ts";
import type { StandingChanges } from "./standing_changes.ts";
import type { TaskView } from "./task_view.ts";

export { taskIn, toldIn };

/** A graph that was made anew, or could not be. */
export interface ReplanView {
  /** The number of the graph. */
  readonly version: number;
  /** Why it was made anew. */
  readonly why: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether there is one: where its planner gave none that can be used, the one before goes on. */
  readonly made: boolean;
  /** Names of tasks that came into it. */
  readonly added: readonly string[];
  /** Names of tasks that are in it no more. */
  readonly dropped: readonly string[];
}

/** A process, its tasks in the order of its graph. */
export interface ProcessView {
  /** Name of the run. */
  readonly name: string;
  /** Name of its spec. */
  readonly title: string;
  /** Program and version. */
  readonly program: string;
  /** What it is all for, where its plan says so. */
  readonly goal?: string;
  /** Where it stands. */
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** How often somebody began to drive it. */
  readonly drives: number;
  /** Sums over all its steps and child runs. */
  readonly totals: RunTotals;
  /** Its limits. */
  readonly limits: Limits;
  /** Why it ended, when it has. */
  readonly end?: End;
  /** The version of its graph: 1 until it is made anew. */
  readonly version: number;
  /** Why a planner is at work, while one is. */
  readonly planning?: string;
  /** What planners have cost. */
  readonly planners: Booking;
  /** Graphs that were made anew, oldest first. */
  readonly replans: readonly ReplanView[];
  /** Its tasks. */
  readonly tasks: readonly TaskView[];
  /** Tasks of earlier graphs that are in this one no more and had begun. */
  readonly former: readonly TaskView[];
  /** What of its changes stands, where somebody has looked. */
  readonly standing?: StandingChanges;
  /** What people said while it ran. */
  readonly guidance: readonly string[];
  /** What its tasks found worth remembering. */
  readonly memories: readonly (Memory & { readonly task: string })[];
}

/** What of a plan a fold needs. */
export type ProcessShape = Pick<ProcessPlan, "tasks" | "planner" | "replan">;

/** What is known of a process beside its rows. */
export interface Beside {
  /** Whether its driver is known to be gone. */
  readonly gone: boolean;
  /** What it is all for. */
  readonly goal?: string;
  /** What of its changes stands. Default: tasks have changed what they told. */
  readonly stands?: StandingChanges;
}

/** Folds a journal into a {@link ProcessView}. */
export class ProcessFold {
  readonly #plan: ProcessShape;
  readonly #drafts = new Map<string, TaskDraft>();
  #memories: (Memory & { readonly task: string })[] = [];
  readonly #guidance: string[] = [];
  readonly #replans: ReplanView[] = [];
  #graph: readonly string[];
  #version = 1;
  #planning: { readonly version: number; readonly why: string } | undefined;
  #planners: Booking = NOTHING;
  #spent: Booking = NOTHING;
  #drives = 0;
  #retries = 0;
  #reused = 0;
  #seq = 0;
  #at: number | undefined;
  #end: End | undefined;

  /** `children`: what its child runs have cost, by the steps that started them. */
  constructor(plan: ProcessShape, children: ReadonlyMap<string, Booking> = new Map()) {
    this.#plan = plan;
    this.#graph = plan.tasks.map(({ name }) => name);
    for (const task of plan.tasks) this.#draft(task.name).plan(task);
    for (const [key, cost] of children) this.bookChild(key, cost);
  }

  /** The number of the newest row that was taken. */
  get seq(): number {
    return this.#seq;
  }

  /** What its rows and its child runs have cost. */
  get spent(): Booking {
    return this.#spent;
  }

  /** Names of the tasks of its graph. */
  get graph(): readonly string[] {
    return this.#graph;
  }

  /** Why a planner is at work, while one is. */
  get planning(): string | undefined {
    return this.#end ? undefined : this.#planning?.why;
  }

  /** A task as it stands. */
  task(name: string): TaskView {
    return this.#draft(name).view;
  }

  /** Adds what a child run costs, which the step of this key has started. */
  bookChild(key: string, cost: Booking): void {
    const name = taskIn(key);
    this.#spent = plus(this.#spent, cost);
    if (name !== undefined) this.#draft(name).book(cost);
  }

  /** Takes the next row. */
  take(entry: Entry): void {
    const { type, key, reused, ref, booking } = entry, before = this.#at;
    this.#seq = entry.seq;
    this.#at = entry.at;
    if (reused) this.#reused++;
    if (ref !== undefined && booking) this.#spent = plus(this.#spent, booking);
    if (type === "drive") this.#drive(before, entry.at);
    else if (type === "failure") this.#retries++;
    else if (type === "reopen") this.#reopen();
    else if (type === "end") this.#end = endIn(entry);
    if (key === undefined) return;
    const name = taskIn(key), told = type === "done" ? toldIn(entry) : undefined;
    if (name !== undefined) this.#draft(name).take(entry, { isTold: told !== undefined });
    else if (isPlanning(key)) {
      if (ref !== undefined && booking) this.#planners = plus(this.#planners, booking);
      if (isLastWord(entry)) this.#endPlanning(entry.at);
    }
    if (told) this.#takeTold(told, entry.at);
  }

  #drive(before: number | undefined, at: number): void {
    this.#drives++;
    if (before !== undefined) { for (const draft of this.#drafts.values()) draft.rest(before, at); }
  }

  /** What all rows so far come to. */
  view(head: RunHead, { gone, goal, stands }: Beside): ProcessView {
    const { name, title, program, created, steps, ledger: { spent, reserved, wall, limits } } = head;
    const inGraph = new Set(this.#graph), { planning } = this;
    return {
      name,
      title,
      program,
      ...(goal === undefined ? {} : { goal }),
      status: standing(head, { gone }),
      created,
      drives: this.#drives,
      totals: { spent, reserved, wall, steps, retries: this.#retries, reused: this.#reused },
      limits,
      ...(this.#end ? { end: this.#end } : {}),
      version: this.#version,
      ...(planning === undefined ? {} : { planning }),
      planners: this.#planners,
      replans: this.#replans,
      tasks: this.#graph.map((task) => withChanges(this.#settled(this.task(task)), stands)),
      former: [...this.#drafts].flatMap(([name, draft]) =>
        inGraph.has(name) || draft.view.began === undefined ? [] : [withChanges(draft.view, stands)]
      ),
      ...(stands ? { standing: stands } : {}),
      guidance: this.#guidance,
      memories: this.#memories,
    };
  }

  /** Nobody waits for an answer any more once the run has ended. */
  #settled(task: TaskView): TaskView {
    return this.#end && task.state === "asks" ? { ...task, state: "running", questions: [] } : task;
  }

  #draft(name: string): TaskDraft {
    const known = this.#drafts.get(name);
    if (known) return known;
    const draft = new TaskDraft(name);
    this.#drafts.set(name, draft);
    return draft;
  }

  #takeTold(told: ToldProcess, at: number): void {
    switch (told.told) {
      case "planning":
        this.#planning = { version: told.version, why: told.why ?? "" };
        return;
      case "planned":
        return this.#turn(told, at);
      case "task":
        return this.#draft(told.task).end(told);
      case "attempt":
        return this.#draft(told.task).begin(told.attempt, told.model);
      case "retrying":
        return this.#draft(told.task).fail(told.attempt, told.why);
      case "verified":
        return this.#draft(told.task).verify(told);
      case "stuck":
        for (const { task } of told.tasks) this.#draft(task).stick();
        return;
      case "memory":
        // Told once more by a life that tried the task again: what it found then is what holds.
        this.#memories = this.#memories.filter(({ task }) => task !== told.task);
        return void this.#memories.push(...told.entries.map((entry) => ({ ...entry, task: told.task })));
      case "guidance":
        return void this.#guidance.push(...told.words.map(wordsOf));
    }
  }

  #turn({ version, tasks }: Extract<ToldProcess, { readonly told: "planned" }>, at: number): void {
    const before = this.#graph, { planner, replan } = this.#plan;
    this.#graph = tasks.map(({ name }) => name);
    const most = (version === 1 ? planner : replan)?.pattern.attempts;
    for (const task of tasks) this.#draft(task.name).tell(task, most);
    const vain = this.#replans.at(-1)?.version === version ? this.#replans.pop() : undefined;
    if (version > 1) {
      const added = this.#graph.filter((name) => !before.includes(name));
      const dropped = before.filter((name) => !this.#graph.includes(name));
      this.#replans.push({ version, why: (this.#planning ?? vain)?.why ?? "", at, made: true, added, dropped });
    }
    this.#version = version;
    this.#planning = undefined;
  }

  /** A planner has said its last: it has given no graph that can be used, unless one is told after all. */
  #endPlanning(at: number): void {
    const planning = this.#planning;
    if (!planning) return;
    if (planning.version > 1) this.#replans.push({ ...planning, at, made: false, added: [], dropped: [] });
    this.#planning = undefined;
  }

  #reopen(): void {
    this.#end = undefined;
    for (const draft of this.#drafts.values()) draft.reopen();
  }
}

/** What a task has told that it changed may have been undone since, and programs tell nothing. */
function withChanges(task: TaskView, stands: StandingChanges | undefined): TaskView {
  return stands ? { ...task, changed: stands.byTask.get(task.name) ?? [] } : task;
}

/** Whether a planner is not asked once more after a row: it cannot be, or was asked twice. */
function isLastWord({ type, key = "", value }: Entry): boolean {
  if (type !== "result" && type !== "done" || !/^(re)?plan\/\d+(\/again)?$/.test(key)) return false;
  return key.endsWith("/again") || (value as { readonly type?: string } | undefined)?.type === "failed";
}

function wordsOf(word: Json): string {
  return typeof word === "string" ? word : JSON.stringify(word);
}
