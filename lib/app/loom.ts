/**
 * The composition root: the only place that constructs. Opens a store, starts, resumes and steers runs.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Held } from "../engine/host.ts";
import { takeLease } from "../engine/host.ts";
import type { Plan, Tuning } from "../plan/mod.ts";
import type { LearnedStore, RunHead, Store } from "../store/store.ts";
import { addBudget } from "./add_budget.ts";
import type { NewCourse } from "./adopt.ts";
import { adopt, courseOf, follows } from "./adopt.ts";
import {
  checkAmounts,
  checkForkOptions,
  checkLoomOptions,
  checkName,
  checkResumeOptions,
  checkStartOptions,
  checkUndoOptions,
} from "./check_options.ts";
import { checkStart } from "./check_start.ts";
import type { ListedChange } from "./changes/list_changes.ts";
import type { UndoneRun, UndoOptions } from "./changes/undo_run.ts";
import { checkAnswer } from "./check_answer.ts";
import { openDatabase, projectOf } from "./database.ts";
import { endedEarlier } from "./ended_earlier.ts";
import { filesNote, forkRun } from "./fork_run.ts";
import type { GcOptions } from "./gc_options.ts";
import type { GcReport } from "./gc_report.ts";
import type { GoalOptions } from "./goal/goal_options.ts";
import { isDriven } from "./is_driven.ts";
import type { BudgetOptions, LoomOptions, StartArguments, StartOptions } from "./loom_options.ts";
import { checkedLearned } from "./learned/checked_learned.ts";
import { limitsOf } from "./loom_options.ts";
import { handedTo } from "./handed_to.ts";
import { newRun } from "./new_run.ts";
import type { AnyProgram, OwnProgram } from "./own_program.ts";
import { Programs } from "./programs.ts";
import type { ForkOptions, ResumeOptions } from "./resume_options.ts";
import { RunDriver } from "./run_driver.ts";
import type { RunHandle } from "./run_handle.ts";
import type { Picked, TuneSettings } from "./steer.ts";
import { guideRun, pickNode, tuneRun } from "./steer.ts";
import { Underway } from "./underway.ts";

/**
 * Opens a loom: a database and everything that runs over it. Close it, or declare it with `await using`; `using` does
 * where nothing is under way any more. Throws a `TypeError` or a `RangeError` that names an option that does not hold.
 */
export async function openLoom(options: LoomOptions = {}): Promise<Loom> {
  checkLoomOptions(options);
  const store = options.store ??
    (options.memory
      ? (await import("../store/memory_store.ts")).memoryStore()
      : await openDatabase({ ...options, create: options.create ?? true }));
  return new Loom(store, options);
}

/** A store and the runs driven over it. */
export class Loom {
  /** The store itself. */
  readonly store: Store;
  readonly #options: LoomOptions;
  readonly #programs: Programs;
  readonly #driver: RunDriver;
  readonly #underway = new Underway();
  #closed: Promise<void> | undefined;

  /** See {@link openLoom}. */
  constructor(store: Store, options: LoomOptions) {
    this.store = store;
    this.#options = options;
    this.#programs = new Programs(options.programs ?? [], handedTo(options));
    this.#driver = new RunDriver(store, { programs: this.#programs, underway: this.#underway }, options);
  }

  /**
   * Starts a run of a plan and drives it here. Throws an `InputError` for inputs that do not fit the plan, a `RangeError`
   * or a `TypeError` that names the option for any other that does not hold; nothing is made then.
   */
  start(plan: Plan, options?: StartOptions): Promise<RunHandle>;
  /** Starts a run of a program of your own. One that takes an input has to be given it. */
  start<I, S, R>(own: OwnProgram<I, S, R>, ...options: StartArguments<I>): Promise<RunHandle>;
  async start(what: Plan | AnyProgram, options: StartOptions = {}): Promise<RunHandle> {
    checkStartOptions(options);
    checkStart(what, options);
    return await this.#underway.during(() => this.#start(what, options));
  }

  async #start(what: Plan | AnyProgram, options: StartOptions): Promise<RunHandle> {
    if ("body" in what) this.#programs.add(what);
    await this.#driver.checkSecrets("body" in what ? undefined : what);
    const run = await newRun(this.store, what, { ...options, folder: this.#options.folder });
    return await this.#driver.drive(await takeLease({ store: this.store }, run));
  }

  /**
   * Carries a goal out by a process: `loom do` in code. The process is compiled anew, and its run is like any other.
   * Throws a `GoalError` that holds what is wrong with the process, and a `RangeError` where there is no such process, no
   * model that does what it is told, or no such folder; nothing is made then.
   */
  async do(goal: string, options: GoalOptions = {}): Promise<RunHandle> {
    const { startingGoal } = await import("./goal/starting_goal.ts");
    const { plan, start } = await startingGoal(goal, options, this.#options);
    return await this.start(plan, start);
  }

  /**
   * Goes on with a run where it stopped. A run that has ended is not run again: its end is given as it was, unless it
   * was exhausted and got more budget, or failed and may be tried again.
   */
  async resume(name: string, options: ResumeOptions = {}): Promise<RunHandle> {
    checkResumeOptions(options);
    if (options.program) this.#programs.add(options.program);
    return await this.#with(name, async (run) => {
      if (run.parent) {
        throw new RangeError(`Cannot resume \`${run.name}\` by itself: it is part of another run; resume that one`);
      }
      const course = courseOf(run, options);
      if (course && !follows(run, course)) return await this.#adopt(run, course, options);
      const again = options.addBudget !== undefined, ended = await endedEarlier(this.store, run, { again });
      if (ended) return await this.#driver.savedAgain(run, ended);
      await this.#driver.checkSecrets(await this.store.plan(run.id));
      const taken = await this.#take(run, { again });
      if ("ended" in taken) return await this.#driver.savedAgain(run, taken.ended);
      return await this.#driver.drive(taken.held, { add: limitsOf(options.addBudget) });
    });
  }

  /** Takes the lease of a run, unless it has come to its end just before. */
  async #take(
    run: RunHead,
    { again }: { readonly again: boolean },
  ): Promise<{ readonly held: Held } | { readonly ended: RunHandle }> {
    const held = await takeLease({ store: this.store }, run),
      ended = await endedEarlier(this.store, held.run, { again });
    if (!ended) return { held };
    await this.store.release(run.driver, held.epoch);
    return { ended };
  }

  async #adopt(run: RunHead, course: NewCourse, { addBudget }: ResumeOptions): Promise<RunHandle> {
    await this.#driver.checkSecrets(course.plan);
    const held = await takeLease({ store: this.store }, run);
    try {
      const adopted = await adopt(this.store, held, course), note = await filesNote(this.store, adopted);
      return await this.#driver.drive(adopted, { note, ...(addBudget ? { add: limitsOf(addBudget) } : {}) });
    } catch (error) {
      await this.store.release(run.driver, held.epoch);
      throw error;
    }
  }

  /**
   * Starts a new run from the state another had at a row of its journal; outcomes up to there are not bought again. An
   * input that changes holds from there on: what was made with the old one stays. A `log` event says so, and which files
   * of earlier steps are gone or changed. Throws a RangeError for a row that is not there.
   */
  async fork(name: string, seq: number, options: ForkOptions = {}): Promise<RunHandle> {
    checkForkOptions(options);
    const { program, budget } = options, { store } = this, { store: own, memory } = this.#options;
    const project = own || memory ? undefined : projectOf(this.#options);
    if (program) this.#programs.add(program);
    return await this.#with(name, async (origin) => {
      await this.#programs.checkFork(store, origin, program);
      await this.#driver.checkSecrets(await store.plan(origin.id));
      const { held, note } = await forkRun({ store, origin, seq, limits: limitsOf(budget), project }, options);
      return await this.#driver.drive(held, { note });
    });
  }

  /** Ends a run for good, whoever drives it. */
  async cancel(name: string, reason = "cancelled by a person"): Promise<void> {
    await this.#with(name, async (run) => {
      if (isDriven(run)) return await this.store.send(run.id, { kind: "cancel", value: { reason } });
      if (await endedEarlier(this.store, run, { again: false })) return;
      const taken = await this.#take(run, { again: false });
      if ("held" in taken) await (await this.#driver.drive(taken.held, { stopped: reason })).end;
    });
  }

  /** Lets whoever drives a run stop it, to be resumed later. False when nobody drives it. */
  async pause(name: string): Promise<boolean> {
    return await this.#with(name, async (run) => {
      if (!isDriven(run)) return false;
      await this.store.send(run.id, { kind: "pause", value: null });
      return true;
    });
  }

  /**
   * Adds to the limits of a run. True when somebody drives it now and takes that in; false when it rests: its limits are
   * raised, nothing is driven, and a {@link resume} goes on, also with a run that was exhausted. Throws a RangeError for
   * a run that cannot go on, and for amounts that add nothing.
   */
  async addBudget(name: string, amounts: BudgetOptions): Promise<boolean> {
    checkAmounts(amounts);
    const { store } = this, programs = this.#programs;
    return await this.#with(name, (run) =>
      addBudget(store, run, {
        add: limitsOf(amounts),
        openingOf: async () => await store.plan(run.id) ? (await programs.definitionFor(store, run)).opening ?? 0 : 0,
      }));
  }

  /**
   * Answers a question that a run asks; the key may be left out when it asks one at a time. A question that is not asked
   * yet takes the answer when it is. Throws a RangeError for an answer that is not among the choices.
   */
  async answer(name: string, answer: Json, key?: string): Promise<void> {
    await this.#with(name, async (run) => {
      await checkAnswer(this.store, run, { answer, ...(key === undefined ? {} : { key }) });
      await this.store.send(run.id, { kind: "answer", value: { answer, ...(key === undefined ? {} : { key }) } });
    });
  }

  /**
   * Changes settings of a growing text from its next round on, written as in a spec: `{"expand.width": "8"}`. Gives them
   * as plans hold them. Throws a RangeError that names every setting that does not hold.
   */
  async tune(name: string, settings: TuneSettings): Promise<Tuning> {
    return await this.#with(name, (run) => tuneRun(this.store, run, settings));
  }

  /**
   * Lets a growing text go on from a node of its document: at once where the run holds a round open for a choice, else
   * from the next round on. Throws a RangeError for a run that has ended, and a StoreError where there is no such node.
   */
  async pick(name: string, node: string): Promise<Picked> {
    return await this.#with(name, (run) => pickNode(this.store, run, node));
  }

  /** Tells a loop what to heed from its next round on. Throws a RangeError for a run that heeds nothing, or no more. */
  async guide(name: string, text: string): Promise<void> {
    await this.#with(name, (run) => guideRun(this.store, run, text));
  }

  /** What a run has changed in its workspace, oldest first; what was undone is among it. Child runs have lists of their own. */
  async changes(name: string): Promise<readonly ListedChange[]> {
    const { listChanges } = await import("./changes/list_changes.ts");
    return await this.#with(name, (run) => listChanges(this.store, run));
  }

  /**
   * Undoes what a run has changed in its workspace: all of what is asked for, or nothing of it where something that was
   * made later would be lost. Throws `RunLocked` while somebody drives the run, and a `RangeError` or a `TypeError` for a
   * task or a change that it does not have, and for an option that does not hold. What was undone is told as a `log` event.
   */
  async undo(name: string, options: UndoOptions = {}): Promise<UndoneRun> {
    checkUndoOptions(options);
    const { undoTold } = await import("./changes/undo_told.ts"), own = { store: this.store, options: this.#options };
    return await this.#with(name, (run) => undoTold(own, run, options));
  }

  /** What runs have taught, over all runs of the database: `list` and `forget` of it, as `loom learned`. */
  get learned(): LearnedStore {
    return checkedLearned(this.store.learned);
  }

  /** Tells which old runs it would remove, and removes them with `apply`. Throws a RangeError that names an option. */
  gc(options?: GcOptions): Promise<GcReport> {
    return this.#underway.during(async () => await (await import("./gc.ts")).gc(this.store, options));
  }

  /**
   * Closes the store: at once when nothing is under way. Else runs that are driven here are paused first, their calls
   * broken off, and it resolves when all of them rest and have given their leases back; a resume goes on with them.
   */
  close(): Promise<void> {
    return this.#closed ??= this.#close();
  }

  async #close(): Promise<void> {
    const { isIdle } = this.#underway, ended = this.#underway.end();
    if (!isIdle) await ended;
    if (!this.#options.store) this.store.close();
  }

  /** What `using` does: {@link close} that is not waited for. */
  [Symbol.dispose](): void {
    void this.close();
  }

  /** What `await using` does: {@link close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Does something to a run; closing waits for it. */
  #with<T>(name: string, work: (run: RunHead) => Promise<T>): Promise<T> {
    return this.#underway.during(async () => {
      checkName(name);
      return await work(await this.store.findRun(name));
    });
  }
}
