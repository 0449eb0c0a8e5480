import type { JsonObject } from "../base/json.ts";
import type { Held } from "../engine/host.ts";
import { takeLease } from "../engine/host.ts";
import type { Limits } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { StartOptions } from "./loom_options.ts";
import { checkedRunName, runName } from "./run_name.ts";
import type { Setup } from "./setup.ts";
import { fillInputs } from "./setup.ts";

/** Which run is forked, and where. */
export interface Fork {
  readonly store: Store;
  readonly origin: RunHead;
  readonly seq: number;
  readonly limits: Limits;
}

/**
 * Makes a run that will begin with the state its origin had at a row, under a ledger of its own. Its first row is the
 * engine's to write: a fork that is killed before that begins in the same way when it is resumed.
 */
export async function forkRun({ store, origin, seq, limits }: Fork, options: StartOptions): Promise<Held> {
  const plan = await store.plan(origin.id), [first] = await store.entries(origin.id, 0, 1);
  if (!(first && first.seq <= seq)) {
    throw new RangeError(
      `Cannot fork \`${origin.name}\` at ${seq}: its journal has no row up to there; \`loom show ${origin.name}\` lists them`,
    );
  }
  const setup = await store.inputs(origin.id) as unknown as Setup;
  const inputs = plan
    ? fillInputs(plan.inputs, { ...setup.inputs, ...options.inputs })
    : { ...setup.inputs, ...(options.input === undefined ? {} : { input: options.input }) };
  const run = await store.createRun({
    name: checkedRunName(options.name ?? runName(origin.title)),
    title: origin.title,
    program: origin.program,
    ...(plan ? { plan } : {}),
    inputs: { ...setup, inputs } as unknown as JsonObject,
    limits: { ...origin.ledger.limits, ...limits },
    seed: options.seed ?? origin.seed,
    at: Date.now(),
    origin: { run: origin.id, seq },
    durability: options.durability ?? origin.durability,
  });
  return await takeLease({ store }, run);
}
