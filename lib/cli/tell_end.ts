/**
 * What is told of a run that was driven here once it rests: its text, what could not be saved, how it ended and what to do.
 *
 * @module
 */
import { isAbsolute, relative } from "node:path";
import type { RunEnd } from "../app/run_handle.ts";
import type { RunHead, Store } from "../app/vocabulary.ts";
import type { Json } from "../base/json.ts";
import { safeJson } from "../text/render_json.ts";
import { visible } from "../text/visible.ts";
import type { WhyView } from "../views/why_view.ts";
import { spending } from "./amounts.ts";
import { paintFor } from "./ansi.ts";
import { clip } from "./clip.ts";
import type { ExitCode } from "./exit_codes.ts";
import { EXIT, exitCodeOf } from "./exit_codes.ts";
import type { Host } from "./host.ts";
import { writeText } from "./payload.ts";
import { answerCommand } from "./question_lines.ts";
import { standingWords } from "./standing_words.ts";
import { takenBackFact } from "./taken_back_fact.ts";
import { failedWords } from "./why_task_words.ts";
import { nextSteps } from "./why_words.ts";
import { wrapWhole } from "./wrap.ts";

/** How a run rests, and how that is told. */
export interface Rested {
  readonly end: RunEnd;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Prints what a run came to, and gives the exit code that tells how it rests. */
export async function tellEnd(host: Host, store: Store, { end, json, quiet }: Rested): Promise<ExitCode> {
  const head = await store.findRun(end.run), code = exitCodeOf(end.kind), says = !quiet || code !== EXIT.ok;
  const isOpen = await writeOutputs(host, { end, json, quiet, text: await textOf(store, head, end) });
  if (isOpen && (says || end.unsaved) && await host.isOneStream()) host.err.write("\n");
  writeWarning(host, end);
  if (says) await writeSummary(host, store, { end, head });
  // Whoever goes on with the file has to know that it is not there.
  return code === EXIT.ok && end.unsaved ? EXIT.failed : code;
}

/** The text a run has made; undefined for one that makes none, or that only rests. */
async function textOf(store: Store, head: RunHead, { kind, outputs }: RunEnd): Promise<string | undefined> {
  if (kind === "paused") return undefined;
  const { bestText, textIn } = await import("../app/best_text.ts");
  return outputs === null ? (await bestText(store, head))?.text : textIn(outputs, await store.plan(head.id));
}

/**
 * The text of a run, else its outputs as JSON. On a terminal it stands apart from what was told on the way. Gives whether
 * its last line was left open.
 */
async function writeOutputs(
  { out, err }: Host,
  { end, json, quiet, text }: Rested & { readonly text: string | undefined },
): Promise<boolean> {
  const apart = text !== undefined && !quiet && out.isTerminal && err.isTerminal ? "\n" : "";
  if (json) out.write(`${safeJson({ type: "end", ...end })}\n`);
  else {
    err.write(apart);
    await err.flush();
    if (text !== undefined) writeText(out, apart === "" ? text : `${text.trimEnd()}\n\n`);
    else if (isWorthTelling(end)) out.write(`${safeJson(end.outputs, 2)}\n`);
  }
  await out.flush();
  return !json && !out.isTerminal && text !== undefined && text !== "" && !text.endsWith("\n");
}

/** Whether outputs tell anything: where all tasks of a process have failed they hold nothing. */
function isWorthTelling({ kind, outputs }: RunEnd): boolean {
  if (kind === "paused" || outputs === null) return false;
  return exitCodeOf(kind) === EXIT.ok || !isEmpty(outputs);
}

function isEmpty(outputs: Json): boolean {
  return typeof outputs === "object" && Object.values(outputs ?? {}).every((value) => value === null);
}

/** What was asked for and is not there is told even to those who want it quiet. */
function writeWarning({ err }: Host, { run, unsaved }: RunEnd): void {
  if (!unsaved) return;
  const { path, reason } = unsaved;
  const words =
    `Cannot save to \`${path}\`: ${reason}\n  \`loom text ${run}\` prints the text, \`loom resume ${run}\` saves it`;
  err.write(`${paintFor(err)("warn", "warning:")} ${words.split("\n").map(visible).join("\n")}\n`);
}

/** Characters of a reason: `loom why` tells all of it. */
const REASON = 400;

/** One line: how it ended and why, what it cost, where its text is, what to do now. A terminal breaks it between words. */
async function writeSummary(
  host: Host,
  store: Store,
  { end, head }: { readonly end: RunEnd; readonly head: RunHead },
): Promise<void> {
  const { err } = host, { run, kind, unsaved } = end, { limits, spent } = head.ledger;
  const saved = (await store.projection(head.id))?.path, isGood = exitCodeOf(kind) === EXIT.ok;
  const why = isGood ? undefined : await (await import("../app/read_why.ts")).readWhy(store, head);
  const reason = why && kind === "failed" ? failedWords(why) ?? end.reason : end.reason;
  const parts = [
    ...(kind === "paused" ? [] : [clip(reason, REASON)]),
    ...spending(spent, limits).slice(0, 1),
    ...await changesIn(store, head),
    ...(unsaved || saved === undefined ? [] : [`saved to ${shortened(host, saved)}`]),
    ...(why ? stepsAfter(why, end) : []),
  ];
  const start = `${visible(run)} ${kind}`,
    line = `${start}${kind === "paused" ? " ·" : ":"} ${visible(parts.join(" · "))}`;
  const lines = err.isTerminal ? wrapWhole(line, err.size().columns - 1) : [line];
  const paint = paintFor(err), style = isGood ? "good" : kind === "failed" ? "bad" : "warn";
  const painted = `${paint("strong", visible(run))} ${paint(style, kind)}`;
  err.write(`${lines.join("\n").replace(start, () => painted)}\n`);
}

/** How many files of a process are not as they were and how that is taken back, and what was put back after a kill. */
async function changesIn(store: Store, head: RunHead): Promise<readonly string[]> {
  if ((await store.plan(head.id))?.kind !== "process") return [];
  const { standingChanges } = await import("../app/standing_changes.ts");
  const { readTakenBack } = await import("../app/changes/read_taken_back.ts");
  const words = standingWords(await standingChanges(store, head));
  const back = takenBackFact(await readTakenBack(store, head));
  return [
    ...(words === undefined ? [] : [`${words}, \`loom undo ${head.name}\` takes that back`]),
    ...(back === undefined ? [] : [back]),
  ];
}

/** A path as it is written from the folder people work in, where it lies inside. */
function shortened({ folder }: Host, path: string): string {
  const way = relative(folder, path);
  return way.startsWith("..") || isAbsolute(way) ? path : way;
}

/** What to do now with a run that has not come to what it should. */
function stepsAfter(why: WhyView, { kind }: RunEnd): readonly string[] {
  // Somebody else may have gone on with it already.
  if (why.status !== kind || kind === "stalled" || kind === "cancelled") return [];
  return [...kind === "paused" ? askedBy(why) : [], ...nextSteps(why)];
}

/** What a run that rests still asks: without an answer a resume only waits. */
function askedBy({ questions }: WhyView): readonly string[] {
  const [first, ...others] = questions.filter(({ answered }) => !answered);
  if (!first) return [];
  if (others.length > 0) return [`\`loom inbox\` lists the ${others.length + 1} questions that it asks`];
  return [`${answerCommand(first, { isOnly: true })} answers what it asks`];
}
