/** `loom show` of a process: its tasks, one of them, or what they found out. */
import type { RunHead, Store } from "../app/vocabulary.ts";
import { safeJson } from "../text/render_json.ts";
import { visible } from "../text/visible.ts";
import type { ProcessView } from "../views/process_view.ts";
import { isDriven } from "../views/standing.ts";
import type { TaskView } from "../views/task_view.ts";
import type { Setting } from "./head_lines.ts";
import { headLines } from "./head_lines.ts";
import type { Host } from "./host.ts";
import { refuseUnknownTask } from "./refuse_unknown_task.ts";
import { hasBlocks } from "./sparkline.ts";
import { cutOffFact, undoneFact } from "./standing_words.ts";
import { unsettledLines } from "./step_lines.ts";
import { wrap, wrapWhole } from "./wrap.ts";

/** What is to be shown of a process. */
export interface ProcessShown {
  readonly head: RunHead;
  /** Every task, however many there are. */
  readonly all: boolean;
  readonly json: boolean;
  readonly set: Setting;
  /** The one task that is wanted. */
  readonly task: string | undefined;
  /** Its tasks, or what they found out. */
  readonly asks: "tasks" | "memory";
}

/** Shows a run that has tasks; false for any other. Throws a UsageError for a task that it does not have. */
export async function showProcess(host: Host, store: Store, shown: ProcessShown): Promise<boolean> {
  const { readProcess } = await import("../app/read_process.ts"), view = await readProcess(store, shown.head);
  if (!view) return false;
  const { out } = host, { json, set, task: name, asks } = shown;
  const task = name === undefined ? undefined : taskOf(view, name);
  if (json) { for (const value of await dataOf(view, { task, asks })) out.write(`${safeJson(value)}\n`); }
  else {
    const body = asks === "memory"
      ? await memories(view, { task, set })
      : task
      ? await oneTask(host, store, { ...shown, task })
      : await allTasks(host, store, { ...shown, view });
    out.write(`${[...headLines(view, set), ...body].join("\n")}\n`);
  }
  return true;
}

function taskOf({ name, tasks, former }: ProcessView, wanted: string): TaskView {
  const all = [...tasks, ...former];
  refuseUnknownTask(wanted, { run: name, names: all.map((task) => task.name), command: "show" });
  return all.find((task) => task.name === wanted)!;
}

type Wanted = Pick<ProcessShown, "asks"> & { readonly task: TaskView | undefined };

async function dataOf(view: ProcessView, { task, asks }: Wanted): Promise<readonly unknown[]> {
  const { processJson } = await import("./process_lines.ts");
  if (asks === "memory") return memoriesOf(view, task).memories;
  return processJson(task ? { ...view, tasks: [task], former: [] } : view);
}

function memoriesOf(view: ProcessView, task: TaskView | undefined): ProcessView {
  return task ? { ...view, memories: view.memories.filter((one) => one.task === task.name) } : view;
}

async function memories(
  view: ProcessView,
  { task, set }: { readonly task: TaskView | undefined; readonly set: Setting },
): Promise<readonly string[]> {
  const { memoryLines } = await import("./process_lines.ts");
  return ["", ...memoryLines(memoriesOf(view, task), set)];
}

async function allTasks(
  host: Host,
  store: Store,
  { view, head, all, set }: ProcessShown & { readonly view: ProcessView },
): Promise<readonly string[]> {
  const { processLines } = await import("./process_lines.ts"), { unsettledCalls } = await import("../app/settle.ts");
  // What a living driver has in the air will be settled by itself.
  const open = isDriven(view.status) ? 0 : (await unsettledCalls(store, head)).length;
  return [
    ...processLines(view, { ...set, all }),
    ...undone(view, set),
    ...cutOff(view, set),
    ...await takenBack(store, { head, set }),
    ...await questions(store, { head, set, now: host.now() }),
    ...unsettledLines(open, { name: head.name, paint: set.paint }),
  ];
}

/** What people have had undone. */
function undone({ standing }: ProcessView, { paint }: Setting): readonly string[] {
  const fact = standing && undoneFact(standing);
  return fact === undefined ? [] : ["", paint("faint", fact)];
}

/** What a kill has left. */
function cutOff({ name, standing }: ProcessView, { paint, width = Infinity }: Setting): readonly string[] {
  const fact = standing && cutOffFact(name, standing);
  return fact === undefined ? [] : ["", ...wrapWhole(fact, width).map((line) => paint("warn", line))];
}

/** What was put back after a kill, and what was left alone. */
async function takenBack(store: Store, { head, set }: Pick<ProcessShown, "head" | "set">): Promise<readonly string[]> {
  const { readTakenBack } = await import("../app/changes/read_taken_back.ts");
  const { takenBackFact } = await import("./taken_back_fact.ts");
  const fact = takenBackFact(await readTakenBack(store, head)), { paint, width = Infinity } = set;
  return fact === undefined ? [] : ["", ...wrapWhole(fact, width).map((line) => paint("warn", line))];
}

async function questions(
  store: Store,
  { head, set, now }: Pick<ProcessShown, "head" | "set"> & { readonly now: number },
): Promise<readonly string[]> {
  const [{ questionsOf }, { questionLines }] = await Promise.all([
    import("../app/open_questions.ts"),
    import("./question_lines.ts"),
  ]);
  const { paint, width = Infinity } = set;
  return (await questionsOf(store, head)).flatMap((question) => [
    "",
    ...wrap(visible(`${question.run} asks at ${question.key}:`), width).map((line) => paint("strong", line)),
    ...questionLines(question, { ...set, now }),
  ]);
}

async function oneTask(
  host: Host,
  store: Store,
  { head, set, task }: Omit<ProcessShown, "task"> & { readonly task: TaskView },
): Promise<readonly string[]> {
  const { readRun } = await import("../app/read_run.ts"), { taskLines } = await import("./task_lines.ts");
  return ["", ...taskLines(task, { ...set, run: await readRun(store, head), blocks: hasBlocks(host) })];
}
