/**
 * What differs between two runs: what they were to do, what they did, what it was worth and cost, and what came of it.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { Booking, End, Limits, Plan, RunStatus } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import type { FieldChange } from "./field_diff.ts";
import { fieldDiff } from "./field_diff.ts";
import { jsonLines } from "./json_lines.ts";
import type { ComparedStep, StepsDiff } from "./steps_diff.ts";
import { stepsDiff } from "./steps_diff.ts";
import type { TextDiff } from "./text_diff.ts";
import { textDiff } from "./text_diff.ts";

/** What a round was worth. */
export interface RoundScore {
  readonly round: number;
  /** Row that says so. */
  readonly seq: number;
  /** Null: it has none. */
  readonly score: number | null;
  /** What became of what it made, where the run says so. */
  readonly verdict?: string;
}

/** Everything a run is compared by. */
export interface RunSide {
  readonly head: RunHead;
  /** Where it stands. */
  readonly status: RunStatus;
  /** Absent for a program of a library user. */
  readonly plan?: Plan;
  readonly inputs: JsonObject;
  /** Its steps and those of its child runs. */
  readonly steps: readonly ComparedStep[];
  /** Its rounds, first to last. */
  readonly scores: readonly RoundScore[];
  readonly end?: End;
  /** Its best text. */
  readonly text?: string;
  /** What it came to beside that text; absent until it has ended. */
  readonly outputs?: Json;
  /** The last state of a program of a library user; absent where it has committed none. */
  readonly state?: Json;
}

/** One of the two. */
export interface ComparedRun {
  readonly name: string;
  readonly title: string;
  readonly program: string;
  readonly status: RunStatus;
  readonly end: End | null;
  /** Nano-dollars, tokens, calls. */
  readonly spent: Booking;
  /** Milliseconds of working time. */
  readonly wall: number;
}

/** A round of both runs. */
export interface RoundPair {
  readonly round: number;
  /** Absent: the run has no such round. */
  readonly before?: RoundScore;
  /** Absent: the run has no such round. */
  readonly after?: RoundScore;
  /** It was over before the one run was forked from the other. */
  readonly shared: boolean;
}

/** What differs between two runs. */
export interface RunDiff {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** Which was forked from the other, and at which of its rows. */
  readonly fork?: { readonly of: "before" | "after"; readonly seq: number };
  /** Fields of the plans; of programs that have none, their names and versions. */
  readonly plans: readonly FieldChange[];
  readonly inputs: readonly FieldChange[];
  /** Limits: nano-dollars, milliseconds. */
  readonly budgets: readonly FieldChange[];
  readonly steps: StepsDiff;
  readonly scores: readonly RoundPair[];
  /** What came of them: their best texts, then what else came of them as JSON, keys sorted. */
  readonly texts: readonly { readonly what: "text" | "outputs" | "state"; readonly diff: TextDiff }[];
}

/** Compares two runs, the first as the older one. */
export function runDiff(before: RunSide, after: RunSide): RunDiff {
  const fork = forkOf(before, after);
  return {
    before: comparedRun(before),
    after: comparedRun(after),
    ...(fork ? { fork } : {}),
    plans: plansDiff(before, after),
    inputs: fieldDiff(before.inputs, after.inputs),
    budgets: fieldDiff(limitsOf(before), limitsOf(after)),
    steps: alignedSteps(before, after, fork),
    scores: roundPairs(before, after, fork),
    texts: textsOf(before, after),
  };
}

function forkOf({ head: before }: RunSide, { head: after }: RunSide): RunDiff["fork"] {
  if (after.origin?.run === before.id) return { of: "before", seq: after.origin.seq };
  return before.origin?.run === after.id ? { of: "after", seq: before.origin.seq } : undefined;
}

function comparedRun({ head, status, end }: RunSide): ComparedRun {
  const { name, title, program, ledger: { spent, wall } } = head;
  return { name, title, program, status, end: end ?? null, spent, wall };
}

function plansDiff(before: RunSide, after: RunSide): readonly FieldChange[] {
  if (before.plan && after.plan) return fieldDiff(before.plan as unknown as Json, after.plan as unknown as Json);
  const followed = ({ head: { program, planHash } }: RunSide): JsonObject => ({
    program,
    ...(planHash === undefined ? {} : { plan: planHash }),
  });
  return fieldDiff(followed(before), followed(after));
}

function limitsOf({ head }: RunSide): JsonObject {
  const limits: Limits = head.ledger.limits;
  return { ...limits } as JsonObject;
}

/** The origin's steps up to the fork are the fork's as well, whichever of the two is told first. */
function alignedSteps(before: RunSide, after: RunSide, fork: RunDiff["fork"]): StepsDiff {
  if (fork?.of !== "after") return stepsDiff(before.steps, after.steps, fork ? { forkedAt: fork.seq } : {});
  const turned = stepsDiff(after.steps, before.steps, { forkedAt: fork.seq });
  return { ...turned, onlyBefore: turned.onlyAfter, onlyAfter: turned.onlyBefore };
}

function roundPairs(before: RunSide, after: RunSide, fork: RunDiff["fork"]): readonly RoundPair[] {
  const old = byRound(before), young = byRound(after), rounds = new Set([...old.keys(), ...young.keys()]);
  return [...rounds].sort((a, b) => a - b).map((round): RoundPair => {
    const left = old.get(round), right = young.get(round), only = left && right ? undefined : left ?? right;
    const isOrigins = only !== undefined && fork !== undefined && only === (fork.of === "before" ? left : right);
    return {
      round,
      ...(left ? { before: left } : {}),
      ...(right ? { after: right } : {}),
      shared: isOrigins && only.seq <= fork.seq,
    };
  });
}

function byRound({ scores }: RunSide): ReadonlyMap<number, RoundScore> {
  return new Map(scores.map((score) => [score.round, score]));
}

function textsOf(before: RunSide, after: RunSide): RunDiff["texts"] {
  const pair = (what: "text" | "outputs" | "state", old: string | undefined, young: string | undefined) =>
    old === undefined && young === undefined ? [] : [{ what, diff: textDiff(old ?? "", young ?? "") }];
  const json = (value: Json | undefined) => value === undefined ? undefined : jsonLines(value);
  return [
    ...pair("text", before.text, after.text),
    ...pair("outputs", json(before.outputs), json(after.outputs)),
    ...pair("state", json(before.state), json(after.state)),
  ];
}
