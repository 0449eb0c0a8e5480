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
import { describeEntry, outcomeIn } from "../describe_entry.ts";
import { answerCommand } from "../question_lines.ts";
import { roundLine } from "../round_words.ts";
import { askWords, stateStyle } from "../task_words.ts";
import { noPlanWords, plannedWords, planningWords, refusedWords, toldLine } from "../told_words.ts";
import { doingOf } from "./doing.ts";
import type { LiveKey, LiveQuestion } from "./live_work.ts";
import { LiveWork } from "./live_work.ts";
import type { Milestone } from "./milestone.ts";
import { notedMilestone } from "./milestone.ts";
import type { Beginning, Listener } from "./progress.ts";
import { raiseLimits } from "./raise_limits.ts";
import { answeredWords, begunWords, endWords, retryWords } from "./task_milestones.ts";

/** Digits of a child's name, where nothing else has it. */
const CHILD = 8;

/** Rows that say that a step is over. */
const OVER: ReadonlySet<Entry["type"]> = new Set(["done", "result", "settled"]);

/** States that a task does not leave by itself. */
const ENDS: ReadonlySet<TaskState> = new Set(["done", "failed", "skipped", "stuck"]);

/** A process that is driven here. */
export class TaskProgress {
  /** What was known when its driving began. */
  readonly beginning: Beginning;
  /** Its tasks as its rows tell them. */
  readonly fold: ProcessFold;
  /** What it is all for. */
  readonly goal: string | undefined;
  /** Steps that are under way. */
  readonly work: LiveWork = new LiveWork();
  /** A person wants it to stop, and it comes to rest. */
  stopping = false;
  /** What it has spent. */
  spent: Booking;
  /** Its limits; they rise when it is given more. */
  limits: Limits;
  /** What child runs told last, by the tasks that started them. */
  readonly children: Map<string, string> = new Map();
  readonly #taskOfRun = new Map<string, string>();
  /** Tasks that had begun in an earlier life. */
  readonly #before = new Set<string>();
  readonly #begun = new Set<string>();
  /** Lines of tasks that have begun before it was told that what they need is done. */
  readonly #held = new Map<string, Milestone[]>();
  readonly #ended = new Map<string, TaskState>();
  /** Tasks whose newest verification has failed, which was told. */
  readonly #refused = new Set<string>();
  /** Tasks whose one step has done what it should: something may still be found wrong with it. */
  readonly #likely = new Set<string>();
  /** What never begins: told behind the failures that are the reason. */
  #stuck: Milestone | undefined;
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
    for (const { name, state, began } of this.tasks()) {
      if (ENDS.has(state)) this.#ended.set(name, state);
      if (began !== undefined) this.#before.add(name);
    }
  }

  /** Milliseconds of working time: it stands while all only wait. */
  wallAt(now: number): number {
    if (!this.work.waits) this.#worked += Math.max(0, now - this.#workedAt);
    this.#workedAt = now;
    return this.beginning.wall + this.#worked;
  }

  /** Its tasks. What costs nothing has no row before its outcome: a task that waits by its rows and is worked at runs. */
  tasks(): readonly TaskView[] {
    return this.fold.graph.map((name) => {
      const task = this.fold.task(name), isBusy = task.state === "waiting" && this.work.of(name).length > 0;
      return isBusy ? { ...task, state: "running" } : task;
    });
  }

  /** Takes in what has happened. */
  take(event: RunEvent, at: number): void {
    switch (event.type) {
      case "started":
        return this.#start(event, at);
      case "text": {
        const { run, key, text } = event;
        return this.work.arrive(this.#at(run, key), text, { at, who: isPlanning(key) ? "planner" : run });
      }
      case "entry":
        return this.#enter(event, at);
      case "retry": {
        const { key, failure, at: due } = event, value = { ...failure, at: due };
        return this.#tell({ at, ...describeEntry({ seq: 0, at, type: "failure", key, value }) });
      }
      case "log":
        return this.#tell(notedMilestone(event, at));
      case "saved":
      case "unsaved":
        return;
    }
  }

  /** It rests: ends that were not told are told. */
  finish(at: number): void {
    this.#tellLikely(at);
    this.#tellHeld({ all: true });
    if (this.#stuck) this.#tell(this.#stuck);
    this.#stuck = undefined;
  }

  #tellLikely(at: number): void {
    for (const task of this.#likely) this.#end(task, at);
    this.#likely.clear();
  }

  #start({ effect, run }: Extract<RunEvent, { type: "started" }>, at: number): void {
    const { key } = effect, step = this.#at(run, key), doing = doingOf(effect);
    if (run === this.beginning.name) this.#move(effect, at);
    if (!doing) return;
    this.work.start(step, doing);
    if (effect.do === "ask" && !this.beginning.answered?.has(step.id)) this.#ask(effect, { run, step, at });
  }

  /** What the beginning of a step says of tasks: one has begun, and nothing was found wrong with others. */
  #move(effect: Effect, at: number): void {
    const { key, do: what } = effect, task = taskIn(key);
    if (task !== undefined) this.#likely.delete(task);
    if (what === "tell" && !key.endsWith("/attempt")) return;
    this.#tellLikely(at);
    if (task === undefined) return;
    if (what === "run") this.#taskOfRun.set(`${this.beginning.name}.${nameOf(key, CHILD)}`, task);
    if (this.#begun.has(task) || this.#ended.has(task)) return;
    this.#begun.add(task);
    const text = begunWords(this.fold.task(task), { again: this.#before.has(task) });
    this.#held.set(task, [{ at, text, isDrawn: true }]);
    this.#tellHeld();
  }

  /** Tells something of a task, behind the ends of what it needs: those are told a moment later than it begins. */
  #say(task: string, milestone: Milestone): void {
    const held = this.#held.get(task);
    if (held) held.push(milestone);
    else this.#tell(milestone);
  }

  /** Tells what was held, as far as it is time; `all`: all of it. */
  #tellHeld({ all = false }: { readonly all?: boolean } = {}): void {
    for (const [task, milestones] of this.#held) {
      if (!all && !this.fold.task(task).needs.every((need) => this.#ended.has(need))) continue;
      this.#held.delete(task);
      for (const milestone of milestones) this.#tell(milestone);
    }
  }

  #ask(
    { key, question, choices }: Extract<Effect, { do: "ask" }>,
    { run, step, at }: { readonly run: string; readonly step: LiveKey; readonly at: number },
  ): void {
    const asked: LiveQuestion = { run, key, task: step.task ?? key, question, ...(choices ? { choices } : {}) };
    this.work.ask(step, asked);
    const words = askWords({ name: asked.task, questions: [{ key, question }] });
    this.#say(asked.task, { at, text: `${asked.task} ${words}`, style: "accent" });
    // On a line of its own, where no question is too long for it.
    this.#say(asked.task, {
      at,
      text: `${asked.task} waits for ${answerCommand(asked)}`,
      style: "accent",
      isDrawn: true,
    });
  }

  #enter({ run, entry }: Extract<RunEvent, { type: "entry" }>, at: number): void {
    const { key, type, ref, booking } = entry, isOwn = run === this.beginning.name;
    if (key !== undefined && OVER.has(type)) this.work.end(this.#at(run, key), entry);
    if (isOwn && entry.seq <= this.fold.seq) return;
    if (this.beginning.answered?.has(`${run} ${key}`)) this.#tellAnswer(this.#at(run, key!), entry, at);
    if (ref !== undefined && booking) this.#book(run, booking);
    if (!isOwn) return this.#hearChild(run, entry, at);
    this.fold.take(entry);
    if (type === "took" || type === "reopen") {
      this.#raise(entry);
      this.#tell({ at, ...describeEntry(entry) });
    }
    const told = type === "done" ? toldIn(entry) : undefined, task = key === undefined ? undefined : taskIn(key);
    if (told) this.#hear(told, at);
    else if (key !== undefined && isPlanning(key)) this.#hearPlanner(entry, at);
    else if (task !== undefined && !this.#ended.has(task) && this.fold.task(task).state === "done") {
      this.#likely.add(task);
    }
  }

  #tellAnswer({ id, task = id }: LiveKey, entry: Entry, at: number): void {
    const text = answeredWords(task, entry);
    if (text !== undefined) this.#say(task, { at, text, style: "accent" });
  }

  #hear(told: ToldProcess, at: number): void {
    switch (told.told) {
      case "planning":
        return this.#tell({ at, text: planningWords(told.why), style: "accent" });
      case "planned":
        return this.#tell({ at, text: plannedWords(told.version, told.tasks), style: "accent" });
      case "verified":
        if (told.passed) return;
        this.#refused.add(told.task);
        return this.#say(told.task, { at, text: refusedWords(told), style: "warn" });
      case "retrying": {
        const isTold = this.#refused.delete(told.task);
        const text = retryWords(told, { ...this.fold.task(told.task), isTold });
        return this.#say(told.task, { at, text, style: "warn" });
      }
      case "task":
        return this.#end(told.task, at);
      case "stuck":
        this.#stuck = { at, ...toldLine(told) };
        return;
      // What is to be allowed is told as the question that it is.
      case "approval":
      case "attempt":
      case "prompt":
      case "memory":
      case "guidance":
        return;
    }
  }

  /** A planner that gives nothing is told of: the graph stays as it is, or the run ends. */
  #hearPlanner({ type, value }: Entry, at: number): void {
    const outcome = OVER.has(type) && type !== "settled" ? outcomeIn(value) : undefined;
    if (outcome?.type === "failed") this.#tell({ at, text: noPlanWords(outcome.failure.message), style: "warn" });
  }

  #end(name: string, at: number): void {
    const task = this.fold.task(name), style = stateStyle(task.state);
    this.#likely.delete(name);
    if (!ENDS.has(task.state) || this.#ended.get(name) === task.state) return;
    this.#ended.set(name, task.state);
    this.work.clear(name);
    this.#say(name, { at, text: endWords(task), ...(style ? { style } : {}) });
    this.#tellHeld();
  }

  #hearChild(run: string, entry: Entry, at: number): void {
    const round = roundIn(entry), told = entry.type === "done" ? toldIn(entry) : undefined;
    const isWorth = told?.told === "task" || told?.told === "planned";
    const line = round ? roundLine(round) : told && isWorth ? toldLine(told).text : undefined,
      { task } = this.#at(run, "");
    if (line === undefined) return;
    if (task !== undefined) this.children.set(task, line);
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
    const { task } = this.#at(run, "");
    if (!isOwn && task !== undefined) this.fold.bookChild(`task/${task}`, booking);
  }

  /** A step of the run, or of a run below it, and the task that it belongs to. */
  #at(run: string, key: string): LiveKey {
    const id = `${run} ${key}`;
    if (run === this.beginning.name) return { id, task: taskIn(key) };
    const known = [...this.#taskOfRun].find(([child]) => run === child || run.startsWith(`${child}.`));
    return { id, task: known?.[1] };
  }
}
