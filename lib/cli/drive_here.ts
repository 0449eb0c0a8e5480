/**
 * Drives a run in this process until it rests: tells of it on the way, prints what it came to, and gives its exit code.
 * `run`, `resume` and `fork` differ only in how they start.
 *
 * @module
 */
import type { Loom } from "../app/loom.ts";
import type { RunEnd, RunHandle } from "../app/run_handle.ts";
import type { RunHead } from "../app/vocabulary.ts";
import { formatUsd, nanos } from "../base/money.ts";
import type { Limits } from "../plan/mod.ts";
import { safeJson } from "../text/render_json.ts";
import { visible } from "../text/visible.ts";
import { paintFor } from "./ansi.ts";
import { exitCodeOf } from "./exit_codes.ts";
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
  let end: RunEnd;
  using loom = await (create ? openToRun : openToSteer)(host, reporter.take);
  try {
    const handle = await start(loom), head = await loom.store.findRun(handle.name);
    reporter.begin(await beginningOf(loom, head, host.now()), async (node) => await textAt(loom, node));
    stopOn(host.interruption(), handle, reporter);
    end = await handle.end;
  } finally {
    reporter.close();
  }
  const head = await loom.store.findRun(end.run), saved = (await loom.store.projection(head.id))?.path;
  await writeOutputs(host, loom, { end, head, json });
  if (!quiet) writeSummary(host, { end, saved, limits: head.ledger.limits });
  return exitCodeOf(end.kind);
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

async function beginningOf(loom: Loom, head: RunHead, at: number): Promise<Beginning> {
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
  };
}

async function textAt({ store }: Loom, node: string): Promise<string> {
  return (await store.path(node)).map(({ text }) => text).join("");
}

/** The payload: the text a run has made, else its outputs as JSON. One that rests prints what it has so far. */
async function writeOutputs(
  { out }: Host,
  { store }: Loom,
  { end, head, json }: { readonly end: RunEnd; readonly head: RunHead; readonly json: boolean },
): Promise<void> {
  if (json) return out.write(`${safeJson({ type: "end", ...end })}\n`);
  const { bestText, textIn } = await import("../app/best_text.ts");
  if (end.kind === "paused") return;
  const text = textIn(end.outputs) ?? (await bestText(store, head))?.text;
  if (text !== undefined) writeText(out, text);
  else if (end.outputs !== null) out.write(`${safeJson(end.outputs, 2)}\n`);
}

interface Summary {
  readonly end: RunEnd;
  readonly saved: string | undefined;
  readonly limits: Limits;
}

/** One line: how it ended and why, what it cost, where its text is, how to go on. */
function writeSummary({ err }: Host, { end, saved, limits }: Summary): void {
  const { run, kind, reason, spent } = end, paint = paintFor(err);
  const good = kind === "done" || kind === "converged", style = good ? "good" : kind === "failed" ? "bad" : "warn";
  const parts = [
    reason,
    limits.usd === undefined
      ? formatUsd(nanos(spent.usd))
      : `${formatUsd(nanos(spent.usd))} of ${formatUsd(limits.usd)}`,
    ...(saved === undefined ? [] : [`saved to ${saved}`]),
    ...nextSteps(end),
  ];
  err.write(`${paint("strong", visible(run))} ${paint(style, kind)}: ${visible(parts.join(" · "))}\n`);
}

function nextSteps({ run, kind }: RunEnd): readonly string[] {
  switch (kind) {
    case "paused":
      return [`\`loom resume ${run}\` goes on`];
    case "exhausted":
      return [`\`loom resume ${run} --add-budget …\` goes on`];
    case "failed":
      return [`\`loom show ${run}\` tells more, \`loom resume ${run}\` tries again`];
    default:
      return [];
  }
}
