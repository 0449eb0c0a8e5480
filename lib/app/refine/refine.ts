/**
 * Refine over a function of a library user: the same engine, journal and budgets as everything else.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Json } from "../../base/json.ts";
import { refineCode } from "../../kinds/refine_code.ts";
import type { Told } from "../../kinds/refine_code/code.ts";
import type { Definition, Program } from "../../plan/mod.ts";
import type { Store } from "../../store/store.ts";
import type { Loom } from "../loom.ts";
import type { AnyProgram, Scene, StagedProgram } from "../own_program.ts";
import type { RunHandle } from "../run_handle.ts";
import { checkedRunName, runName } from "../run_name.ts";
import { actsOf } from "./acts.ts";
import { checkCall, checkResume } from "./check_calls.ts";
import type { Hold } from "./database.ts";
import { Database } from "./database.ts";
import type { RefineEnd, RefineStep } from "./end.ts";
import { endOf, stepOf } from "./end.ts";
import type { Loop } from "./loop.ts";
import { budgetOf, loopOf } from "./loop.ts";
import type { Nest } from "./nest.ts";
import { nestHere } from "./nest.ts";
import type { RefineOptions, StepFunction } from "./options.ts";
import { placeOfCaller } from "./place.ts";
import type { RefineCall, RefineHandle, Refiner, RefineResume } from "./refiner.ts";
import { stored, typed } from "./state_shape.ts";
import type { RefineStream } from "./stream.ts";
import { streamOf } from "./stream.ts";

/**
 * Makes a loop of a function that does one step: it is handed a state and gives a better one. The loop is called with the
 * state it begins with, and runs until its conditions hold, its budget is used up, it is stuck or it fails. Every step is
 * durable before anything is done with it, and no committed step is ever run again.
 *
 * Making a loop does nothing: no file is written before it is called.
 *
 * In TypeScript, name the type of the state where options are functions of it: `refine<Draft>({ score: … }, …)`.
 *
 * @example Until it is good enough
 * ```ts
 * import { memoryStore, plateau, predicate, refine } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * interface Draft {
 *   quality: number;
 * }
 *
 * const fix = refine<Draft>({
 *   budget: { usd: 1, iterations: 25 },
 *   converge: [predicate((history) => (history.at(-1)?.score ?? 0) >= 0.9), plateau({ patience: 3 })],
 *   score: (state) => state.quality,
 *   cost: () => 0.05,
 *   store: memoryStore(),
 * }, function polish(state, ctx) {
 *   return { quality: Math.min(1, state.quality + 0.25 * ctx.step) };
 * });
 *
 * const end = await fix({ quality: 0 });
 * assert.equal(end.kind, "done");
 * assert.deepEqual([end.best?.state, end.steps], [{ quality: 1 }, 3]);
 * assert.equal(end.spent.usd, 0.15);
 * assert.deepEqual(await fix.resume(end.runId), end);
 * ```
 *
 * @example Step by step
 * ```ts
 * import { memoryStore, refine } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const count = refine({ budget: { iterations: 3 }, store: memoryStore() }, (n: number) => n + 1);
 * const seen: (number | null)[] = [];
 * for await (const step of count.stream(0)) seen.push(step.state);
 * assert.deepEqual(seen, [1, 2, 3]);
 * ```
 *
 * @param options See {@link RefineOptions}; all of them may be left out.
 * @param step Does one step, sync or async. What it throws fails the step.
 * @throws {TypeError} for an option that is unknown or of another type, a {@link RangeError} for one out of range.
 */
export function refine<S>(options: RefineOptions<S>, step: StepFunction<S>): Refiner<S> {
  const loop = loopOf(options, step), desk = new Desk(loop, new Database(options.store));
  const fix = async (initial: S, call: RefineCall = {}): Promise<RefineEnd<S>> => {
    const nest = nestHere();
    if (nest) return await desk.inside(nest, initial);
    return await (await desk.start(initial, call)).end;
  };
  return Object.assign(fix, {
    program: desk.program,
    start: (initial: S, call: RefineCall = {}) => desk.start(initial, call),
    resume: async (runId: string, how: RefineResume = {}) => await (await desk.resume(runId, how)).end,
    stream: (initial: S, call: RefineCall = {}): RefineStream<S> => streamOf((take) => desk.start(initial, call, take)),
    streamResume: (runId: string, how: RefineResume = {}): RefineStream<S> =>
      streamOf((take) => desk.resume(runId, how, take)),
  });
}

type Take<S> = (step: RefineStep<S>) => void;

/** A run that is about to be driven: whose loop it is, however many loops of its name there are in a loom. */
interface Drive {
  readonly store: Store;
  readonly run: string;
  readonly define: StagedProgram["define"];
}

const drives = new AsyncLocalStorage<Drive>();

/** Starts and resumes the runs of one loop. */
class Desk<S> {
  readonly program: StagedProgram;
  readonly #loop: Loop<S>;
  readonly #database: Database;

  constructor(loop: Loop<S>, database: Database) {
    this.#loop = loop;
    this.#database = database;
    const { code: { program }, name } = loop, code = placeOfCaller(name);
    this.program = {
      program,
      // deno-lint-ignore require-yield
      body: function* (): Program<never> {
        throw new RangeError(`Cannot run \`${program}\` as a part of another program: start it with \`loom.start\``);
      },
      define: (input, scene) => {
        const drive = drives.getStore(), { run, store } = scene;
        const isHere = drive?.store === store && drive.run === run.name && !run.parent;
        return isHere ? drive.define(input, scene) : this.#define(input, scene);
      },
      ...(code ? { code } : {}),
    };
  }

  #define(input: Json, scene: Scene, take?: Take<S>): Definition {
    const loop = this.#loop, start = (input as { readonly state?: Json } | null)?.state ?? null;
    const told = (told: Told) => this.#tell(scene.run.name, told, take);
    return refineCode({ ...loop.code, acts: actsOf({ loop, scene, start, told }) }, start);
  }

  /** Whoever looks on harms no run. */
  #tell(run: string, told: Told, take: Take<S> | undefined): void {
    const { on, state } = this.#loop.options;
    if (!take && !on) return;
    for (const listener of [take, on]) {
      try {
        const said: unknown = listener?.(stepOf(run, told, state));
        void Promise.resolve(said).catch(() => {});
      } catch {
        continue;
      }
    }
  }

  async start(initial: S, { name, signal }: RefineCall, take?: Take<S>): Promise<RefineHandle<S>> {
    checkCall({ name, signal }, this.#loop.name);
    const { seed } = this.#loop.options, state = this.#initial(initial);
    const run = checkedRunName(name ?? runName(this.#loop.name));
    return await this.#drive(run, signal, async (loom) => {
      const budget = budgetOf(this.#loop.options.budget), seeded = seed === undefined ? {} : { seed };
      const begin = () => loom.start(this.program, { name: run, input: { state }, budget, ...seeded });
      return await this.#as(run, { loom, take }, begin);
    });
  }

  async resume(runId: string, how: RefineResume, take?: Take<S>): Promise<RefineHandle<S>> {
    checkResume(runId, how, this.#loop.name);
    const { addBudget, adopt = false, signal } = how;
    return await this.#drive(runId, signal, async (loom) => {
      const { name } = await loom.store.findRun(runId), more = addBudget ? { addBudget: budgetOf(addBudget) } : {};
      const options = { program: this.program as AnyProgram, ...more, ...(adopt ? { adopt } : {}) };
      return await this.#as(name, { loom, take }, () => loom.resume(name, options));
    });
  }

  /** Drives a run as one of this loop. */
  #as<T>(run: string, { loom, take }: { readonly loom: Loom; readonly take: Take<S> | undefined }, begin: () => T): T {
    return drives.run({ store: loom.store, run, define: (input, scene) => this.#define(input, scene, take) }, begin);
  }

  /** Runs the loop inside a step of another. */
  async inside(nest: Nest, initial: S): Promise<RefineEnd<S>> {
    const { name, limits: budget, options } = this.#loop, state = this.#initial(initial);
    const { run } = await nest.inside({ own: this.program as AnyProgram, name, inputs: { state }, budget });
    return await endOf(nest.store, run, options.state);
  }

  #initial(initial: S): Json {
    const state = stored(initial, "the initial state");
    typed(this.#loop.options.state, state);
    return state;
  }

  async #drive(
    name: string,
    signal: AbortSignal | undefined,
    begin: (loom: Loom) => Promise<RunHandle>,
  ): Promise<RefineHandle<S>> {
    let hold: Hold | undefined;
    try {
      hold = await this.#database.hold();
      const { loom, release } = hold, handle = await begin(loom), pause = () => handle.pause({ abort: true });
      signal?.addEventListener("abort", pause);
      if (signal?.aborted) pause();
      const end = handle.end.then(() => endOf(loom.store, handle.name, this.#loop.options.state)).catch(
        told(handle.name),
      );
      const rested = end.finally(async () => {
        signal?.removeEventListener("abort", pause);
        await release();
      });
      // Whoever only follows the steps never looks at the end.
      rested.catch(() => {});
      return { runId: handle.name, end: rested, pause: handle.pause, cancel: handle.cancel };
    } catch (error) {
      await hold?.release();
      return told(name)(error);
    }
  }
}

/** Whoever catches an error learns which run it is about. */
function told(runId: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error && !("runId" in error)) {
      Object.defineProperty(error, "runId", { value: runId, configurable: true });
    }
    throw error;
  };
}
