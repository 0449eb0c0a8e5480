import type { Held } from "../engine/host.ts";
import { drive, RunLocked, takeLease } from "../engine/host.ts";
import type { RetryPolicy, RunEvent, World } from "../engine/world.ts";
import { RETRY } from "../engine/world.ts";
import type { Limits, Plan } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { BestText } from "./best_text.ts";
import { childStart } from "./child_start.ts";
import { isDriven } from "./is_driven.ts";
import type { LoomOptions } from "./loom_options.ts";
import { secretsOf } from "./open_model.ts";
import { Observer } from "./observer.ts";
import type { Programs } from "./programs.ts";
import { reopen } from "./reopen.ts";
import type { RunHandle } from "./run_handle.ts";
import { handleOf } from "./run_handle.ts";
import type { Grounds, RunWorld } from "./run_world.ts";
import { runWorld } from "./run_world.ts";
import { Secrets } from "./secrets.ts";
import { databaseFiles, projectOf } from "./database.ts";
import { followFile, setupOf } from "./setup_of.ts";
import type { Underway } from "./underway.ts";

/** Why a run is driven, beside that it goes on. */
export interface DriveOptions {
  /** It is to end at once, for this reason. */
  readonly stopped?: string;
  /** It was driven before; what is added to its limits. */
  readonly add?: Limits;
  /** What is told of it at once. */
  readonly note?: string | undefined;
}

/** What a driver shares with its loom. */
export interface Parts {
  readonly programs: Programs;
  readonly underway: Underway;
}

/** Drives runs of one store in this process: gives each its program, its world and its lease. */
export class RunDriver {
  readonly #programs: Programs;
  readonly #underway: Underway;
  readonly #on: (event: RunEvent) => void;
  readonly #grounds: Omit<Grounds, "emit">;

  constructor(store: Store, { programs, underway }: Parts, options: LoomOptions) {
    const { models = {}, tools = {}, on = () => {}, folder } = options;
    const project = options.store || options.memory ? undefined : projectOf(options);
    this.#programs = programs;
    this.#underway = underway;
    this.#on = on;
    this.#grounds = {
      store,
      models,
      tools,
      project,
      database: options.store || options.memory ? [] : databaseFiles(options),
      secrets: new Secrets(),
      retry: retryOf(options.retry),
      definition: (run, driving) => programs.definitionFor(store, run, driving),
      child: (effect, parent) => childStart({ store, programs, folder }, effect, parent),
    };
  }

  /** A secret that is missing is told before anything is begun. */
  async checkSecrets(plan: Plan | undefined): Promise<void> {
    const { secrets, models } = this.#grounds;
    await secrets.check(secretsOf({ plan, models }));
  }

  /** Drives a run whose lease is held, and gives the lease back at the end. */
  async drive(lease: Held, { stopped, add, note }: DriveOptions = {}): Promise<RunHandle> {
    const { store } = this.#grounds, observer = new Observer(this.#on);
    try {
      const definition = await this.#programs.definitionFor(store, lease.run, { ending: stopped !== undefined });
      const { world, unsaved, ...own } = await this.#worldOf(lease.run, observer);
      const close = async () => {
        if (unsaved() !== undefined) await this.#saveLate(lease.run, world);
        await own.close();
      };
      if (add) await this.#save(lease.run, world);
      const held = add ? await reopen(store, lease, { add, definition }) : lease, { name, id: run } = held.run;
      if (note !== undefined) {
        observer.tell({ type: "log", run: name, key: held.run.origin ? "fork" : "adopt", text: note });
      }
      const driving = drive(held, world, definition);
      if (stopped !== undefined) driving.stop({ stop: "cancel", reason: stopped });
      const rest = driving.rest.finally(close).then(async (rest) => {
        if (rest.rest === "ended") await this.#learn(lease.run, observer);
        return rest;
      });
      const handle = handleOf({ ...driving, rest }, { name, store, run, unsaved, unheard: () => observer.unheard });
      this.#underway.add(driving, handle.end);
      return handle;
    } catch (error) {
      await store.release(lease.run.driver, lease.epoch);
      throw error;
    }
  }

  /** Keeps what a process has shown. It is as good without that: why it could not be kept is told, and no more. */
  async #learn({ id, name }: RunHead, observer: Observer): Promise<void> {
    const { store, secrets } = this.#grounds;
    try {
      if ((await store.plan(id))?.kind !== "process") return;
      const { learnFromRun } = await import("./learned/learn_from_run.ts");
      await learnFromRun(store, await store.run(id));
    } catch (error) {
      const why = secrets.mask(error instanceof Error ? error.message : String(error));
      observer.tell({
        type: "log",
        run: name,
        key: "learned",
        text: `What the run has shown could not be kept: ${why}`,
      });
    }
  }

  /** The end of a run that is over, its text saved if it was not. Throws RunLocked while somebody else may yet save it. */
  async savedAgain(run: RunHead, ended: RunHandle): Promise<RunHandle> {
    const { store } = this.#grounds;
    if ((await store.plan(run.id))?.save === undefined) return ended;
    if (isDriven(run)) {
      const best = await this.#best(run), { isSaved } = await import("./save_text.ts");
      if (!best || await isSaved(store, run.id, best.text)) return ended;
      throw new RunLocked(run);
    }
    const held = await takeLease({ store }, run);
    try {
      const { world, close, unsaved } = await this.#worldOf(run, new Observer(this.#on));
      await this.#save(run, world);
      await close();
      const problem = unsaved();
      return problem === undefined ? ended : { ...ended, end: ended.end.then((end) => ({ ...end, unsaved: problem })) };
    } finally {
      await store.release(run.driver, held.epoch);
    }
  }

  async #worldOf(run: RunHead, { tell }: Observer): Promise<RunWorld> {
    const { store, project } = this.#grounds, plan = await store.plan(run.id);
    const setup = await setupOf(store, run, project);
    if (project !== undefined) await followFile(store, run, project);
    return runWorld({ ...this.#grounds, emit: tell }, { run, plan, setup });
  }

  /** What could not be saved may be by now. It is as good as before when it still cannot be. */
  async #saveLate(run: RunHead, world: Pick<World, "save">): Promise<void> {
    const { store } = this.#grounds;
    try {
      const held = await takeLease({ store }, await store.run(run.id));
      try {
        await this.#save(held.run, world);
      } finally {
        await store.release(run.driver, held.epoch);
      }
    } catch (error) {
      if (!(error instanceof RunLocked || error instanceof StoreError)) throw error;
    }
  }

  /** A save that did not succeed before is made up for. */
  async #save(run: RunHead, world: Pick<World, "save">): Promise<void> {
    const best = await this.#best(run);
    if (best) await world.save(run, best.text);
  }

  /** The text of a run that is to be saved; undefined where none is. */
  async #best(run: RunHead): Promise<BestText | undefined> {
    const { store } = this.#grounds;
    if ((await store.plan(run.id))?.save === undefined) return undefined;
    return await (await import("./best_text.ts")).bestText(store, run);
  }
}

function retryOf({ attempts, base, cap }: Partial<RetryPolicy> = {}): RetryPolicy {
  return { attempts: attempts ?? RETRY.attempts, base: base ?? RETRY.base, cap: cap ?? RETRY.cap };
}
