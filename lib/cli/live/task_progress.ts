/**
 * What a process that is driven here looks like at a moment: a fold of its events. Knows no terminal.
 *
 * @module
 */
import type { RunEvent } from "../../app/vocabulary.ts";
import { nameOf } from "../../base/hash.ts";
import type { Booking, Effect, Entry, Limits, ToldProcess } from "../../plan/mod.ts";
import type { ProcessFold } from "../../views/process_view.ts";
import { toldIn as roundIn } from "../../views/rounds.ts";
import { isPlanning, taskIn, toldIn } from "../../views/task_rows.ts";
import type { TaskState, TaskView } from "../../views/task_view.ts";
import { answerCommand } from "../question_lines.ts";
import { describeEntry, outcomeIn } from "../describe_entry.ts";
import { roundLine } from "../round_words.ts";
import { stateStyle } from "../task_words.ts";
import { plannedWords, planningWords, refusedWords, toldLine } from "../told_words.ts";
import type { Doing } from "./doing.ts";
import { doingOf } from "./doing.ts";
import { raiseLimits } from "./raise_limits.ts";
import type { Beginning, Listener } from "./progress.ts";
import { Speed } from "./speed.ts";
import { begunWords, endWords, retryWords } from "./task_milestones.ts";

/** A question that waits for a person. */
export interface LiveQuestion {
  /** The run that asks, and the step. */
  readonly run: string;
  readonly key: string;
  /** The task that it belongs to. */
  readonly task: string;
  readonly question: string;
  /** The command that answers it. */
  readonly answer: string;
}

/** A text as it arrives. */
export interface Streaming {
  /** The task, or what else writes. */
  readonly who: string;
  readonly key: string;
  /** Its end: more than a line can show. */
  readonly text: string;
}

/** Characters of a text that are kept: more than a line can show. */
const KEPT = 2_000;

/** Digits of a child's name, where nothing else has it. */
const CHILD = 8;

/** Ends of a task. */
const ENDS: ReadonlySet<TaskState> = new Set(["done", "failed", "skipped", "stuck"]);

/** A process that is driven here. */
export class TaskProgress {
  readonly beginning: Beginning;
  /** Its tasks as its rows tell them. */
  readonly fold: ProcessFold;
  /** What it is all for. */
  readonly goal: string | undefined;
  /** A person wants it to stop, and it comes to rest. */
  stopping = false;
  spent: Booking;
  limits: Limits;
  readonly speed: Speed = new Speed();
  /** The text that arrived last, while it arrives. */
  streaming: Streaming | undefined;
  /** Steps that are under way, by their tasks; those of planners under none. */
  readonly #open = new Map<string, Map<string, Doing>>();
  readonly #questions = new Map<string, LiveQuestion>();
  /** What child runs told last, by the tasks that started them. */
  readonly #children = new Map<string, string>();
  readonly #taskOfRun = new Map<string, string>();
  readonly #begun = new Set<string>();
  readonly #ended = new Map<string, TaskState>();
  /** Tasks whose one step has done what it should: something may still be found wrong with it. */
  readonly #likely = new Set<string>();
  readonly #lengths = new Map<string, number>();
  #worked = 0;
  #workedAt: number;
  readonly #tell: Listener["tell"];

  /** Begins where the run stands. */
  constructor(beginning: Beginning & Required<Pick<Beginning, "process">>, { tell }: Pick<Listener, "tell">) {
    const { fold, goal } = beginning.process;
    this.beginning = beginning;
    this.fold = fold;
    this.goal = goal;
    this.spent = fold.spent;
    this.limits = beginning.limits;
    this.#workedAt = beginning.at;
    this.#tell = tell;
    for (const name of fold.graph) {
      const { state } = fold.task(name);
      if (ENDS.has(state)) this.#ended.set(name, state);
    }
  }

  /** Milliseconds of working time: it stands while all only wait. */
  wallAt(now: number): number {
    const steps = [...this.#open.values()].flatMap((open) => [...open.values()]);
    const waits = steps.length > 0 && steps.every((step) => step.waits);
    if (!waits) this.#worked += Math.max(0, now - this.#workedAt);
    this.#workedAt = now;
    return this.beginning.wall + this.#worked;
  }

  /** Its tasks. */
  tasks(): readonly TaskView[] {
    return this.fold.graph.map((name) => this.fold.task(name));
  }

  /** What is done for a task now; the newest comes last. */
  doing(task: string): readonly Doing[] {
    return [...this.#open.get(task)?.values() ?? []];
  }

  /** What a child run of a task told last. */
  childOf(task: string): string | undefined {
    return this.#children.get(task);
  }

  /** Questions that wait for people, oldest first. */
  get questions(): readonly LiveQuestion[] {
    return [...this.#questions.values()];
  }

  /** Takes in what has happened. */
  take(event: RunEvent, at: number): void {
    switch (event.type) {
      case "started":
        return this.#start(event, at);
      case "text":
        return this.#arrive(event, at);
      case "entry":
        return this.#enter(event, at);
      case "retry": {
        const { key, failure, at: due } = event;
        return this.#tell({
          at,
          ...describeEntry({ seq: 0, at, type: "failure", key, value: { ...failure, at: due } }),
        });
      }
      case "log":
        return this.#tell({ at, text: `${event.key}: ${event.text.trimEnd()}`, style: "faint" });
      case "saved":
      case "unsaved":
        return;
    }
  }

  /** It rests: ends that were not told are told. */
  finish(at: number): void {
    this.#tellLikely(at);
  }

  #start({ effect, run }: Extract<RunEvent, { type: "started" }>, at: number): void {
    const { key } = effect, task = this.#taskOf(run, key), doing = doingOf(effect);
    if (run === this.beginning.name) {
      if (effect.do !== "tell" && task !== undefined) this.#begin(task, at);
      if (task !== undefined) this.#likely.delete(task);
      if (effect.do !== "tell") this.#tellLikely(at);
      if (effect.do === "run" && task !== undefined) this.#taskOfRun.set(`${run}.${nameOf(key, CHILD)}`, task);
    }
    if (!doing) return;
    this.#stepsOf(task).set(idOf(run, key), doing);
    if (doing.asks) this.#ask(effect as Extract<Effect, { do: "ask" }>, { run, task: task ?? key, at });
  }

  #begin(task: string, at: number): void {
    if (this.#begun.has(task)) return;
    this.#begun.add(task);
    if (this.#ended.has(task)) return;
    this.#tell({ at, text: begunWords(this.fold.task(task)), isDrawn: true });
  }

  #ask(
    { key, question, choices }: Extract<Effect, { do: "ask" }>,
    { run, task, at }: { readonly run: string; readonly task: string; readonly at: number },
  ): void {
    const answer = answerCommand({ run, key, ...(choices ? { choices } : {}) });
    this.#questions.set(idOf(run, key), { run, key, task, question, answer });
    this.#tell({ at, text: `${task} asks: ${question} (${answer})`, style: "accent" });
  }

  #arrive({ run, key, text }: Extract<RunEvent, { type: "text" }>, at: number): void {
    this.speed.arrive(at, text.length);
    const id = idOf(run, key), before = this.streaming?.key === id ? this.streaming.text : "";
    const who = this.#taskOf(run, key) ?? (isPlanning(key) ? "planner" : run);
    this.streaming = { who, key: id, text: (before + text).slice(-KEPT) };
    this.#lengths.set(id, (this.#lengths.get(id) ?? 0) + text.length);
  }

  #enter({ run, entry }: Extract<RunEvent, { type: "entry" }>, at: number): void {
    const { key, type } = entry, isOwn = run === this.beginning.name;
    if (key !== undefined && type !== "intent" && type !== "failure" && type !== "wait") this.#close(run, key, entry);
    if (isOwn && entry.seq <= this.fold.seq) return;
    if (entry.ref !== undefined && entry.booking) this.#book(run, entry.booking);
    if (isOwn) this.fold.take(entry);
    else return this.#hearChild(run, entry, at);
    if (type === "took" || type === "reopen") {
      this.#raise(entry);
      if (type === "reopen") this.#ended.clear();
      this.#tell({ at, ...describeEntry(entry) });
    }
    const told = type === "done" ? toldIn(entry) : undefined, task = key === undefined ? undefined : taskIn(key);
    if (told) this.#hear(told, at);
    else if (task !== undefined && this.fold.task(task).state === "done") this.#likely.add(task);
  }

  #close(run: string, key: string, entry: Entry): void {
    const id = idOf(run, key), task = this.#taskOf(run, key);
    this.#open.get(task ?? "")?.delete(id);
    this.#questions.delete(id);
    if (this.streaming?.key === id) this.streaming = undefined;
    const length = this.#lengths.get(id), outcome = outcomeIn(entry.value);
    this.#lengths.delete(id);
    const { tokens } = (outcome.type === "value" ? outcome.value ?? {} : {}) as {
      readonly tokens?: { readonly output?: number };
    };
    if (length !== undefined && typeof tokens?.output === "number") this.speed.learn(tokens.output, length);
  }

  #hear(told: ToldProcess, at: number): void {
    switch (told.told) {
      case "planning":
        return this.#tell({ at, text: planningWords(told.why), style: "accent" });
      case "planned":
        return this.#tell({ at, text: plannedWords(told.version, told.tasks), style: "accent" });
      case "verified":
        return told.passed ? undefined : this.#tell({ at, text: refusedWords(told), style: "warn" });
      case "retrying":
        return this.#tell({ at, text: retryWords(told, this.fold.task(told.task)), style: "warn" });
      case "task":
        return this.#end(told.task, at);
      case "stuck":
      case "approval":
        return this.#tell({ at, ...toldLine(told) });
      case "attempt":
      case "prompt":
      case "memory":
      case "guidance":
        return;
    }
  }

  /** Tells ends of tasks with which nothing can be found wrong any more. */
  #tellLikely(at: number): void {
    for (const task of this.#likely) this.#end(task, at);
    this.#likely.clear();
  }

  #end(name: string, at: number): void {
    const task = this.fold.task(name), style = stateStyle(task.state);
    this.#likely.delete(name);
    if (!ENDS.has(task.state) || this.#ended.get(name) === task.state) return;
    this.#ended.set(name, task.state);
    for (const id of this.#open.get(name)?.keys() ?? []) this.#questions.delete(id);
    this.#open.delete(name);
    this.#tell({ at, text: endWords(task), ...(style ? { style } : {}) });
  }

  #hearChild(run: string, entry: Entry, at: number): void {
    const round = roundIn(entry), told = entry.type === "done" ? toldIn(entry) : undefined;
    const line = round
      ? roundLine(round)
      : told && (told.told === "task" || told.told === "planned")
      ? toldLine(told).text
      : undefined;
    if (line === undefined) return;
    const task = this.#taskOf(run, "");
    if (task !== undefined) this.#children.set(task, line);
    this.#tell({
      at,
      text: `${task === undefined ? run : `${task} (${run})`}: ${line}`,
      style: "faint",
      isDrawn: true,
    });
  }

  #raise({ value }: Entry): void {
    const { usd, tokens, calls } = this.spent, used = { usd, tokens, calls, wall: this.beginning.wall + this.#worked };
    this.limits = raiseLimits({ limits: this.limits, used }, value);
  }

  #book(run: string, booking: Booking): void {
    const { usd, tokens, calls } = booking, { spent } = this, isOwn = run === this.beginning.name;
    this.spent = { usd: spent.usd + usd, tokens: spent.tokens + tokens, calls: spent.calls + calls };
    const task = isOwn ? undefined : this.#taskOf(run, "");
    if (task !== undefined) this.fold.bookChild(`task/${task}`, booking);
  }

  /** The task that a step of the run, or of a run below it, belongs to. */
  #taskOf(run: string, key: string): string | undefined {
    if (run === this.beginning.name) return taskIn(key);
    for (const [child, task] of this.#taskOfRun) if (run === child || run.startsWith(`${child}.`)) return task;
    return undefined;
  }

  #stepsOf(task: string | undefined): Map<string, Doing> {
    const known = this.#open.get(task ?? "");
    if (known) return known;
    const steps = new Map<string, Doing>();
    this.#open.set(task ?? "", steps);
    return steps;
  }
}

/** Steps of child runs may have the same keys. */
function idOf(run: string, key: string): string {
  return `${run} ${key}`;
}
