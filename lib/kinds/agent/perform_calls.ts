/** Calls of a turn, made one after the other. */
import { unreachable } from "../../base/unreachable.ts";
import type { Program } from "../../plan/mod.ts";
import { perform } from "../../plan/mod.ts";
import { trackTasks } from "../../plan/task_list.ts";
import type { CallRecord } from "./agent_task.ts";
import type { Approval } from "./approve.ts";
import { approval, reasonToAsk } from "./approve.ts";
import type { CheckedCall } from "./check_calls.ts";
import { fenced } from "./fenced.ts";
import { askPerson, handOn } from "./inner_tools.ts";
import { mended, NOT_RUN_BESIDE, notRun, refused, UNSEEN } from "./prompt_words.ts";
import { signatureOf } from "./repeats.ts";
import type { Came } from "./result_text.ts";
import { cameOf } from "./result_text.ts";
import type { Spoken } from "./talk.ts";
import { plainName } from "./toolbox.ts";
import type { Work } from "./work.ts";

/** Makes the calls of a turn, whose key is given; if one of them cannot be made, none is, and each is told why. */
export function* performCalls(work: Work, key: string, calls: readonly CheckedCall[]): Program<readonly Spoken[]> {
  const spoken: Spoken[] = [], areAll = calls.every(({ ok }) => ok);
  for (const [i, call] of calls.entries()) {
    const at = `${key}/call/${i + 1}`;
    if (call.ok && areAll) spoken.push(yield* performed(work, at, call));
    else {
      if (!call.ok) record(work, { key: at, call, came: "invalid", problem: call.problem });
      spoken.push(answerTo(call, call.ok ? NOT_RUN_BESIDE : notRun(call.problem)));
    }
  }
  return spoken;
}

/** A call that can be made. */
type Sound = Extract<CheckedCall, { readonly ok: true }>;

function* performed(work: Work, key: string, call: Sound): Program<Spoken> {
  const said = yield* leaveFor(work, key, call);
  if (said !== "yes") {
    record(work, {
      key,
      call,
      came: "refused",
      problem: said === "no" ? "a person said no" : "nobody answered in time",
    });
    return answerTo(call, refused(said));
  }
  const came = yield* made(work, key, call), { ok, problem, images } = came;
  for (const path of came.changed) work.changed.add(path);
  record(work, { key, call, came: ok ? "ok" : "failed", ...(problem === undefined ? {} : { problem }) });
  return { ...answerTo(call, answerOf(work, call, came)), images: work.sees ? images : [] };
}

/** What a model is told of a call. What a person says is no data: it stands outside of the tags. */
function answerOf({ sees }: Work, call: Sound, { text, images }: Came): string {
  const result = call.tool.inner === "ask_user" ? text : fenced(text, { tag: "result", says: { tool: nameOf(call) } });
  const unseen = images.length > 0 && !sees ? [UNSEEN] : [];
  return [result, ...unseen, ...(call.repairs.length > 0 ? [mended(call.repairs)] : [])].join("\n");
}

/** What a person says of a call, or has said of the very same one. Where none has to be asked, that is a yes. */
function* leaveFor({ task, shared }: Work, key: string, { tool, input }: Sound): Program<Approval> {
  const signature = signatureOf({ name: tool.name, input }), why = reasonToAsk(task, { key, tool, input });
  if (why === undefined) return "yes";
  if (shared.refused.has(signature)) return "no";
  if (shared.unanswered.has(signature)) return "nobody";
  const said = yield* approval(task, { key, tool, input }, why);
  if (said === "no") shared.refused.add(signature);
  if (said === "nobody") shared.unanswered.add(signature);
  return said;
}

function* made(work: Work, key: string, { tool, input }: Sound): Program<Came> {
  switch (tool.inner) {
    case "ask_user":
      return yield* askPerson(work, { key, input });
    case "delegate_task":
      return yield* handOn(work, { key, input });
    case "task_tracker": {
      const { state, result } = trackTasks(work.list, input);
      work.list = state;
      return cameOf({ type: "value", value: result });
    }
    case undefined:
      return cameOf(yield* perform({ do: "tool", key, tool: tool.name, input }));
    default:
      return unreachable(tool.inner);
  }
}

/** Characters of a problem that a record keeps. */
const MOST_PROBLEM = 300;

function record(
  work: Work,
  { key, call, came, problem }: Pick<CallRecord, "key" | "came" | "problem"> & { readonly call: CheckedCall },
): void {
  const short = problem === undefined ? {} : { problem: problem.slice(0, MOST_PROBLEM).toWellFormed() };
  work.records.push({ key, tool: call.name, input: call.input, came, ...short });
}

function nameOf(call: CheckedCall): string {
  return call.ok ? call.tool.facts.name : plainName(call.name);
}

function answerTo(call: CheckedCall, answer: string): Spoken {
  return { id: call.id, name: nameOf(call), input: call.input, answer, images: [] };
}
