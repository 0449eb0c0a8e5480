/**
 * What a person may say to a run while it goes on: words to a loop or a process, and to a growing text other settings and
 * another node to go on from. All are messages: the run takes them in before its next round, or before the next task that a
 * model works on begins, now or when it is resumed.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { restore } from "../engine/restore.ts";
import type { AutoloomPlan, Tuning } from "../plan/mod.ts";
import { tuned } from "../plan/mod.ts";
import type { Message, RunHead, Store } from "../store/store.ts";
import { isFinal } from "./ended_earlier.ts";
import { readStatus } from "./read_run.ts";
import { setupOf } from "./setup_of.ts";

/** Settings by their names in specs, as they would be written there: `{"expand.width": "8"}`. */
export interface TuneSettings {
  /** A value by its setting. */
  readonly [setting: string]: string;
}

/** Sends a run settings that hold from its next round on. Throws a RangeError that names all that do not hold. */
export async function tuneRun(store: Store, run: RunHead, settings: TuneSettings): Promise<Tuning> {
  const plan = await presentPlan(store, run, "tune"), { checkTuning } = await import("../compile/tune.ts");
  refuseEnded(run, "tune");
  if (Object.keys(settings).length === 0) throw new RangeError(`Cannot tune \`${run.name}\`: give a setting`);
  const checked = checkTuning(plan, settings);
  if (!checked.ok) throw new RangeError(`Cannot tune \`${run.name}\`: ${checked.problems.join("; ")}`);
  await store.send(run.id, { kind: "tune", value: checked.tuning as Json });
  return checked.tuning;
}

/** How a node that was picked comes to lead. */
export interface Picked {
  /** The whole id of the node. */
  readonly node: string;
  /** The question it answers, where the run holds a round open for it; else it leads from the next round on. */
  readonly answers?: string;
}

/**
 * Lets a run go on from a node of its document, named by the beginning of its id. While the run holds a round open and
 * the node is one of its candidates, it is chosen at once. Throws a RangeError, or a StoreError where there is no such
 * node.
 */
export async function pickNode(store: Store, run: RunHead, id: string): Promise<Picked> {
  await presentPlan(store, run, "pick");
  refuseEnded(run, "steer");
  const { document } = await setupOf(store, run), node = (await store.findNode(document, id)).id;
  const open = (await readStatus(store, run)).awaited.find(({ choices }) => choices?.includes(node));
  if (!open) {
    await store.send(run.id, { kind: "guide", value: { pick: node } });
    return { node };
  }
  await store.send(run.id, { kind: "answer", value: { answer: node, key: open.key } });
  return { node, answers: open.key };
}

/**
 * Sends a run guidance: a plan that refines hands it to whatever proposes, a process tells it to all agents and models that
 * begin afterwards, a program of one's own finds it when it takes messages. Throws a RangeError for a growing text, for a
 * run that has ended, and for no words.
 */
export async function guideRun(store: Store, run: RunHead, text: string): Promise<void> {
  const { name } = run, words = text.trim();
  if ((await store.plan(run.id))?.kind === "autoloom") {
    throw new RangeError(
      `Cannot steer \`${name}\` with words: it grows a text, which no guidance reaches; pick a node to go on from ` +
        `(\`loom steer ${name} --pick NODE\`), or tune what is asked of its models (\`loom tune ${name}\`)`,
    );
  }
  refuseEnded(run, "steer");
  if (words === "") throw new RangeError(`Cannot steer \`${name}\` with nothing: give words`);
  await store.send(run.id, { kind: "guide", value: { text: words } });
}

/**
 * The plan as the next round of a run will follow it. Throws a RangeError for a run that grows no text; `wanted`: what
 * for, in its words.
 */
export async function presentPlan(
  store: Store,
  run: RunHead,
  wanted: "tune" | "pick" = "tune",
): Promise<AutoloomPlan> {
  const plan = await store.plan(run.id);
  if (plan?.kind !== "autoloom") throw noText(run, { wanted, kind: plan?.kind });
  const { state, tail } = await restore(store, run);
  const taken = tail.flatMap(({ type, key, value }) => type === "took" && key !== undefined ? value as Json[] : []);
  const said = [...taken as unknown as Message[], ...await store.inbox(run.id)].filter(({ kind }) => kind === "tune");
  const held = (state as { readonly tuned?: Tuning } | undefined)?.tuned ?? {};
  return [held, ...said.map(({ value }) => value as unknown as Tuning)].reduce(tuned, plan);
}

/** Settings and nodes belong to growing texts. */
function noText(
  { name }: RunHead,
  { wanted, kind }: { readonly wanted: "tune" | "pick"; readonly kind: "refine" | "process" | undefined },
): RangeError {
  const what = wanted === "tune" ? "settings that change while it goes on" : "nodes to go on from";
  const is = kind === "refine"
    ? "it refines a text"
    : kind === "process"
    ? "it carries out a graph of tasks"
    : "it follows a program of its own";
  const instead = `tell it what to heed with \`loom steer ${name} "…"\``;
  return new RangeError(
    `Cannot ${wanted === "tune" ? "tune" : "steer"} \`${name}\`: ${is}, which has no ${what}; ${instead}`,
  );
}

function refuseEnded(run: RunHead, verb: string): void {
  if (isFinal(run)) {
    throw new RangeError(`Cannot ${verb} \`${run.name}\`: it is ${run.status}; a fork can go on from it`);
  }
}
