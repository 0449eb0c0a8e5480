/**
 * Drives a run in this process until it rests: tells of it on the way, prints what it came to, and gives its exit code.
 * `run`, `resume` and `fork` differ only in how they start.
 *
 * @module
 */
import type { Loom } from "../app/loom.ts";
import type { RunEnd, RunHandle } from "../app/run_handle.ts";
import type { RunHead } from "../app/vocabulary.ts";
import type { Host } from "./host.ts";
import type { Beginning } from "./live/progress.ts";
import type { Reporter } from "./live/reporter.ts";
import { mannerOf, reporterFor } from "./live/reporter.ts";
import { openToRun, openToSteer } from "./open.ts";
import { tellEnd } from "./tell_end.ts";

/** How a run is told of, and how it is started. */
export interface Driven {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Whether the database is made when there is none. */
  readonly create: boolean;
  /** Starts it. */
  readonly start: (loom: Loom, before: Before) => Promise<RunHandle>;
}

/** What is looked at before a run is gone on with: what waits for it then it takes in. */
export interface Before {
  /** Questions, by run and key, that were answered while nobody drove the run. */
  answered: ReadonlySet<string>;
}

/** Drives a run until it rests, and gives the exit code that tells how it does. */
export async function driveHere(host: Host, { json, quiet, create, start }: Driven): Promise<number> {
  const reporter = await reporterFor(mannerOf(host, { json, quiet }), host);
  const before: Before = { answered: new Set() };
  let end: RunEnd, first = Infinity;
  using loom = await (create ? openToRun : openToSteer)(host, (event) => {
    // The first row that is told of is the first of this life: a root begins before all of its children.
    if (event.type === "entry" && first === Infinity) first = event.entry.seq;
    reporter.take(event);
  });
  try {
    const handle = await start(loom, before), head = await loom.store.findRun(handle.name);
    const beginning = await beginningOf(loom, head, { at: host.now(), before: () => first });
    reporter.begin({ ...beginning, answered: before.answered }, async (node) => await textAt(loom, head, node));
    stopOn(host.interruption(), handle, reporter);
    end = await handle.end;
  } finally {
    reporter.close();
  }
  return await tellEnd(host, loom.store, { end, json, quiet });
}

/** The first signal pauses the run; calls in the air are broken off, for a person wants to have the terminal back. */
function stopOn(signal: AbortSignal, handle: RunHandle, reporter: Reporter): void {
  const stop = () => {
    reporter.stopping();
    handle.pause({ abort: true });
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
}

interface Moment {
  readonly at: number;
  /** The first row that was told of: what stands before it is not told. */
  readonly before: () => number;
}

async function beginningOf(loom: Loom, head: RunHead, { at, before }: Moment): Promise<Beginning> {
  const { bestText } = await import("../app/best_text.ts");
  const plan = await loom.store.plan(head.id), best = head.steps > 0 ? await bestText(loom.store, head) : undefined;
  const { limits, spent, wall } = head.ledger;
  return {
    at,
    name: head.name,
    models: [...new Set(Object.values(plan?.models ?? {}).map(({ facts }) => facts.id))],
    limits,
    spent,
    wall,
    ...(best ? { best } : {}),
    ...(plan?.kind === "refine" ? { whole: true, ...await roundsOf(loom, head) } : {}),
    ...(plan?.kind === "process" ? await tasksOf(loom, head, before) : {}),
  };
}

/** What has become of the tasks of a run that is gone on with, and what it is all for. */
async function tasksOf({ store }: Loom, head: RunHead, before: () => number): Promise<Pick<Beginning, "process">> {
  const { goalOf, processFold } = await import("../app/read_process.ts");
  const fold = await processFold(store, head, { before }), goal = await goalOf(store, head);
  return fold ? { process: { fold, ...(goal === undefined ? {} : { goal }) } } : {};
}

/** The text that ends at a node, or that the node holds: where a text is made better each is whole. */
async function textAt({ store }: Loom, head: RunHead, node: string): Promise<string> {
  if ((await store.plan(head.id))?.kind === "refine") return (await store.texts([node])).get(node) ?? "";
  return (await store.path(node)).map(({ text }) => text).join("");
}

/** What the rounds of a run have come to that is gone on with. */
async function roundsOf({ store }: Loom, head: RunHead): Promise<Pick<Beginning, "rounds">> {
  const { readLoop } = await import("../app/read_loop.ts");
  const rounds = head.steps > 0 ? (await readLoop(store, head))?.rounds ?? [] : [], last = rounds.at(-1);
  return last ? { rounds: { scores: rounds.map(({ score }) => score), last } } : {};
}
