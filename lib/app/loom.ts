/**
 * The composition root: the only place that constructs. Opens a store, starts, resumes and steers runs.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { takeLease } from "../engine/host.ts";
import type { Plan, Tuning } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import { addBudget } from "./add_budget.ts";
import { checkAnswer } from "./check_answer.ts";
import { openDatabase } from "./database.ts";
import { endedEarlier } from "./ended_earlier.ts";
import { forkRun } from "./fork_run.ts";
import { isDriven } from "./is_driven.ts";
import type { BudgetOptions, LoomOptions, StartOptions } from "./loom_options.ts";
import { limitsOf } from "./loom_options.ts";
import { newSetup, storedSetup } from "./new_setup.ts";
import type { AnyProgram } from "./own_program.ts";
import { Programs } from "./programs.ts";
import { RunDriver } from "./run_driver.ts";
import type { RunHandle } from "./run_handle.ts";
import { checkedRunName, runName } from "./run_name.ts";
import { fillInputs } from "./setup.ts";
import type { Picked, TuneSettings } from "./steer.ts";
import { pickNode, tuneRun } from "./steer.ts";

/** Opens a loom: a database and everything that runs over it. Close it, or declare it with `using`. */
export async function openLoom(options: LoomOptions = {}): Promise<Loom> {
  const store = options.store ??
    (options.memory
      ? (await import("../store/memory_store.ts")).memoryStore()
      : await openDatabase({ ...options, create: options.create ?? true }));
  return new Loom(store, options);
}

/** How a run is resumed. */
export interface ResumeOptions {
  /** The program, for a run of your own that was not named to {@link openLoom}. */
  readonly program?: AnyProgram;
  /** What to add to its budget. An exhausted run goes on when this lets it. */
  readonly addBudget?: BudgetOptions;
}

/** How a fork differs from its origin. */
export interface ForkOptions extends StartOptions {
  /** The program, for a run of your own. */
  readonly program?: AnyProgram;
}

/** A store and the runs driven over it. */
export class Loom {
  /** The store itself. */
  readonly store: Store;
  readonly #options: LoomOptions;
  readonly #programs: Programs;
  readonly #driver: RunDriver;

  /** See {@link openLoom}. */
  constructor(store: Store, options: LoomOptions) {
    this.store = store;
    this.#options = options;
    this.#programs = new Programs(options.programs ?? []);
    this.#driver = new RunDriver(store, this.#programs, options);
  }

  /** Starts a run of a plan, or of a program of your own, and drives it here. */
  async start(what: Plan | AnyProgram, options: StartOptions = {}): Promise<RunHandle> {
    const plan = "body" in what ? undefined : what, title = plan?.name ?? what.program.replace(/@.*$/, "");
    const name = checkedRunName(options.name ?? runName(title));
    const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
    if ("body" in what) this.#programs.add(what);
    const inputs = plan ? fillInputs(plan.inputs, options.inputs ?? {}) : { input: options.input ?? null };
    await this.#driver.checkSecrets(plan);
    const { home, spec } = options, { folder } = this.#options;
    const setup = await newSetup(this.store, { plan, seed, inputs, name, folder, home, spec });
    const run = await this.store.createRun({
      name,
      title,
      program: what.program,
      ...(plan ? { plan } : {}),
      inputs: storedSetup(setup),
      limits: { ...plan?.budget, ...limitsOf(options.budget) },
      seed,
      at: Date.now(),
      durability: options.durability ?? plan?.durability ?? "normal",
    });
    return await this.#driver.drive(await takeLease({ store: this.store }, run));
  }

  /**
   * Goes on with a run where it stopped. A run that has ended is not run again: its end is given as it was, unless it
   * was exhausted and got more budget, or failed and may be tried again.
   */
  async resume(name: string, { program, addBudget }: ResumeOptions = {}): Promise<RunHandle> {
    if (program) this.#programs.add(program);
    const run = await this.store.findRun(name);
    if (run.parent) {
      throw new RangeError(`Cannot resume \`${run.name}\` by itself: it is part of another run; resume that one`);
    }
    const ended = await endedEarlier(this.store, run, { again: addBudget !== undefined });
    if (ended) return await this.#driver.savedAgain(run, ended);
    await this.#driver.checkSecrets(await this.store.plan(run.id));
    const held = await takeLease({ store: this.store }, run);
    return await this.#driver.drive(held, { add: limitsOf(addBudget) });
  }

  /** Starts a new run from the state another had at a row of its journal; outcomes up to there are not bought again. */
  async fork(name: string, seq: number, options: ForkOptions = {}): Promise<RunHandle> {
    if (options.program) this.#programs.add(options.program);
    const origin = await this.store.findRun(name);
    await this.#driver.checkSecrets(await this.store.plan(origin.id));
    const held = await forkRun({ store: this.store, origin, seq, limits: limitsOf(options.budget) }, options);
    return await this.#driver.drive(held);
  }

  /** Ends a run for good, whoever drives it. */
  async cancel(name: string, reason = "cancelled by a person"): Promise<void> {
    const run = await this.store.findRun(name);
    if (isDriven(run)) return await this.store.send(run.id, { kind: "cancel", value: { reason } });
    if (await endedEarlier(this.store, run, { again: false })) return;
    const handle = await this.#driver.drive(await takeLease({ store: this.store }, run), { stopped: reason });
    await handle.end;
  }

  /** Lets whoever drives a run stop it, to be resumed later. False when nobody drives it. */
  async pause(name: string): Promise<boolean> {
    const run = await this.store.findRun(name);
    if (!isDriven(run)) return false;
    await this.store.send(run.id, { kind: "pause", value: null });
    return true;
  }

  /**
   * Adds to the limits of a run. True when somebody drives it now and takes that in; false when it rests: its limits are
   * raised, nothing is driven, and a {@link resume} goes on, also with a run that was exhausted. Throws a RangeError for
   * a run that cannot go on, and for amounts that add nothing.
   */
  async addBudget(name: string, amounts: BudgetOptions): Promise<boolean> {
    const run = await this.store.findRun(name), { store } = this, programs = this.#programs;
    return await addBudget(store, run, {
      add: limitsOf(amounts),
      openingOf: async () => await store.plan(run.id) ? (await programs.definitionFor(store, run)).opening ?? 0 : 0,
    });
  }

  /**
   * Answers a question that a run asks; the key may be left out when it asks one at a time. A question that is not asked
   * yet takes the answer when it is. Throws a RangeError for an answer that is not among the choices.
   */
  async answer(name: string, answer: Json, key?: string): Promise<void> {
    const run = await this.store.findRun(name);
    await checkAnswer(this.store, run, { answer, ...(key === undefined ? {} : { key }) });
    await this.store.send(run.id, { kind: "answer", value: { answer, ...(key === undefined ? {} : { key }) } });
  }

  /**
   * Changes settings of a growing text from its next round on, as they would be written in a spec:
   * `{"expand.width": "8", "expand.sampling.temperature": "0.9"}`. Gives them as plans hold them. Throws a RangeError
   * that names every setting that does not hold.
   */
  async tune(name: string, settings: TuneSettings): Promise<Tuning> {
    return await tuneRun(this.store, await this.store.findRun(name), settings);
  }

  /**
   * Lets a growing text go on from a node of its document: at once where the run holds a round open for a choice, else
   * from the next round on. Throws a RangeError for a run that has ended, and a StoreError where there is no such node.
   */
  async pick(name: string, node: string): Promise<Picked> {
    return await pickNode(this.store, await this.store.findRun(name), node);
  }

  /** Closes the store. Runs that are driven here have to rest first. */
  close(): void {
    if (!this.#options.store) this.store.close();
  }

  /** Closes the store. */
  [Symbol.dispose](): void {
    this.close();
  }
}
