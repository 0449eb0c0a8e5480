/** A process as lines of a terminal. */
import { widthOf } from "../../text/visible.ts";
import type { TaskState, TaskView } from "../../views/task_view.ts";
import { count, span, spending } from "../amounts.ts";
import type { Paint } from "../ansi.ts";
import { clip, pad } from "../clip.ts";
import { foldFacts } from "../fold_facts.ts";
import {
  askWords,
  plainWhy,
  stateMark,
  stateStyle,
  stateWord,
  tallyOf,
  tallyWords,
  taskFacts,
  triesWords,
} from "../task_words.ts";
import { planningWords } from "../told_words.ts";
import { answerCommand } from "../question_lines.ts";
import { chosenTasks } from "./chosen_tasks.ts";
import type { FrameOptions } from "./live_frame.ts";
import type { LiveQuestion } from "./live_work.ts";
import type { TaskProgress } from "./task_progress.ts";

/** Rows of the terminal that stay for what was before. */
const REST = 3;
/** Questions that are shown at a time. */
const ASKED = 3;
/** Cells beside a question and its task. */
const ASKS = 10;

/** Lines of sums. */
const SUMS = 2;
/** Rows that are few. */
const SMALL = 10;

interface Setting {
  readonly paint: Paint;
  readonly width: number;
  readonly blocks: boolean;
  readonly now: number;
}

/** The lines of a frame: the run and its goal, its sums, its tasks, what is written, how to answer. */
export function taskFrame(progress: TaskProgress, { paint, size, now, blocks }: FrameOptions): readonly string[] {
  // The last column stays free: a letter there makes some terminals go on to the next line. Two more are for the ^C that a
  // terminal writes behind the last line.
  const width = Math.max(10, size.columns - 3), room = Math.max(4, size.rows - REST);
  const set = { paint, width, blocks, now };
  const head = [headLine(progress, set), ...sumLines(progress, set).slice(0, room < SMALL ? 1 : SUMS)];
  const below = [...streamLines(progress, set), ...questionLines(progress, set)];
  // Where there is little room how to answer comes before what is written, and nothing is left free.
  const foot = room < SMALL ? below.filter((line) => line !== "").slice(-1) : below;
  return [...head, ...taskLines(progress, { ...set, room: Math.max(1, room - head.length - foot.length) }), ...foot];
}

function headLine({ beginning: { name }, goal, stopping }: TaskProgress, { paint, width }: Setting): string {
  const more = stopping ? "comes to rest, Ctrl-C again kills it" : goal ?? "";
  const shown = clip(name, width), room = width - widthOf(shown) - 3;
  if (more === "" || room < 4) return paint("strong", shown);
  return `${paint("strong", shown)}${paint(stopping ? "warn" : "faint", ` · ${clip(more, room)}`)}`;
}

/** How long it has worked, how many tasks stand how, and what was spent. */
function sumLines(progress: TaskProgress, { paint, width, now }: Setting): readonly string[] {
  const { spent, limits, work: { speed } } = progress, tasks = progress.tasks(), rate = speed.at(now);
  const [first = "", ...others] = spending(spent, limits);
  const facts = [
    span(progress.wallAt(now)),
    first,
    ...(tasks.length === 0 ? [] : [tallyWords(tallyOf(tasks), { driven: true })]),
    ...others,
    ...(rate >= 0.5 ? [`${count(rate)} tokens/s`] : []),
  ];
  return foldFacts(facts, width).map((line) => paint("faint", clip(line, width)));
}

function taskLines(progress: TaskProgress, set: Setting & { readonly room: number }): readonly string[] {
  const { paint, width, room, blocks, now } = set, tasks = progress.tasks(), { planning } = progress.fold;
  const plans = planning === undefined
    ? []
    : [`${paint("accent", spinner(now, blocks))} ${paint("accent", clip(planningWords(planning), width - 2))}`];
  const { shown, hidden } = chosenTasks(tasks, room - plans.length);
  const names = Math.min(Math.max(8, Math.floor(width / 3)), Math.max(4, ...shown.map(({ name }) => widthOf(name))));
  const rows = shown.map((task) => taskLine(progress, task, { ...set, names }));
  return [...plans, ...rows, ...(hidden.length === 0 ? [] : [paint("faint", clip(hiddenWords(hidden), width))])];
}

/** Tasks for which there is no room: `… 480 more: 400 done, 80 waiting`. */
function hiddenWords(hidden: readonly TaskView[]): string {
  const parts = Object.entries(tallyOf(hidden)).map(([state, n]) =>
    `${count(n)} ${stateWord(state as TaskState, { driven: true })}`
  );
  return `… ${count(hidden.length)} more: ${parts.join(", ")}`;
}

function taskLine(progress: TaskProgress, task: TaskView, set: Setting & { readonly names: number }): string {
  const { paint, width, blocks, now, names } = set, { state, name } = task, style = stateStyle(state) ?? "faint";
  const mark = state === "running" ? spinner(now, blocks) : stateMark(state, { blocks });
  const said = clip(wordsOf(progress, task), Math.max(0, width - names - 3));
  const words = state === "failed" || state === "asks"
    ? paint(style, said)
    : state === "running"
    ? said
    : paint("faint", said);
  return `${paint(style, mark)} ${pad(clip(name, names), names)} ${words}`.trimEnd();
}

function wordsOf(progress: TaskProgress, task: TaskView): string {
  const { state, name, needs, why = "", items } = task;
  switch (state) {
    case "running": {
      const doing = progress.work.of(name), last = doing.at(-1), child = progress.children.get(name);
      const tries = triesWords(task);
      return [
        ...(items === undefined ? [] : [`item ${items}`]),
        ...(last === undefined ? [] : [doing.length > 1 ? `${last.words} (and ${doing.length - 1} more)` : last.words]),
        ...(child === undefined ? [] : [child]),
        ...(tries === "" ? [] : [`attempt ${tries}`]),
      ].join(" · ");
    }
    case "asks":
      return askWords(task);
    case "waiting":
    case "stuck":
      return needs.length === 0 ? "" : `needs ${needs.join(", ")}`;
    case "done":
      return taskFacts(task).join(" · ");
    default:
      return plainWhy(why);
  }
}

/** The text that arrives, in one line. */
function streamLines({ work: { streaming } }: TaskProgress, { paint, width }: Setting): readonly string[] {
  if (!streaming || streaming.text.trim() === "") return [];
  const who = clip(streaming.who, Math.floor(width / 3)), room = width - widthOf(who) - 2;
  return ["", `${paint("faint", `${who}:`)} ${clip(streaming.text, room, "end")}`];
}

/** How questions are answered: what is asked stands beside the task, as far as there is room. */
function questionLines({ work: { questions } }: TaskProgress, { paint, width }: Setting): readonly string[] {
  const shown = questions.slice(0, ASKED), more = questions.length - shown.length;
  if (shown.length === 0) return [];
  const isCut = shown.some(({ question, task }) =>
    /\n/.test(question) || widthOf(question) + widthOf(task) > width - ASKS
  );
  const hint = more > 0
    ? [`… ${count(more)} more: \`loom inbox\` lists them`]
    : isCut
    ? ["`loom inbox` tells all of what is asked"]
    : [];
  return [
    "",
    ...shown.map((question) => paint("accent", clip(answerWords(question, questions), width))),
    ...hint.map((words) => paint("faint", clip(words, width))),
  ];
}

/** Choices that stand behind a command one by one. */
const CHOICES = 4;

/** The command that answers a question; where its run asks nothing else the key is not needed. */
function answerWords(asked: LiveQuestion, all: readonly LiveQuestion[]): string {
  const { run, task, choices = [] } = asked, isOnly = all.every((other) => other === asked || other.run !== run);
  const others = choices.slice(1).map((choice) => `\`${choice}\``);
  const or = others.length === 0 || choices.length > CHOICES ? "" : ` or ${others.join(", ")}`;
  return `${answerCommand(asked, { isOnly })}${or} answers ${task}`;
}

const TURNS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", PLAIN_TURNS = "|/-\\";
/** Milliseconds between two pictures of a spinner. */
const TURN = 150;

function spinner(now: number, blocks: boolean): string {
  const pictures = blocks ? TURNS : PLAIN_TURNS;
  return pictures[Math.floor(now / TURN) % pictures.length]!;
}
