import type { JsonObject } from "../base/json.ts";
import { canonical, toJson } from "../base/json.ts";
import type { Held } from "../engine/host.ts";
import { takeLease } from "../engine/host.ts";
import { restore } from "../engine/restore.ts";
import type { Limits } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { StartOptions } from "./loom_options.ts";
import { checkedRunName, runName } from "./run_name.ts";
import type { Inherited } from "./fork_run_files.ts";
import type { Setup } from "./setup.ts";
import { fillInputs } from "./setup.ts";

/** Which run is forked, and where. */
export interface Fork {
  readonly store: Store;
  readonly origin: RunHead;
  readonly seq: number;
  readonly limits: Limits;
  /** Where the project stands now, if its database stands in it. */
  readonly project?: string | undefined;
}

/** A fork that was made, and what there is to say of it. */
export interface Forked {
  readonly held: Held;
  /** Which inputs changed too late for what stands already, and which files of what is taken over are not there. */
  readonly note: string | undefined;
}

/**
 * Makes a run that will begin with the state its origin had at a row, under a ledger of its own. Its first row is the
 * engine's to write: a fork that is killed before that begins in the same way when it is resumed.
 */
export async function forkRun({ store, origin, seq, limits, project }: Fork, options: StartOptions): Promise<Forked> {
  await checkRow(store, origin, seq);
  const plan = await store.plan(origin.id), setup = await store.inputs(origin.id) as unknown as Setup;
  const merged = { ...setup.inputs, ...givenTo(origin, options) },
    inputs = plan ? fillInputs(plan.inputs, merged) : merged;
  const late = await noteOf({ store, origin, seq, changed: changedIn(setup.inputs, inputs) });
  const note =
    [late, await filesNote(store, { run: origin, seq, project })].filter((one) => one !== undefined).join("; ") ||
    undefined;
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
  return { held: await takeLease({ store }, run), note };
}

/** What there is to say of files that earlier steps have made and that are not there as they left them, if there is. */
export async function filesNote(store: Store, inherited: Inherited): Promise<string | undefined> {
  const { strayFiles, strayWords } = await import("./fork_run_files.ts");
  return strayWords(await strayFiles(store, inherited));
}

/** A fork begins after something: a row that is there. */
async function checkRow(store: Store, { id, name }: RunHead, seq: number): Promise<void> {
  const isNumber = Number.isSafeInteger(seq) && seq >= 1;
  if (isNumber && (await store.entriesAt(id, [seq])).length > 0) return;
  throw new RangeError(
    `Cannot fork \`${name}\` at ${seq}: its journal has no row of that number; \`loom show ${name}\` lists its steps`,
  );
}

/** What a fork is given: by name for a plan, as one value for a program of a library user. */
function givenTo({ name, planHash }: RunHead, { input, inputs = {} }: StartOptions): JsonObject {
  if (planHash !== undefined) {
    if (input === undefined) return inputs;
    throw new TypeError(`Cannot fork \`${name}\` with \`input\`: a plan takes \`inputs\`, by their names`);
  }
  if (Object.keys(inputs).length === 0) return input === undefined ? {} : { input: toJson(input) };
  throw new TypeError(`Cannot fork \`${name}\` with \`inputs\`: a program of your own takes one \`input\``);
}

function changedIn(before: JsonObject, after: JsonObject): readonly string[] {
  return Object.keys(after).filter((name) => canonical(after[name]) !== canonical(before[name] ?? null));
}

/** What was made with an input stays as it is when the input is another; nobody is to find that out by reading. */
async function noteOf(
  { store, origin, seq, changed }: {
    readonly store: Store;
    readonly origin: RunHead;
    readonly seq: number;
    readonly changed: readonly string[];
  },
): Promise<string | undefined> {
  if (changed.length === 0 || (await restore(store, origin, { upTo: seq })).state === undefined) return undefined;
  const names = changed.map((name) => `\`${name}\``).join(", "), many = changed.length > 1;
  return `${names} ${
    many ? "are" : "is"
  } not what \`${origin.name}\` had: what was made with the old one up to row ${seq} stays`;
}
