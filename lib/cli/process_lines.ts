/** A process as a table of its tasks, and what else there is to know of it. */
import { formatUsd, usd } from "../base/money.ts";
import type { Booking } from "../plan/mod.ts";
import { visible } from "../text/visible.ts";
import type { ProcessView, ReplanView } from "../views/process_view.ts";
import { isDriven } from "../views/standing.ts";
import type { TaskView } from "../views/task_view.ts";
import { count, counted, grade, took } from "./amounts.ts";
import type { Paint, Style } from "./ansi.ts";
import { clip } from "./clip.ts";
import type { Column } from "./table.ts";
import { table } from "./table.ts";
import { stateStyle, stateWord, tallyOf, tallyWords, taskNote, triesWords } from "./task_words.ts";
import { planningWords, someNames } from "./told_words.ts";
import { wrap } from "./wrap.ts";

/** How a process is drawn. */
export interface ProcessOptions {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
  /** Whether every task is listed, however many there are; where there is no terminal each is. */
  readonly all: boolean;
}

/** Lines of a process: what it is for, a row for each task, and what became of its graph. */
export function processLines(view: ProcessView, options: ProcessOptions): readonly string[] {
  const { paint, width = Infinity } = options, { goal, planning, end } = view, driven = isDriven(view.status);
  const plans = view.replans.flatMap((replan) => replanLines(replan, width));
  return [
    ...(goal === undefined ? [] : [clip(`goal: ${goal}`, width)]),
    clip(tallyWords(tallyOf(view.tasks), { driven }), width),
    ...(planning === undefined || end ? [] : [paint("accent", clip(planningWords(planning), width))]),
    "",
    ...taskRows(view, { ...options, driven }),
    ...(plans.length === 0 ? [] : ["", ...plans]),
    ...(view.guidance.length === 0 ? [] : ["", ...view.guidance.map((words) => clip(`told: ${words}`, width))]),
    ...(view.memories.length === 0 ? [] : [
      "",
      paint("faint", `${counted(view.memories.length, "memory", "memories")}: \`--memory\` lists what was found out`),
    ]),
  ];
}

function replanLines({ version, why, made, added, dropped }: ReplanView, width: number): readonly string[] {
  const because = why === "" ? "" : `, because ${why}`;
  const what = made
    ? [
      ...(added.length === 0 ? [] : [`with ${someNames(added)}`]),
      ...(dropped.length === 0 ? [] : [`without ${someNames(dropped)}`]),
    ].join(" and ") || "as it was"
    : "it was to be made, and its planner gave none that can be used";
  const line = visible(`graph ${version}: ${what}${because}`.replace(/\s+/g, " "));
  return width === Infinity ? [line] : wrap(line, width).map((part) => clip(part, width));
}

/** A line of the table. */
type Row =
  | { readonly is: "task"; readonly task: TaskView; readonly word: string; readonly note: string }
  | { readonly is: "gap"; readonly left: number; readonly words: string };

function taskRows(view: ProcessView, options: ProcessOptions & { readonly driven: boolean }): readonly string[] {
  const { paint, width, all, driven } = options;
  const rows = [
    ...view.tasks.map((task): Row => ({
      is: "task",
      task,
      word: stateWord(task.state, { driven }),
      note: taskNote(task),
    })),
    ...view.former.map((task): Row => ({
      is: "task",
      task,
      word: "dropped",
      note: `${task.state}: ${taskNote(task)}`,
    })),
  ];
  if (rows.length === 0) return [view.planning === undefined ? "No tasks." : "No tasks yet."];
  const shown = all || width === undefined ? rows : shortened(rows, { driven });
  const most = width === undefined ? Infinity : Math.max(10, Math.floor(width / 3));
  return table(shown, columnsFor(most), { paint, ...(width === undefined ? {} : { width }) });
}

/** Rows that are listed of a large graph: the first, the last, and all that are neither done nor waiting. */
const MOST = 40, FIRST = 10, LAST = 10;

function shortened(rows: readonly Row[], driving: { readonly driven: boolean }): readonly Row[] {
  if (rows.length <= MOST) return rows;
  const kept: Row[] = [];
  let left: TaskView[] = [];
  const close = () => {
    if (left.length > 0) kept.push({ is: "gap", left: left.length, words: tallyWords(tallyOf(left), driving) });
    left = [];
  };
  for (const [i, row] of rows.entries()) {
    const isPlain = row.is === "task" && (row.task.state === "done" || row.task.state === "waiting");
    const isFar = i >= FIRST && i < rows.length - LAST;
    // Of hundreds that failed or never began the first ones tell enough.
    if (row.is === "task" && isFar && (isPlain || kept.length >= MOST)) left.push(row.task);
    else {
      close();
      kept.push(row);
    }
  }
  return kept;
}

function columnsFor(name: number): readonly Column<Row>[] {
  return [
    { title: "TASK", cell: (row) => row.is === "gap" ? "…" : clip(row.task.name, name) },
    {
      title: "STATE",
      cell: (row) => row.is === "gap" ? "" : row.word,
      style: (row) => row.is === "gap" || row.word === "dropped" ? "faint" : stateStyle(row.task.state),
    },
    { title: "TRIES", cell: ofTask(triesWords), side: "right", spare: 2 },
    {
      title: "SURE",
      cell: ofTask(({ confidence }) => confidence === undefined ? "" : grade(confidence)),
      side: "right",
      spare: 4,
    },
    { title: "COST", cell: ofTask(({ cost }) => cost.calls > 0 ? formatUsd(cost.usd) : ""), side: "right", spare: 3 },
    { title: "TIME", cell: ofTask(timeOf), side: "right", style: () => "faint", spare: 5 },
    {
      title: "FILES",
      cell: ofTask(({ changed }) => changed.length === 0 ? "" : count(changed.length)),
      side: "right",
      spare: 6,
    },
    { title: "NOTE", cell: noteOf, style: noteStyle },
  ];
}

function ofTask(cell: (task: TaskView) => string): (row: Row) => string {
  return (row) => row.is === "gap" ? "" : cell(row.task);
}

/** Characters of a note where a line takes as many as it takes: a whole answer would hide the rows around it. */
const NOTE = 160;

function noteOf(row: Row): string {
  return row.is === "gap" ? `${count(row.left)} more (${row.words}): --all shows them` : clip(row.note, NOTE);
}

function noteStyle(row: Row): Style | undefined {
  if (row.is === "gap" || row.word === "dropped") return "faint";
  const { state } = row.task;
  return state === "failed" ? "bad" : state === "asks" ? "accent" : state === "running" ? "warn" : "faint";
}

function timeOf({ worked = 0, state }: TaskView): string {
  return worked > 0 && state !== "waiting" ? took(worked) : "";
}

/** What tasks found out, one a line. */
export function memoryLines(
  { memories }: ProcessView,
  { paint, width }: Omit<ProcessOptions, "all">,
): readonly string[] {
  if (memories.length === 0) return ["Nothing was found worth remembering."];
  return table(memories, [
    { title: "TYPE", cell: ({ type }) => clip(type, 20), style: () => "accent" },
    { title: "TASK", cell: ({ task }) => clip(task, 24), spare: 1 },
    { title: "WHAT", cell: ({ summary }) => clip(summary, NOTE) },
  ], { paint, ...(width === undefined ? {} : { width }) });
}

/** Tasks as data, one value each; those of earlier graphs come last. */
export function processJson({ tasks, former }: ProcessView): readonly unknown[] {
  const amounts = ({ usd: nano, tokens, calls }: Booking) => ({ usd: usd(nano), tokens, calls });
  const time = (at: number | undefined) => at === undefined ? null : new Date(at).toISOString();
  const value = (isFormer: boolean) => (task: TaskView) => ({
    task: task.name,
    state: task.state,
    dropped: isFormer,
    by: task.by,
    about: task.about ?? null,
    needs: task.needs,
    attempts: task.attempts,
    most: task.most ?? null,
    failures: task.failures,
    model: task.model ?? null,
    items: task.items ?? null,
    turns: task.turns,
    calls: task.calls,
    confidence: task.confidence ?? null,
    checks: task.checks,
    changed: task.changed,
    why: task.why ?? null,
    text: task.text ?? null,
    questions: task.questions,
    cost: amounts(task.cost),
    worked: task.worked ?? null,
    began: time(task.began),
    at: time(task.at),
  });
  return [...tasks.map(value(false)), ...former.map(value(true))];
}
