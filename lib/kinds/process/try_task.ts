/** Attempts at one piece of work: each is verified, and the next one knows why those before it failed. */
import type { Json } from "../../base/json.ts";
import type { PlanTask, Program } from "../../plan/mod.ts";
import { demand, EffectFailed, within } from "../../plan/mod.ts";
import { pauseAfter } from "../pause_after.ts";
import { NoValue } from "../value_of.ts";
import type { StepError } from "../step_error.ts";
import { isStepError, wordsOf } from "../step_error.ts";
import type { FailedAttempt } from "./failure_kind_feedback.ts";
import { modelOfAttempt } from "./failure_kind_ladder.ts";
import type { Place, ProcessRun, TaskEnd } from "./run.ts";
import { WorkFailed } from "./run.ts";
import { tell } from "./tell.ts";
import { judgeWork } from "./judge_work.ts";
import type { CallMade, Did, Trying } from "./work.ts";
import { work } from "./work.ts";

/** What an attempt came to. */
export type Tried =
  | { readonly ok: true; readonly did: Did; readonly confidence?: number }
  | {
    readonly ok: false;
    /** In a sentence that the next attempt is told. */
    readonly why: string;
    /** A stable word. */
    readonly code: string;
    /** The step that failed. */
    readonly step: string;
    /** Trying again cannot help. */
    readonly isFinal: boolean;
    /** What was said, where some work was done. */
    readonly text?: string;
    /** Tools that were called. */
    readonly calls?: readonly CallMade[];
  };

/** Tries a piece of work as often as its plan says, and again when people want it or the run is opened again. */
export function* tryTask(run: ProcessRun, task: PlanTask, first: Place): Program<TaskEnd> {
  const failures: FailedAttempt[] = [];
  let granted = task.attempts;
  for (let attempt = 1;; attempt++) {
    const place = { ...first, attempt, key: attempt === 1 ? first.key : `${first.key}/again/${attempt}` };
    const tried = yield* tryOnce(run, { task, place, failures });
    if (tried.ok) return doneWith(task, tried, attempt);
    failures.push(failedAttempt(task, tried, attempt));
    if (attempt < granted && !tried.isFinal) {
      yield* tell(`${place.key}/retrying`, { told: "retrying", task: task.name, attempt, why: tried.why });
      yield* pauseAfter(attempt, { key: place.key, first: task.pause });
      continue;
    }
    const asked = task.failure.then === "ask" ? yield* askWhatNow(task, { place, why: tried.why }) : "fail";
    if (asked === "retry") granted = attempt + 1;
    else if (asked === "skip") return { is: "skipped", why: `a person left it out: ${tried.why}`, attempts: attempt };
    else if (task.failure.then === "skip" || task.failure.then === "otherwise") {
      return { is: "failed", ...tried, attempts: attempt, again: [] };
    } else {
      const over = `${place.key}/over`, opened = yield* demand({ do: "reopenings", key: over });
      if (opened === 0) return { is: "failed", ...tried, attempts: attempt, again: [over] };
      granted = attempt + task.attempts;
    }
  }
}

function doneWith(
  { work, returns }: PlanTask,
  { did, confidence }: Tried & { readonly ok: true },
  attempts: number,
): TaskEnd {
  const { value, text, changed } = did, isPlain = work.by === "agent" && returns === undefined;
  return {
    is: "done",
    value: isPlain ? { ...(value as { [name: string]: Json }), confidence: confidence ?? null } : value,
    attempts,
    ...(confidence === undefined ? {} : { confidence }),
    ...(changed.length > 0 ? { changed } : {}),
    ...(work.by === "agent" || work.by === "generate" ? { text } : {}),
    ...(did.calls.length > 0 ? { calls: did.calls } : {}),
  };
}

function* tryOnce(run: ProcessRun, trying: Trying): Program<Tried> {
  const { task, place: { key, attempt } } = trying, { work: { by }, name } = task;
  if (task.attempts > 1 || task.verify || by === "agent") {
    const model = modelOf(task, attempt);
    yield* tell(`${key}/attempt`, { told: "attempt", task: name, attempt, ...(model === undefined ? {} : { model }) });
  }
  try {
    const { timeout: duration } = task, begin = () => work(run, trying);
    const did = yield* duration === undefined ? begin() : within({ key, duration }, begin);
    if (!task.verify) return { ok: true, did };
    const judged = yield* judgeWork(run, { ...trying, did, verification: task.verify });
    return judged.ok ? judged : { ...judged, text: did.text, calls: did.calls };
  } catch (error) {
    if (!isStepError(error)) throw error;
    return failed(error, key);
  }
}

/** What the next attempt is told: feedback on work that was done, or why there was none. */
function failedAttempt(task: PlanTask, { why, code }: Tried & { readonly ok: false }, attempt: number): FailedAttempt {
  const model = modelOf(task, attempt), about = code === "verify" ? { feedback: why } : { error: why };
  return { attempt, ...(model === undefined ? {} : { model }), ...about };
}

function failed(error: StepError, key: string): Tried {
  const step = error instanceof EffectFailed ? error.key : key;
  const came = error instanceof WorkFailed ? error.came : {};
  return { ok: false, why: wordsOf(error), code: error.code, step, isFinal: error instanceof NoValue, ...came };
}

/** The model of an attempt, where one does the work. */
export function modelOf({ work }: PlanTask, attempt: number): string | undefined {
  if (work.by === "agent") return modelOfAttempt(work.agent, attempt);
  return work.by === "generate" ? modelOfAttempt(work.call, attempt) : undefined;
}

function* askWhatNow(
  { name }: PlanTask,
  { place: { key }, why }: { readonly place: Place; readonly why: string },
): Program<"retry" | "skip" | "fail"> {
  const question = `The task \`${name}\` failed: ${why}\nTry it again, leave it out, or let it fail?`;
  const answer = yield* demand({ do: "ask", key: `${key}/ask`, question, choices: ["retry", "skip", "fail"] });
  return answer === "retry" || answer === "skip" ? answer : "fail";
}
