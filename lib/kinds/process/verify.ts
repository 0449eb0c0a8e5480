/**
 * Whether the result of a task is taken. What asks no model comes first, and where that finds a fault nobody is paid to
 * find another. A model never judges in the course of its own work: it is asked afresh.
 *
 * @module
 */
import { shorten } from "../../base/shorten.ts";
import type { Program, ToldCheck } from "../../plan/mod.ts";
import { within } from "../../plan/mod.ts";
import type { Asking } from "../ask_judge.ts";
import type { Evaluating } from "../value_of.ts";
import { textOf } from "../value_of.ts";
import type { Checkable, Checks } from "./checks.ts";
import { answerOf, checksOf, seen } from "./checks.ts";
import type { MadeCall } from "./confidence.ts";
import { confidenceOf } from "./confidence.ts";
import { PATIENCE } from "./patience.ts";
import { tell } from "./tell.ts";
import type { Verdict } from "./verdict.ts";
import { isFault } from "./verdict.ts";
import type { Voted } from "./verify_votes.ts";
import { voteOn } from "./verify_votes.ts";
import type { Judgeable } from "./verify_words.ts";
import { judgeWords, roomFor } from "./verify_words.ts";

/** The result of an attempt, to be verified. */
export interface Verifying extends Checkable {
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** Calls of tools that it made; one that failed and was got over is no fault. */
  readonly calls: readonly MadeCall[];
  /** Name of the model that did the work. */
  readonly author?: string;
}

/** What a verification works with. */
export type Verifier = Asking & Evaluating;

/**
 * Verifies the result of an attempt, and tells what that came to.
 *
 * @throws {EffectFailed} when a model that is to judge it could not be asked, and with the code `timeout` when it took
 * too long. A judge that gives no readable answer does not take the result.
 */
export function* verifyTask(round: Verifier, verifying: Verifying): Program<Verdict> {
  const { key, task: { timeout = 0 } } = verifying, duration = Math.max(timeout, PATIENCE);
  const limit = { key: `${key}/verify`, duration, what: "its verification" };
  const verdict = yield* within(limit, () => verdictOn(round, verifying));
  yield* tellVerdict(verifying, verdict);
  return verdict;
}

function* verdictOn(round: Verifier, verifying: Verifying): Program<Verdict> {
  const { verification: { llm } } = verifying, room = llm && roomFor({ ...contextOf(round, llm.model), ...llm });
  const free = yield* checksOf(round, verifying, room?.files ?? 0);
  const hasFault = free.checks.some(isFault);
  if (hasFault || !room) return freeVerdict(verifying, free.checks);
  return judgedVerdict(verifying, free.checks, yield* judge(round, verifying, free));
}

function contextOf({ plan: { models } }: Verifier, model: string): { readonly context?: number } {
  const context = models[model]?.facts.context;
  return context === undefined ? {} : { context };
}

function* judge(round: Verifier, verifying: Verifying, { checks, files }: Checks): Program<Voted> {
  const { key, verification } = verifying, llm = verification.llm!;
  const room = roomFor({ ...contextOf(round, llm.model), ...llm });
  const words = judgeWords(judgeable(round, verifying, { checks, files }), room);
  return yield* voteOn(round, { key, llm, votes: verification.votes, words });
}

function judgeable(round: Verifier, verifying: Verifying, { checks, files }: Checks): Judgeable {
  const { task, verification: { rules, llm }, values } = verifying, { criteria, deliverables } = task;
  const goal = values["goal"], ask = llm?.ask;
  const rendered = (field: string, template: string) =>
    textOf(round, { field: `tasks.${task.name}.${field}`, expression: template }, seen(verifying));
  return {
    goal: typeof goal === "string" ? goal : "",
    name: task.name,
    work: workOf(verifying, rendered),
    criteria,
    answer: answerOf(verifying),
    files,
    deliverables,
    rules: rules.filter(({ type }) => type === "llm"),
    warnings: checks.filter(({ passed }) => !passed),
    ask: ask && ("text" in ask ? ask.text : rendered("verify.llm.ask", ask.template)),
  };
}

/** What the task was to do: what its author says of it, and what its model was asked. */
function workOf(
  { task: { about = "", work } }: Verifying,
  rendered: (field: string, template: string) => string,
): string {
  const call = work.by === "agent" ? work.agent : work.by === "generate" ? work.call : undefined;
  if (!call) return about;
  const { prompt } = call, asked = "text" in prompt ? prompt.text : rendered(`${work.by}.prompt`, prompt.template);
  return asked.includes(about) ? asked : `${about}\n${asked}`;
}

function freeVerdict({ task, attempt, calls }: Verifying, checks: readonly ToldCheck[]): Verdict {
  const passed = !checks.some(isFault), track = { checks, attempt, attempts: task.attempts, calls };
  return { passed, tier: 1, confidence: passed ? confidenceOf(track) : 0, checks, feedback: faultWords(checks) };
}

/** What was not taken is as sure as those who judged it make it. */
function judgedVerdict(verifying: Verifying, free: readonly ToldCheck[], voted: Voted): Verdict {
  const { task, attempt, calls, verification: { votes } } = verifying, { passed, judged, feedback } = voted;
  const track = { checks: free, judged, attempt, attempts: task.attempts, calls };
  return {
    passed,
    tier: votes > 1 ? 3 : 2,
    confidence: passed ? confidenceOf(track) : Math.round(judged * 1_000) / 1_000,
    checks: [...free, ...voted.checks, ...ownWork(verifying)],
    feedback: shorten(feedback, FEEDBACK),
  };
}

/** Characters of what is told of a verdict. */
const FEEDBACK = 6_000;

/** A model that judges what it has made itself sees what it meant to do; that is told. */
function ownWork({ author, verification: { llm } }: Verifying): readonly ToldCheck[] {
  if (author === undefined || author !== llm?.model) return [];
  const detail = `\`${author}\` judges what it has done itself; name another model in \`verify.llm\``;
  return [{ name: "independence", passed: false, severity: "warning", detail }];
}

function faultWords(checks: readonly ToldCheck[]): string {
  const faults = checks.filter(isFault);
  if (faults.length === 0) return "";
  const lines = faults.map(({ name, detail = "does not hold" }) => `- ${name}: ${detail}`);
  return shorten(["Verification failed:", ...lines].join("\n"), FEEDBACK);
}

function* tellVerdict({ key, task, attempt }: Verifying, verdict: Verdict): Program<void> {
  const { feedback, ...said } = verdict, words = feedback === "" ? {} : { feedback };
  yield* tell(`${key}/verify/told`, { told: "verified", task: task.name, attempt, ...said, ...words });
}
