/**
 * Drives a run in this process until it rests: tells of it on the way, prints what it came to, and gives its exit code.
 * `run`, `resume` and `fork` differ only in how they start.
 *
 * @module
 */
import { isAbsolute, relative } from "node:path";
import type { Loom } from "../app/loom.ts";
import type { RunEnd, RunHandle } from "../app/run_handle.ts";
import type { RunHead, Store } from "../app/vocabulary.ts";
import type { Limits } from "../plan/mod.ts";
import { safeJson } from "../text/render_json.ts";
import { visible } from "../text/visible.ts";
import { counted, spending } from "./amounts.ts";
import { paintFor } from "./ansi.ts";
import { EXIT, exitCodeOf } from "./exit_codes.ts";
import type { Host } from "./host.ts";
import type { Beginning } from "./live/progress.ts";
import type { Reporter } from "./live/reporter.ts";
import { mannerOf, reporterFor } from "./live/reporter.ts";
import { openToRun, openToSteer } from "./open.ts";
import { writeText } from "./payload.ts";

/** How a run is told of, and how it is started. */
export interface Driven {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Whether the database is made when there is none. */
  readonly create: boolean;
  /** Starts it. */
  readonly start: (loom: Loom) => Promise<RunHandle>;
}

/** Drives a run until it rests, and gives the exit code that tells how it does. */
export async function driveHere(host: Host, { json, quiet, create, start }: Driven): Promise<number> {
  const reporter = await reporterFor(mannerOf(host, { json, quiet }), host);
  let end: RunEnd, first = Infinity;
  using loom = await (create ? openToRun : openToSteer)(host, (event) => {
    // The first row that is told of is the first of this life: a root begins before all of its children.
    if (event.type === "entry" && first === Infinity) first = event.entry.seq;
    reporter.take(event);
  });
  try {
    const handle = await start(loom), head = await loom.store.findRun(handle.name);
    const beginning = await beginningOf(loom, head, { at: host.now(), before: () => first });
    reporter.begin(beginning, async (node) => await textAt(loom, head, node));
    stopOn(host.interruption(), handle, reporter);
    end = await handle.end;
  } finally {
    reporter.close();
  }
  const head = await loom.store.findRun(end.run);
  await writeOutputs(host, { end, json, quiet, text: await textOf(loom, head, end) });
  writeWarning(host, end);
  const code = exitCodeOf(end.kind);
  if (!quiet || code !== EXIT.ok) await writeSummary(host, loom, { end, head });
  return code;
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

/** The text a run has made; undefined for one that makes none, or that only rests. */
async function textOf({ store }: Loom, head: RunHead, { kind, outputs }: RunEnd): Promise<string | undefined> {
  if (kind === "paused") return undefined;
  const { bestText, textIn } = await import("../app/best_text.ts");
  return outputs === null ? (await bestText(store, head))?.text : textIn(outputs, await store.plan(head.id));
}

interface Payload {
  readonly end: RunEnd;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly text: string | undefined;
}

/** The text of a run, else its outputs as JSON. On a terminal it stands apart from what was told on the way. */
async function writeOutputs({ out, err }: Host, { end, json, quiet, text }: Payload): Promise<void> {
  const apart = text !== undefined && !quiet && out.isTerminal && err.isTerminal ? "\n" : "";
  if (json) out.write(`${safeJson({ type: "end", ...end })}\n`);
  else {
    err.write(apart);
    await err.flush();
    if (text !== undefined) writeText(out, apart === "" ? text : `${text.trimEnd()}\n\n`);
    else if (end.kind !== "paused" && end.outputs !== null) out.write(`${safeJson(end.outputs, 2)}\n`);
  }
  await out.flush();
}

/** What was asked for and is not there is told even to those who want it quiet. */
function writeWarning({ err }: Host, { run, unsaved }: RunEnd): void {
  if (!unsaved) return;
  const { path, reason } = unsaved;
  const words =
    `Cannot save to \`${path}\`: ${reason}\n  \`loom text ${run}\` prints the text, \`loom resume ${run}\` saves it`;
  err.write(`${paintFor(err)("warn", "warning:")} ${words.split("\n").map(visible).join("\n")}\n`);
}

/** One line: how it ended and why, what it cost, where its text is, how to go on. */
async function writeSummary(
  host: Host,
  { store }: Loom,
  { end, head }: { readonly end: RunEnd; readonly head: RunHead },
): Promise<void> {
  const { err } = host, { run, kind, reason, unsaved } = end, { limits, spent } = head.ledger, paint = paintFor(err);
  const saved = (await store.projection(head.id))?.path;
  const good = kind === "done" || kind === "converged", style = good ? "good" : kind === "failed" ? "bad" : "warn";
  const parts = [
    ...(kind === "paused" ? [] : [reason]),
    ...spending(spent, limits).slice(0, 1),
    ...await changesIn(store, head),
    ...(unsaved || saved === undefined ? [] : [`saved to ${shortened(host, saved)}`]),
    ...nextSteps(end, limits),
  ];
  const word = paint(style, kind), name = paint("strong", visible(run));
  err.write(`${name} ${word}${kind === "paused" ? " ·" : ":"} ${visible(parts.join(" · "))}\n`);
}

/** How many files a process has changed, and how that is taken back. */
async function changesIn(store: Store, head: RunHead): Promise<readonly string[]> {
  const { readProcess } = await import("../app/read_process.ts"), process = await readProcess(store, head);
  const paths = new Set([...process?.tasks ?? [], ...process?.former ?? []].flatMap(({ changed }) => changed));
  return paths.size === 0 ? [] : [`${counted(paths.size, "file")} changed, \`loom undo ${head.name}\` takes that back`];
}

/** A path as it is written from the folder people work in, where it lies inside. */
function shortened({ folder }: Host, path: string): string {
  const way = relative(folder, path);
  return way.startsWith("..") || isAbsolute(way) ? path : way;
}

function nextSteps({ run, kind }: RunEnd, { deadline = Infinity }: Limits): readonly string[] {
  switch (kind) {
    case "paused":
      return [`\`loom resume ${run}\` goes on`];
    case "exhausted":
      if (deadline <= Date.now()) return ["no budget moves a deadline: start another run with a later one"];
      return [`\`loom resume ${run} --add-budget NAME=AMOUNT\` goes on`];
    case "failed":
      return [`\`loom show ${run}\` tells more, \`loom resume ${run}\` tries again`];
    default:
      return [];
  }
}
