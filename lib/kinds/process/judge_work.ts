/** Whether the work of an attempt is taken: its verification decides, and a person where nobody is sure. */
import type { Json } from "../../base/json.ts";
import type { Program, Verification } from "../../plan/mod.ts";
import { taskValues } from "./run.ts";
import type { ProcessRun } from "./run.ts";
import type { Tried } from "./try_task.ts";
import { modelOf } from "./try_task.ts";
import { confirmVerdict, needsPerson } from "./verdict.ts";
import { verifyTask } from "./verify.ts";
import type { Did, Trying } from "./work.ts";

/** Work that is done and not yet taken. */
export interface Judging extends Trying {
  /** What was done. */
  readonly did: Did;
  /** How it is verified. */
  readonly verification: Verification;
}

/** Verifies work. What is not taken tells the next attempt why. */
export function* judgeWork(run: ProcessRun, { task, place, did, verification }: Judging): Program<Tried> {
  const { key, attempt } = place, { value: out, text, changed, calls } = did, author = modelOf(task, attempt);
  const verdict = yield* verifyTask(run, {
    key,
    task,
    attempt,
    verification,
    out,
    text,
    changed,
    calls,
    values: { ...taskValues(run, place), out, changed: changed as Json },
    ...(author === undefined ? {} : { author }),
  });
  const { passed, confidence, feedback } = verdict;
  const refused = (why: string, isFinal: boolean): Tried => ({
    ok: false,
    why,
    code: "verify",
    step: `${key}/verify`,
    isFinal,
  });
  if (!passed) return refused(feedback, false);
  if (!needsPerson(verification, verdict)) return { ok: true, did, confidence };
  const canRetry = attempt < task.attempts, { pause = 0 } = verification;
  const said = yield* confirmVerdict({ key, task: task.name, verdict, pause, canRetry });
  if (said === "take") return { ok: true, did, confidence };
  return refused(
    feedback === "" ? "a person did not take it" : `a person did not take it: ${feedback}`,
    said === "fail",
  );
}
