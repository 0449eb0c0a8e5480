import { describeHolder, isGone } from "../engine/lease.ts";
import { isEnded } from "../engine/rest.ts";
import type { End, Entry, RunStatus } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { RunView } from "../views/run_view.ts";
import { statusView } from "../views/status_view.ts";
import type { MetLimit, RunForm, Scored, WhyView } from "../views/why_view.ts";
import { whyTasks } from "../views/why_tasks.ts";
import { failedStep, retryIn, senderOf } from "../views/why_view.ts";
import { ancestors } from "./ancestors.ts";
import { readTakenBack } from "./changes/read_taken_back.ts";
import { codeOfRun } from "./code_of_run.ts";
import { isFinal, lastEnd } from "./ended_earlier.ts";
import { questionsOf } from "./open_questions.ts";
import { readLoop } from "./read_loop.ts";
import { readProcess } from "./read_process.ts";
import { readRun, standingOf } from "./read_run.ts";
import { unsettledCalls } from "./settle.ts";

/** Scores that are told of a run. */
const SCORES = 6;

/** Why a run ended, or why it stands where it stands. */
export async function readWhy(store: Store, head: RunHead): Promise<WhyView> {
  const [plan, { entries: tail }, above] = await Promise.all([
    store.plan(head.id),
    store.load(head.id),
    ancestors(store, head),
  ]);
  const { status, end, awaited, spent, limits, wall } = statusView(head, tail, { gone: isGone(head.lease) });
  const form: RunForm = plan?.kind ?? "code", root = above.at(-1)?.name ?? head.name;
  const code = form === "code" ? await codeOfRun(store, head) : undefined, failed = failedStep(end, tail);
  const sender = senderFor(status, tail), limit = await limitOf(store, { head, end, above });
  const retry = status === "waiting" ? retryIn(tail) : undefined;
  return {
    name: head.name,
    title: head.title,
    program: head.program,
    form,
    status,
    root,
    rootStatus: above.length === 0 ? status : standingOf(above.at(-1)!),
    ...(end ? { end } : {}),
    ...(limit ? { limit } : {}),
    ...(failed ? { failed } : {}),
    ...await progressOf(store, head, form),
    ...(form === "process" ? { takenBack: await readTakenBack(store, head) } : {}),
    questions: await questionsOf(store, head, above.at(-1) ?? head),
    timers: awaited.filter(({ question }) => question === undefined).map(({ key, due }) => ({
      key,
      ...(due === undefined ? {} : { due }),
    })),
    ...(retry ? { retry } : {}),
    ...(sender ? { sender } : {}),
    holder: describeHolder(head.lease.holder),
    updated: head.updated,
    unsettled: status === "running" || status === "waiting" ? 0 : (await unsettledCalls(store, head)).length,
    spent,
    limits,
    wall,
    ...(code ? { code } : {}),
  };
}

function senderFor(status: RunStatus, tail: readonly Entry[]): WhyView["sender"] {
  if (status === "cancelled") return senderOf(tail, "cancel");
  return status === "paused" ? senderOf(tail, "pause") : undefined;
}

interface Limited {
  readonly head: RunHead;
  readonly end: End | undefined;
  readonly above: readonly RunHead[];
}

/** Its own limit when it has ended by one; else that of the nearest run above it that has. */
async function limitOf(store: Store, { head, end, above }: Limited): Promise<MetLimit | undefined> {
  if (end) return met(head, end);
  for (const run of above) {
    const limit = met(run, (await lastEnd(store, run))?.end);
    if (limit) return limit;
  }
  return undefined;
}

function met(run: RunHead, end: End | undefined): MetLimit | undefined {
  if (end?.kind !== "exhausted" || !end.limit || !isEnded(run.status)) return undefined;
  const { dimension, limit } = end.limit, now = run.ledger.limits[dimension] ?? Infinity;
  return { owner: run.name, ...end.limit, raised: now > limit, final: isFinal(run) };
}

type Told = Pick<WhyView, "scores" | "failures" | "stalls" | "best" | "round" | "tasks" | "standing">;

const NO_ROUNDS: Told = { scores: [], failures: [], stalls: [] };

/** What its last rounds, or its tasks, came to. */
async function progressOf(store: Store, head: RunHead, form: RunForm): Promise<Told> {
  const process = form === "process" ? await readProcess(store, head) : undefined;
  if (process) {
    const { standing } = process;
    return { ...NO_ROUNDS, tasks: whyTasks(process), ...(standing ? { standing } : {}) };
  }
  const loop = await readLoop(store, head);
  if (!loop) return form === "autoloom" ? grown(await readRun(store, head)) : NO_ROUNDS;
  const { rounds, open } = loop, best = rounds.at(-1)?.best;
  const vain = rounds.slice(rounds.findLastIndex(({ verdict }) => verdict !== "failed") + 1);
  return {
    scores: rounds.slice(-SCORES).map(({ round, score }) => ({ round, score })),
    failures: vain.map(({ round, error }) => ({ round, ...(error === undefined ? {} : { error }) })),
    stalls: rounds.flatMap(({ round, stalled }) => stalled ? [{ round, ...stalled }] : []),
    ...(best ? { best } : {}),
    ...(open ? { round: open.round } : {}),
  };
}

/** Grades of the texts that were chosen. */
function grown({ steps }: RunView): Told {
  const chosen = steps.flatMap(({ key, chosen, score }): Scored[] => {
    const round = /^round\/(\d+)\//.exec(key)?.[1];
    return chosen && score !== undefined && round !== undefined ? [{ round: Number(round), score }] : [];
  });
  return { scores: chosen.slice(-SCORES), failures: [], stalls: [] };
}
