/**
 * Why a run ended, or why it stands where it stands, with the numbers that caused it.
 *
 * @module
 */
import type { Booking, Dimension, End, Entry, Failure, Limits, RunStatus } from "../plan/mod.ts";
import type { OpenQuestion } from "./open_question.ts";
import type { RoundView } from "./rounds.ts";
import type { StandingChanges } from "./standing_changes.ts";
import { stepsOf } from "./steps_of.ts";
import type { WhyTasks } from "./why_tasks.ts";

/** What a run follows: a plan of one of the kinds, or a program of a library user. */
export type RunForm = "autoloom" | "refine" | "process" | "code";

/** A limit that was reached, and whose it is. */
export interface MetLimit {
  /** Name of the run that has the limit: the run itself, or one above it. */
  readonly owner: string;
  readonly dimension: Dimension;
  /** The limit when it was reached; nano-dollars, milliseconds, or a count. */
  readonly limit: number;
  /** What was spent or reserved then. */
  readonly used: number;
  /** It was raised since: a resume goes on. */
  readonly raised: boolean;
  /** Its parent has taken its end: nothing goes on from there. */
  readonly final: boolean;
}

/** A step that failed a run. */
export interface FailedStep {
  /** The step; absent: what failed is the program itself. */
  readonly key?: string;
  readonly error: string;
  /** A stable word, such as `auth`. */
  readonly code: string;
  /** How often it was tried. */
  readonly attempts: number;
  /** What went wrong before, oldest first. */
  readonly earlier: readonly string[];
}

/** A score that a run came to. */
export interface Scored {
  readonly round: number;
  /** Null where the round came to nothing. */
  readonly score: number | null;
}

/** Who put a run to rest, or ended it. */
export interface Sender {
  /** A message that a person or a program has sent; or whoever drove it. */
  readonly by: "message" | "driver";
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Why a run stands where it stands. */
export interface WhyView {
  readonly name: string;
  readonly title: string;
  /** Program and version. */
  readonly program: string;
  readonly form: RunForm;
  readonly status: RunStatus;
  /** The run that is resumed to go on with this one: itself, or the one at the top. */
  readonly root: string;
  /** Where that one stands. */
  readonly rootStatus: RunStatus;
  /** How it ended, when it has. */
  readonly end?: End;
  /** The limit that ended it, or that keeps one above it from going on. */
  readonly limit?: MetLimit;
  readonly failed?: FailedStep;
  /** Rounds that came to nothing of late, oldest first. */
  readonly failures: readonly Pick<RoundView, "round" | "error">[];
  /** Scores of its last rounds, oldest first. */
  readonly scores: readonly Scored[];
  readonly best?: { readonly score: number; readonly round: number };
  /** Stalls and what was done about each, oldest first. */
  readonly stalls: readonly { readonly round: number; readonly rounds: number; readonly step: string }[];
  /** Its tasks, where it is a process. */
  readonly tasks?: WhyTasks;
  /** What resumes have put back after kills where somebody else may have made it, and what they have left alone. */
  readonly takenBack?: { readonly kept: readonly string[]; readonly left: readonly string[] };
  /** What of its changes stands, where it is a process. */
  readonly standing?: StandingChanges;
  /** Questions that it and its child runs ask. */
  readonly questions: readonly OpenQuestion[];
  /** Timers and signals it waits for. */
  readonly timers: readonly { readonly key: string; readonly due?: number }[];
  /** What it is to do again, and when: a provider that is away or busy. */
  readonly retry?: { readonly key: string; readonly error: string; readonly at: number };
  /** The round that is under way. */
  readonly round?: number;
  /** Who paused or cancelled it. */
  readonly sender?: Sender;
  /** Who drives it, or did last, in words. */
  readonly holder: string;
  /** Milliseconds since 1970 of its newest row. */
  readonly updated: number;
  /** Calls of which nothing is known. */
  readonly unsettled: number;
  readonly spent: Booking;
  readonly limits: Limits;
  /** Milliseconds of working time. */
  readonly wall: number;
  /** Where its code stands, when it follows code and that is known. */
  readonly code?: WhyCode;
}

/** Where code stands that goes on with a run. */
export interface WhyCode {
  /** Path of the file; of a module that is no file, its URL. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What the program is called. */
  readonly name: string;
  /** The name under which the file holds it, where that can be read there. */
  readonly held?: string;
  /** Whether the file exports that name; `default`: as its default. */
  readonly exported: boolean | "default";
}

/** The step that failed a run, with all its attempts; undefined for a run that has not failed. */
export function failedStep(end: End | undefined, tail: readonly Entry[]): FailedStep | undefined {
  if (end?.kind !== "failed") return undefined;
  const { cause, failure: { code, message } = { code: "unknown", message: end.reason } } = end, base = baseOf(cause);
  const tried = stepsOf(tail).filter(({ key }) => baseOf(key) === base);
  const said = tried.flatMap(({ failures, error }) => [
    ...failures.map(({ message }) => message),
    ...(error === undefined ? [] : [error]),
  ]);
  return {
    ...(tried.length === 0 ? {} : { key: base }),
    error: message,
    code,
    attempts: tried.reduce((sum, { attempts }) => sum + attempts, 0),
    earlier: said.slice(0, -1),
  };
}

/** A step's key without the number of its attempt: a loop tries a step again under a key of its own. */
function baseOf(key: string): string {
  return key.replace(/\/again\/\d+/g, "");
}

/** Who sent the last message of a kind, when nothing that it does came between; else whoever drove the run. */
export function senderOf(tail: readonly Entry[], kind: "pause" | "cancel"): Sender | undefined {
  const rest = tail.findLast(({ type }) => type === (kind === "pause" ? "pause" : "end"));
  if (!rest) return undefined;
  const drive = tail.findLast(({ type, seq }) => type === "drive" && seq < rest.seq)?.seq ?? 0;
  const took = tail.findLast(({ type, key, value, seq }) =>
    type === "took" && key === undefined && seq > drive && seq < rest.seq &&
    (value as { readonly kind?: unknown } | undefined)?.kind === kind
  );
  return { by: took ? "message" : "driver", at: rest.at };
}

/** The call that is to be tried again, when the newest row about it says so. */
export function retryIn(tail: readonly Entry[]): WhyView["retry"] {
  const row = tail.findLast(({ type, key }) => key !== undefined && type !== "took");
  if (row?.type !== "failure") return undefined;
  const { at, message = "it failed" } = row.value as Partial<Failure> & { readonly at?: number };
  return { key: row.key!, error: message, at: at ?? row.at };
}
