import type { JsonObject } from "../base/json.ts";
import type { ChildStart } from "../engine/world.ts";
import type { RunChild } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { newSetup, storedSetup } from "./new_setup.ts";
import type { Programs } from "./programs.ts";
import { fillInputs } from "./setup.ts";
import { setupOf } from "./setup_of.ts";

/** Where child runs come from. */
export interface Nursery {
  readonly store: Store;
  readonly programs: Programs;
  /** The project folder, where the loom was given one. */
  readonly folder: string | undefined;
}

/** What a `run` effect starts: a program that was handed in, or an import of the parent's plan. */
export async function childStart(
  { store, programs, folder }: Nursery,
  { plan: name, inputs }: RunChild,
  parent: RunHead,
): Promise<ChildStart> {
  const own = programs.named(name), { seed } = parent;
  if (own) {
    const setup = await newSetup(store, {
      plan: undefined,
      seed,
      inputs: inputs as JsonObject,
      name: parent.name,
      folder,
      code: own.code,
    });
    return { title: name.replace(/@.*$/, ""), program: own.program, inputs: storedSetup(setup), limits: {} };
  }
  const plan = (await store.plan(parent.id))?.imports[name];
  if (!plan) {
    throw new RangeError(
      `Cannot run \`${name}\`: it is neither an import of the plan nor a program that was handed to openLoom`,
    );
  }
  const { home, ...above } = await setupOf(store, parent), filled = fillInputs(plan.inputs, inputs);
  const workspace = plan.kind === "process" && plan.workspace !== undefined ? undefined : above.workspace;
  const setup = await newSetup(store, { plan, seed, inputs: filled, name: parent.name, folder, home, workspace });
  return { title: plan.name, program: plan.program, plan, inputs: storedSetup(setup), limits: plan.budget };
}
