/** One task of a process in full. */
import type { Json } from "../base/json.ts";
import { visible } from "../text/visible.ts";
import type { RunView } from "../views/run_view.ts";
import type { StepView } from "../views/step_view.ts";
import { taskIn } from "../views/task_rows.ts";
import type { TaskView } from "../views/task_view.ts";
import { counted } from "./amounts.ts";
import { clip } from "./clip.ts";
import type { Setting } from "./head_lines.ts";
import { stepLines } from "./step_lines.ts";
import { plainWhy, stateStyle, stateWord, taskFacts } from "./task_words.ts";
import { wrap } from "./wrap.ts";

/** How a task is drawn. */
export interface TaskOptions extends Setting {
  /** The run it belongs to, with all steps. */
  readonly run: RunView;
  /** Whether other signs than those of ASCII may be drawn. */
  readonly blocks: boolean;
}

/** Cells before a fact. */
const LABEL = 9;

/** How a task stands, what it came to, what was found wrong with it, and its steps. */
export function taskLines(task: TaskView, options: TaskOptions): readonly string[] {
  const { run, paint, width = Infinity } = options, { name, state } = task;
  const word = stateWord(state, { driven: run.status === "running" || run.status === "waiting" });
  const own = run.steps.filter(({ key }) => taskIn(key) === name), answer = answerIn(own) ?? task.text;
  return [
    `${paint("strong", clip(name, Math.max(10, width - word.length - 2)))}  ${
      paint(stateStyle(state) ?? "faint", word)
    }`,
    ...factsOf(task).flatMap(([label, text]) => labelled(label, text, options)),
    ...checkLines(task, options),
    ...(answer === undefined ? [] : ["", ...folded(answer, width).map((line) => `  ${line}`)]),
    "",
    ...stepLines({ ...run, steps: own, unsettled: [] }, options),
  ];
}

function factsOf(task: TaskView): readonly (readonly [string, string])[] {
  const { by, about, needs, failures, changed, why, turns, calls, model, items } = task;
  const work = [
    ...(model === undefined ? [] : [`with ${model}`]),
    ...(items === undefined ? [] : [counted(items, "item")]),
    ...(turns === 0 ? [] : [counted(turns, "turn")]),
    ...(calls === 0 ? [] : [counted(calls, "call")]),
    ...taskFacts(task),
  ];
  return [
    ["by", [by, ...work].join(" · ")],
    ...(about === undefined ? [] : [["about", about] as const]),
    ...(needs.length === 0 ? [] : [["needs", needs.join(", ")] as const]),
    ...failures.map(({ attempt, why, model }) =>
      ["before", `attempt ${attempt}${model === undefined ? "" : ` (${model})`}: ${plainWhy(why)}`] as const
    ),
    ...(why === undefined || failures.at(-1)?.why === why ? [] : [["why", plainWhy(why)] as const]),
    ...(changed.length === 0 ? [] : [["changed", changed.join(", ")] as const]),
    ...task.questions.map(({ question }) => ["asks", question] as const),
  ];
}

function labelled(label: string, text: string, { paint, width = Infinity }: Setting): readonly string[] {
  return folded(text, width - LABEL).map((line, i) =>
    `  ${paint("faint", (i === 0 ? label : "").padEnd(LABEL))}${line}`
  );
}

/** A text in lines that fit, safe to print. */
function folded(text: string, width: number): readonly string[] {
  const room = Math.max(20, width - 2),
    lines = text.trimEnd().split(/\r?\n/).map((line) => line.replaceAll("\t", "  "));
  return width === Infinity
    ? lines.map(visible)
    : lines.flatMap((line) => wrap(visible(line), room)).map((line) => clip(line, room) || "");
}

function checkLines({ checks }: TaskView, options: TaskOptions): readonly string[] {
  const { paint, width = Infinity, blocks } = options;
  return checks.map(({ name, passed, severity, detail }) => {
    const style = passed ? "good" : severity === "error" ? "bad" : "warn";
    const mark = passed ? blocks ? "✓" : "+" : severity === "error" ? blocks ? "✗" : "x" : "!";
    const said = detail === undefined || detail === "" ? name : `${name}: ${detail}`;
    return `  ${paint(style, mark)} ${clip(said, width - 4)}`;
  });
}

/** The whole of what a model said last in a task; of its end only the first is told. */
function answerIn(steps: readonly StepView[]): string | undefined {
  const said = steps.findLast(({ key, value }) =>
    /^task\/[^/]+(\/\d+)?(\/again\/\d+)?(\/turn\/\d+)?$/.test(key) && textOf(value)
  );
  return said && textOf(said.value);
}

function textOf(value: Json | undefined): string | undefined {
  const text = (value as { readonly text?: Json; readonly finish?: Json } | null | undefined)?.text;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}
