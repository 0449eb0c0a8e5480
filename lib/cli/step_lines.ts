/** Steps of a run as a table. */
import { formatUsd } from "../base/money.ts";
import { visible } from "../text/visible.ts";
import type { RunView } from "../views/run_view.ts";
import type { StepView } from "../views/step_view.ts";
import { counted, grade, took } from "./amounts.ts";
import type { Setting } from "./head_lines.ts";
import type { Paint } from "./ansi.ts";
import type { Column } from "./table.ts";
import { table } from "./table.ts";

interface Row {
  readonly step: StepView;
  /** How deep the run is that it belongs to. */
  readonly depth: number;
  readonly child: RunView | undefined;
}

/** A row for every step, those of child runs below the steps that started them. */
export function stepLines(view: RunView, { paint, width }: Setting): readonly string[] {
  const rows = rowsOf(view, 0);
  const listed = rows.length === 0
    ? ["No steps yet."]
    : table(rows, COLUMNS, { paint, ...(width === undefined ? {} : { width }) });
  const open = view.unsettled.length + view.children.reduce((sum, child) => sum + child.unsettled.length, 0);
  return [...listed, ...unsettledLines(open, { name: view.name, paint })];
}

/** Steps of a run; those of a child stand below the step that started it. */
function rowsOf({ steps, children }: RunView, depth: number): readonly Row[] {
  return steps.flatMap((step): Row[] => {
    const child = step.type === "run" ? children.find(({ parentKey }) => parentKey === step.key) : undefined;
    return [{ step, depth, child }, ...(child ? rowsOf(child, depth + 1) : [])];
  });
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "SEQ", cell: ({ step }) => String(step.seq), side: "right", style: () => "faint" },
  { title: "KEY", cell: ({ step, depth }) => "  ".repeat(depth) + visible(step.key) },
  { title: "TYPE", cell: ({ step }) => step.type, style: () => "faint", spare: 4 },
  { title: "COST", cell: ({ step }) => step.cost.calls > 0 ? formatUsd(step.cost.usd) : "", side: "right", spare: 2 },
  {
    title: "TOTAL",
    cell: ({ step }) => step.cumulative > 0 ? formatUsd(step.cumulative) : "",
    side: "right",
    spare: 3,
  },
  {
    title: "SCORE",
    cell: ({ step: { score, chosen } }) => score === undefined ? "" : `${grade(score)}${chosen ? " ✓" : "  "}`,
    side: "right",
    style: ({ step }) => step.chosen ? "good" : undefined,
    spare: 1,
  },
  {
    title: "TIME",
    cell: ({ step }) => step.duration === undefined ? "" : took(step.duration),
    side: "right",
    spare: 5,
  },
  { title: "TRIES", cell: ({ step }) => step.attempts > 1 ? String(step.attempts) : "", side: "right", spare: 4 },
  { title: "NOTE", cell: noteOf, style: ({ step }) => step.error === undefined ? undefined : "bad" },
];

function noteOf({ step, child }: Row): string {
  const { state, type, error, failures, reused, overrun, question } = step;
  const isLeft = state === "open" && failures.length > 0 && step.attempts <= failures.length;
  const parts = [
    error,
    ...(error === undefined && failures.length > 0
      ? [`${isLeft ? "failed, not tried again so far" : "tried again after"}: ${failures.at(-1)!.message}`]
      : []),
    reused ? "reused" : undefined,
    overrun ? "cost more than its bound" : undefined,
    child ? `${child.name}: ${child.status}` : undefined,
    state === "open" && !isLeft ? openNote(type, question) : undefined,
    state === "dropped" ? "let go" : undefined,
  ];
  return visible(parts.filter((part) => part !== undefined).join(" · ").replace(/\s+/g, " "));
}

function openNote(type: StepView["type"], question: string | undefined): string {
  if (question !== undefined) return `asks: ${question}`;
  return type === "wait" ? "waits" : "not answered";
}

/** What is said of calls of which nothing is known. */
export function unsettledLines(
  open: number,
  { name, paint }: { readonly name: string; readonly paint: Paint },
): readonly string[] {
  if (open === 0) return [];
  return [
    "",
    paint(
      "warn",
      `${counted(open, "call is unsettled", "calls are unsettled")}: \`loom settle ${visible(name)}\` lists them`,
    ),
  ];
}
