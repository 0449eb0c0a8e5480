/**
 * A process that drives a run, as far as a database and its providers see of one. It can be killed between any two
 * things that it does, and its calls come back when they are told to.
 *
 * @module
 */
import type { Driving } from "../../lib/engine/host.ts";
import { drive, takeLease } from "../../lib/engine/host.ts";
import type { Rest } from "../../lib/engine/rest.ts";
import type { Model, ModelEvent, ModelRequest } from "../../lib/models/model.ts";
import type { Definition } from "../../lib/plan/definition.ts";
import type { Entry } from "../../lib/plan/mod.ts";
import type { RunHead, Store, Write } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { worldOf } from "../engine/worlds.ts";
import type { Bustle } from "./calm.ts";

/** A call that a provider has taken, and bills whatever becomes of it. */
export interface Call {
  /** Key of the step. */
  readonly key: string;
  /** Lets it come back: with the model's own answer, or with an error. */
  readonly finish: (error?: Error) => void;
}

/** When a process dies at a batch: before it is in, or after, so that nobody hears of it. */
export type Death = "before" | "after";

/** What a process is told of, and asked for. */
export interface Surroundings {
  readonly store: Store;
  readonly models: { readonly [name: string]: Model };
  readonly bustle: Bustle;
  /** Asked before every batch. */
  readonly dies: (writes: readonly Write[]) => Death | undefined;
  /** Told of rows that the process knows to be in. */
  readonly told: (entries: readonly Entry[]) => void;
  /** Told of every batch that is in. */
  readonly wrote: (entries: readonly Entry[]) => Promise<void>;
  /** Told of every call when it is made. */
  readonly called: (call: Call) => void;
}

/** One driver of a run. */
export class Process {
  /** Calls that have not come back, in the order in which they were made. */
  readonly calls: Call[] = [];
  readonly #surroundings: Surroundings;
  readonly #ended: Promise<void>;
  #driving: Driving | undefined;
  #isDead = false;
  #outcome: { readonly rest?: Rest; readonly error?: unknown } | undefined;

  /** Takes the lease and drives. */
  constructor(surroundings: Surroundings, run: RunHead, define: () => Promise<Definition>) {
    this.#surroundings = surroundings;
    this.#ended = this.#live(run, define);
  }

  /** How it came to rest, or what made it give up; undefined while it lives. */
  get outcome(): { readonly rest?: Rest; readonly error?: unknown } | undefined {
    return this.#outcome;
  }

  /** Whether it was killed. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Kills it: from here on nothing it does has an effect, and nobody is told. */
  async kill(): Promise<void> {
    this.#die();
    await this.#ended;
  }

  #die(): void {
    this.#isDead = true;
    this.#driving?.stop({ stop: "pause", abort: true });
    for (const call of this.calls.splice(0)) call.finish(gone());
  }

  async #live(run: RunHead, define: () => Promise<Definition>): Promise<void> {
    const { models, bustle } = this.#surroundings, store = this.#mortal(this.#surroundings.store);
    try {
      const held = await takeLease({ store }, run), reached = this.#reached(models);
      this.#driving = drive(held, worldOf(store, { models: reached, world: { grace: 0 } }), await define());
      this.#outcome = { rest: await this.#driving.rest };
    } catch (error) {
      this.#outcome = { error };
    }
    bustle.sign();
  }

  #mortal(store: Store): Store {
    const guarded = Object.entries(store).map(([name, method]) => {
      const work = method as (...args: unknown[]) => Promise<unknown>;
      const guard = async (...args: unknown[]): Promise<unknown> => {
        if (this.#isDead) throw gone();
        const found = await this.#surroundings.bustle.during(work(...args));
        if (this.#isDead) throw gone();
        return found;
      };
      return [name, guard];
    });
    return { ...Object.fromEntries(guarded) as unknown as Store, append: this.#append(store), close: () => {} };
  }

  #append(store: Store): Store["append"] {
    const { bustle, dies, told, wrote } = this.#surroundings;
    return async (run, epoch, writes) => {
      if (this.#isDead) throw gone();
      const death = dies(writes);
      if (death === "before") {
        this.#die();
        throw gone();
      }
      const accepted = await bustle.during(store.append(run, epoch, writes));
      const entries = writes.flatMap(({ entry }, i) => accepted[i] ? [entry] : []);
      await bustle.during(wrote(entries));
      if (death) this.#die();
      if (this.#isDead) throw gone();
      told(entries);
      return accepted;
    };
  }

  #reached(models: Surroundings["models"]): Surroundings["models"] {
    return Object.fromEntries(
      Object.entries(models).map(([name, model]) => {
        const generate = (request: ModelRequest, signal: AbortSignal) => this.#generate(model, request, signal);
        return [name, { ...model, generate }];
      }),
    );
  }

  async *#generate(model: Model, request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const { bustle, called } = this.#surroundings, { promise, resolve } = Promise.withResolvers<Error | undefined>();
    const call: Call = {
      key: stepIn(request.idempotencyKey ?? ""),
      finish: (error) => {
        const at = this.calls.indexOf(call);
        if (at >= 0) this.calls.splice(at, 1);
        bustle.sign();
        resolve(error);
      },
    };
    this.calls.push(call);
    signal.addEventListener("abort", () => call.finish(gone()), { once: true });
    bustle.sign();
    called(call);
    const error = await promise;
    if (error) throw error;
    yield* model.generate(request, signal);
  }
}

function gone(): StoreError {
  return new StoreError("busy", "the process is dead");
}

/** The step that an idempotency key is of: between the run with its commits, and the attempts. */
function stepIn(idempotencyKey: string): string {
  return idempotencyKey.split("/").slice(2, -1).join("/");
}
