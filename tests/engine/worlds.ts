/** The engine without the application: a world made of parts that a test hands in. */
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { definitionOf } from "../../lib/app/own_program.ts";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import type { Driving } from "../../lib/engine/host.ts";
import { drive, takeLease } from "../../lib/engine/host.ts";
import type { RunEvent, World } from "../../lib/engine/world.ts";
import type { Model } from "../../lib/models/model.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { Limits } from "../../lib/plan/mod.ts";
import type { RunHead, Store } from "../../lib/store/store.ts";

/** What a test changes of a world. */
export interface Parts {
  readonly models?: { readonly [name: string]: Model };
  /** Programs of child runs, by name. */
  readonly children?: { readonly [name: string]: OwnProgram };
  readonly on?: (event: RunEvent) => void;
  readonly world?: Partial<World>;
}

/** A world over a store. Retries come at once, aborted calls have a moment to come down. */
export function worldOf(store: Store, { models = {}, children = {}, on = () => {}, world = {} }: Parts = {}): World {
  const made: World = {
    store,
    model: (name) => {
      const model = models[name];
      if (!model) return Promise.reject(new ModelError("model", `Cannot find the model \`${name}\``));
      return Promise.resolve(model);
    },
    script: () => Promise.reject(new Error("no scripts here")),
    command: () => Promise.reject(new Error("no commands here")),
    tool: () => Promise.reject(new Error("no tools here")),
    child: ({ plan, inputs }) => {
      const own = children[plan];
      if (!own) return Promise.reject(new RangeError(`Cannot run \`${plan}\``));
      return Promise.resolve({ title: plan, program: own.program, inputs: inputs as JsonObject, limits: {} });
    },
    forChild: async (child) => {
      const own = Object.values(children).find(({ program }) => program === child.program)!;
      return { world: made, definition: definitionOf(own as never, await store.inputs(child.id)) };
    },
    save: () => Promise.resolve(),
    now: Date.now,
    retry: { attempts: 4, base: 0, cap: 0 },
    grace: 20,
    emit: on,
    mask: (text) => text,
    clean: (value) => value,
    ...world,
  };
  return made;
}

/** Makes a run of a program. */
export async function newRun(
  store: Store,
  own: unknown,
  { input = null, limits = {}, name = "r" }: {
    readonly input?: Json;
    readonly limits?: Limits;
    readonly name?: string;
  } = {},
): Promise<RunHead> {
  const { program } = own as OwnProgram;
  return await store.createRun({
    name,
    title: name,
    program,
    inputs: { input },
    limits,
    seed: 1,
    at: Date.now(),
    durability: "normal",
  });
}

/** Takes a run's lease and drives it. */
export async function driveRun(store: Store, run: RunHead, own: unknown, parts: Parts = {}): Promise<Driving> {
  const held = await takeLease({ store }, await store.run(run.id)), inputs = await store.inputs(run.id);
  return drive(held, worldOf(store, parts), definitionOf(own as never, inputs["input"] ?? null));
}
