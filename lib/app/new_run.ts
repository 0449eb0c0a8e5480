import { toJson } from "../base/json.ts";
import type { Plan } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { StartOptions } from "./loom_options.ts";
import { limitsOf } from "./loom_options.ts";
import { newSetup, storedSetup } from "./new_setup.ts";
import type { AnyProgram } from "./own_program.ts";
import { checkedRunName, runName } from "./run_name.ts";
import { fillInputs } from "./setup.ts";

/** How a run is made. */
export interface NewRunOptions extends StartOptions {
  /** The project folder. Default: that of the current one. */
  readonly folder?: string | undefined;
}

/** Makes a run, which nobody drives yet. */
export async function newRun(
  store: Store,
  what: Plan | AnyProgram,
  { folder, ...options }: NewRunOptions,
): Promise<RunHead> {
  const plan = "body" in what ? undefined : what, title = plan?.name ?? what.program.replace(/@.*$/, "");
  const name = checkedRunName(options.name ?? runName(title));
  const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
  const inputs = plan ? fillInputs(plan.inputs, options.inputs ?? {}) : { input: toJson(options.input ?? null) };
  const { home, spec, workspace } = options, code = "body" in what ? what.code : undefined;
  const setup = await newSetup(store, { plan, seed, inputs, name, folder, home, workspace, spec, code });
  return await store.createRun({
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
}
