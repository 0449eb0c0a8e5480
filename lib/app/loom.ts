/**
 * The composition root: the only place that constructs. Opens a store, starts and resumes runs.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import { nanos } from "../base/money.ts";
import type { Held } from "../engine/host.ts";
import { drive, takeLease } from "../engine/host.ts";
import { isGone } from "../engine/lease.ts";
import type { World } from "../engine/world.ts";
import { RETRY } from "../engine/world.ts";
import type { Definition, Limits, Plan } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { openDatabase, projectFolder } from "./database.ts";
import { checkAnswer } from "./check_answer.ts";
import { forkRun } from "./fork_run.ts";
import type { BudgetOptions, LoomOptions, StartOptions } from "./loom_options.ts";
import type { OwnProgram } from "./own_program.ts";
import { definitionOf } from "./own_program.ts";
import { secretsOf } from "./open_model.ts";
import { reopen } from "./reopen.ts";
import { endedEarlier } from "./ended_earlier.ts";
import type { RunHandle } from "./run_handle.ts";
import { handleOf } from "./run_handle.ts";
import { checkedRunName, runName } from "./run_name.ts";
import type { Grounds, RunWorld } from "./run_world.ts";
import { runWorld } from "./run_world.ts";
import { Secrets } from "./secrets.ts";
import type { Setup } from "./setup.ts";
import { fillInputs } from "./setup.ts";
import { setupOf } from "./setup_of.ts";

export { setupOf } from "./setup_of.ts";

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
  readonly program?: OwnProgram<never, never, unknown>;
  /** What to add to its budget. An exhausted run goes on when this lets it. */
  readonly addBudget?: BudgetOptions;
}

/** How a fork differs from its origin. */
export interface ForkOptions extends StartOptions {
  /** The program, for a run of your own. */
  readonly program?: OwnProgram<never, never, unknown>;
}

/** What a new run is given. */
interface Begun {
  readonly inputs: JsonObject;
  readonly name: string;
  readonly home?: string | undefined;
  readonly spec?: string | undefined;
}

/** A store and the runs driven over it. */
export class Loom {
  /** The store itself. */
  readonly store: Store;
  readonly #options: LoomOptions;
  readonly #grounds: Grounds;
  readonly #programs = new Map<string, OwnProgram>();

  /** See {@link openLoom}. */
  constructor(store: Store, options: LoomOptions) {
    this.store = store;
    this.#options = options;
    for (const own of options.programs ?? []) this.#programs.set(own.program, own as unknown as OwnProgram);
    this.#grounds = {
      store,
      secrets: new Secrets(),
      retry: { ...RETRY, ...options.retry },
      models: options.models ?? {},
      tools: options.tools ?? {},
      emit: options.on ?? (() => {}),
      definition: (run) => this.#definition(run),
      child: async ({ plan: name, inputs }, parent) => {
        const own = [...this.#programs.values()].find(({ program }) =>
          program === name || program.startsWith(`${name}@`)
        );
        if (own) {
          return {
            title: name,
            program: own.program,
            inputs: asJson(this.#setup({ inputs: inputs as JsonObject, name: parent.name })),
            limits: {},
          };
        }
        const plan = (await store.plan(parent.id))?.imports[name];
        if (!plan) {
          throw new RangeError(
            `Cannot run \`${name}\`: it is neither an import of the plan nor a program that was handed to openLoom`,
          );
        }
        const { home } = await setupOf(store, parent), { seed } = parent;
        const setup = this.#setup({ inputs: fillInputs(plan.inputs, inputs), name: parent.name, home });
        const inside = await this.#begun(plan, setup, seed);
        return { title: plan.name, program: plan.program, plan, inputs: asJson(inside), limits: plan.budget };
      },
    };
  }

  /** Starts a run of a plan, or of a program of your own, and drives it here. */
  async start(what: Plan | OwnProgram<never, never, unknown>, options: StartOptions = {}): Promise<RunHandle> {
    const plan = "body" in what ? undefined : what, title = plan?.name ?? what.program.replace(/@.*$/, "");
    const name = checkedRunName(options.name ?? runName(title));
    const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
    if (!plan) this.#programs.set(what.program, what as unknown as OwnProgram);
    const inputs = plan ? fillInputs(plan.inputs, options.inputs ?? {}) : { input: options.input ?? null };
    await this.#checkSecrets(plan);
    const setup = await this.#begun(plan, this.#setup({ inputs, name, home: options.home, spec: options.spec }), seed);
    const run = await this.store.createRun({
      name,
      title,
      program: what.program,
      ...(plan ? { plan } : {}),
      inputs: asJson(setup),
      limits: { ...plan?.budget, ...limitsOf(options.budget) },
      seed,
      at: Date.now(),
      durability: options.durability ?? plan?.durability ?? "normal",
    });
    return await this.#drive(await takeLease({ store: this.store }, run));
  }

  /**
   * Goes on with a run where it stopped. A run that has ended is not run again: its end is given as it was, unless it
   * was exhausted and gets more budget, or failed and may be tried again.
   */
  async resume(name: string, { program, addBudget }: ResumeOptions = {}): Promise<RunHandle> {
    if (program) this.#programs.set(program.program, program as unknown as OwnProgram);
    const run = await this.store.findRun(name);
    if (run.parent) {
      throw new RangeError(`Cannot resume \`${run.name}\` by itself: it is part of another run; resume that one`);
    }
    const ended = await endedEarlier(this.store, run, { again: addBudget !== undefined });
    if (ended) return await this.#savedAgain(run, ended);
    await this.#checkSecrets(await this.store.plan(run.id));
    const held = await takeLease({ store: this.store }, run);
    return await this.#drive(held, { add: limitsOf(addBudget) });
  }

  /** Starts a new run from the state another had at a row of its journal; outcomes up to there are not bought again. */
  async fork(name: string, seq: number, options: ForkOptions = {}): Promise<RunHandle> {
    if (options.program) this.#programs.set(options.program.program, options.program as unknown as OwnProgram);
    const origin = await this.store.findRun(name);
    await this.#checkSecrets(await this.store.plan(origin.id));
    const held = await forkRun({ store: this.store, origin, seq, limits: limitsOf(options.budget) }, options);
    return await this.#drive(held);
  }

  /** Ends a run for good, whoever drives it. */
  async cancel(name: string, reason = "cancelled by a person"): Promise<void> {
    const run = await this.store.findRun(name);
    if (isDriven(run)) return await this.store.send(run.id, { kind: "cancel", value: { reason } });
    if (await endedEarlier(this.store, run, { again: false })) return;
    const handle = await this.#drive(await takeLease({ store: this.store }, run), { stopped: reason });
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
   * Answers a question that a run asks; the key may be left out when it asks one at a time. A question that is not asked
   * yet takes the answer when it is. Throws a RangeError for an answer that is not among the choices.
   */
  async answer(name: string, answer: Json, key?: string): Promise<void> {
    const run = await this.store.findRun(name);
    await checkAnswer(this.store, run, { answer, ...(key === undefined ? {} : { key }) });
    await this.store.send(run.id, { kind: "answer", value: { answer, ...(key === undefined ? {} : { key }) } });
  }

  /** Closes the store. Runs that are driven here have to rest first. */
  close(): void {
    if (!this.#options.store) this.store.close();
  }

  /** Closes the store. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #drive(
    lease: Held,
    { stopped, add }: { readonly stopped?: string; readonly add?: Limits } = {},
  ): Promise<RunHandle> {
    try {
      const definition = await this.#definition(lease.run), { world, close, unsaved } = await this.#world(lease.run);
      if (add) await this.#save(lease.run, world);
      const held = add ? await reopen(this.store, lease, { add, definition }) : lease, { name, id: run } = held.run;
      const driving = drive(held, world, definition);
      if (stopped !== undefined) driving.stop({ stop: "cancel", reason: stopped });
      const rest = driving.rest.finally(close);
      return handleOf({ ...driving, rest }, { name, store: this.store, run, unsaved });
    } catch (error) {
      await this.store.release(lease.run.driver, lease.epoch);
      throw error;
    }
  }

  async #world(run: RunHead): Promise<RunWorld> {
    const plan = await this.store.plan(run.id), setup = await setupOf(this.store, run);
    return runWorld(this.#grounds, { run, plan, setup });
  }

  /** A save that did not succeed in an earlier life is made up for. */
  async #save(run: RunHead, world: Pick<World, "save">): Promise<void> {
    if ((await this.store.plan(run.id))?.save === undefined) return;
    const best = await (await import("./best_text.ts")).bestText(this.store, run);
    if (best) await world.save(run, best.text);
  }

  /** The end of a run that is over, its text saved if it was not. */
  async #savedAgain(run: RunHead, ended: RunHandle): Promise<RunHandle> {
    if (run.lease.live || (await this.store.plan(run.id))?.save === undefined) return ended;
    const held = await takeLease({ store: this.store }, run);
    try {
      const { world, close, unsaved } = await this.#world(run);
      await this.#save(run, world);
      await close();
      const problem = unsaved();
      return problem === undefined ? ended : { ...ended, end: ended.end.then((end) => ({ ...end, unsaved: problem })) };
    } finally {
      await this.store.release(run.driver, held.epoch);
    }
  }

  /** A secret that is missing is told before anything is begun. */
  async #checkSecrets(plan: Plan | undefined): Promise<void> {
    const { secrets, models } = this.#grounds;
    await secrets.check(secretsOf({ plan, models }));
  }

  async #definition(run: RunHead): Promise<Definition> {
    const plan = await this.store.plan(run.id), setup = await setupOf(this.store, run);
    if (plan) return await (await import("./kind_definition.ts")).kindDefinition(plan, setup, run.seed);
    const own = this.#programs.get(run.program);
    if (!own) {
      throw new RangeError(
        `Cannot drive \`${run.name}\`: hand its program \`${run.program}\` to openLoom or to resume`,
      );
    }
    return definitionOf(own, run.parent ? setup.inputs : setup.inputs["input"] ?? null);
  }

  #setup(
    { inputs, name, home, spec }: Begun,
  ): Setup {
    const date = new Date().toISOString().slice(0, 10), folder = this.#options.folder ?? projectFolder(Deno.cwd());
    return {
      inputs,
      document: name,
      node: null,
      run: { name, date },
      folder,
      home: home ?? folder,
      spec: spec ?? null,
    };
  }

  /** What only plans need: their document or the node they go on from, and a place to save to. */
  async #begun(plan: Plan | undefined, setup: Setup, seed: number): Promise<Setup> {
    if (!plan) return setup;
    const { startingPoint } = await import("./starting_point.ts");
    return await startingPoint(this.store, { plan, setup, seed });
  }
}

/** As the store keeps it. */
function asJson(setup: Setup): JsonObject {
  return setup as unknown as JsonObject;
}

/** A budget in the engine's units. */
export function limitsOf(budget: BudgetOptions = {}): Limits {
  const { usd, ...rest } = budget;
  return usd === undefined ? rest : { ...rest, usd: nanos(usd) };
}

/** Whether somebody drives a run: a message to a process that is gone would only be read by the next. */
function isDriven({ lease }: RunHead): boolean {
  return lease.live && !isGone(lease);
}
