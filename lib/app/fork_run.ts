import type { Json, JsonObject } from "../base/json.ts";
import type { Held } from "../engine/host.ts";
import { takeLease } from "../engine/host.ts";
import { restore, wholeState } from "../engine/restore.ts";
import type { Entry, Limits } from "../plan/mod.ts";
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

/** Makes a run that begins with the state its origin had at a row, under a ledger of its own. */
export async function forkRun({ store, origin, seq, limits }: Fork, options: StartOptions): Promise<Held> {
  const plan = await store.plan(origin.id), restored = await restore(store, origin, { upTo: seq });
  if (restored.seq === 0) {
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
  const held = await takeLease({ store }, run);
  const value: Json = { program: origin.program, origin: origin.name, seq };
  const opening = plan ? (await import("../kinds/autoloom.ts")).OPENING : 0;
  const state = restored.state === undefined ? {} : { state: wholeState(restored.state, { opening }) };
  const entry: Entry = { seq: 1, type: "begin", at: Date.now(), value, ...state };
  await store.append(run.id, held.epoch, [{ entry }]);
  return held;
}
