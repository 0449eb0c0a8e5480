import type { RunHead, Store } from "../../app/vocabulary.ts";
import { formatUsd } from "../../base/money.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import type { CostLine } from "../../views/cost_view.ts";
import type { RunView } from "../../views/run_view.ts";
import type { StepView } from "../../views/step_view.ts";
import { count, counted, grade, moment, spending, took } from "../amounts.ts";
import type { Paint } from "../ansi.ts";
import { paintFor } from "../ansi.ts";
import { clip } from "../clip.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host, Sink } from "../host.ts";
import { openToRead } from "../open.ts";
import { flag } from "../parameter.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";
import { hasBlocks } from "../sparkline.ts";
import type { Column } from "../table.ts";
import { table } from "../table.ts";
import { styleOf } from "../status_style.ts";

/** `loom show`. */
export const show: Command = command({
  name: "show",
  summary: "Show the rounds or the steps of a run, what each cost, and why it ended",
  details: [
    "A run that goes in rounds is shown by them: the score of each, what it cost, what the run had cost by then, and what " +
    "became of it. On a terminal scores and costs are drawn above, and a long run is listed without its middle. " +
    "`loom why RUN` says why it ended.",
    "Of all other runs, and with --steps, every step is listed. SEQ is a step's place in the journal: `loom fork RUN@SEQ` begins a new run there. TOTAL is what the run had cost by " +
    "then. A ✓ stands beside the score of what was chosen.",
    "With --nodes the texts are listed with their nodes: `loom answer RUN NODE` chooses among those that a question offers, " +
    "`loom steer RUN --pick NODE` goes on from any. So much of a node's name is shown as tells it from the others.",
  ],
  parameters: {
    run: RUN,
    costs: flag("--costs", { about: "Show where the money went instead: by what the steps do, and by model" }),
    nodes: flag("--nodes", { about: "List the texts instead, each with the node that it is" }),
    steps: flag("--steps", { about: "List every step, also of a run that goes in rounds" }),
    all: flag("--all", { about: "List every round, however many there are" }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom show @last", does: "the newest run" },
    { line: "loom show @last --json | jq .score", does: "scores of its rounds" },
    { line: "loom show @last --nodes", does: "its texts, to choose from" },
  ],
  run: async (host, { run, costs, nodes, steps, all, json }) => {
    const { findRun } = await import("../../app/find_run.ts"), { readRun } = await import("../../app/read_run.ts");
    using loom = await openToRead(host);
    const head = await findRun(loom.store, run), { out } = host;
    if (!costs && !nodes && !steps && await showLoop(host, loom.store, { head, all, json })) return EXIT.ok;
    const view = await readRun(loom.store, head);
    if (json) {
      const { readExport } = await import("../../app/read_run.ts");
      for (const step of (await readExport(loom.store, head)).steps) out.write(`${safeJson(step)}\n`);
      return EXIT.ok;
    }
    const body = nodes
      ? await listedNodes(loom.store, { head, view, setting: setting(out) })
      : costs
      ? await costLines(view, setting(out))
      : stepLines(view, setting(out));
    out.write(`${[...headLines(view, setting(out)), "", ...body].join("\n")}\n`);
    return EXIT.ok;
  },
});

interface Setting {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

interface Shown {
  readonly head: RunHead;
  readonly all: boolean;
  readonly json: boolean;
}

/** Shows a run that goes in rounds; false for any other. */
async function showLoop(host: Host, store: Store, { head, all, json }: Shown): Promise<boolean> {
  const { readLoop } = await import("../../app/read_loop.ts"), loop = await readLoop(store, head), { out } = host;
  if (!loop) return false;
  const { loopJson, loopLines } = await import("../loop_lines.ts"), set = setting(out);
  if (json) {
    for (const round of loopJson(loop)) out.write(`${safeJson(round)}\n`);
    return true;
  }
  const { unsettledCalls } = await import("../../app/settle.ts"),
    { isDriven } = await import("../../views/standing.ts");
  // What a living driver has in the air will be settled by itself.
  const open = isDriven(loop.status) ? 0 : (await unsettledCalls(store, head)).length;
  const lines = loopLines(loop, { ...set, blocks: hasBlocks(host), all });
  const more = unsettledLines(open, { name: head.name, paint: set.paint });
  out.write(`${[...headLines(loop, set), "", ...lines, ...more].join("\n")}\n`);
  return true;
}

function setting(out: Sink): Setting {
  return { paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) };
}

async function listedNodes(
  store: Store,
  { head, view, setting }: { readonly head: RunHead; readonly view: RunView; readonly setting: Setting },
): Promise<readonly string[]> {
  const { wovenBy } = await import("../../app/read_run.ts"), { nodeLines } = await import("../node_lines.ts");
  const { nodes } = await wovenBy(store, head);
  const texts = new Map(nodes.map(({ id, text }) => [id, text]));
  return nodeLines(view, { ids: texts.keys(), texts, ...setting });
}

type Headed = Pick<
  RunView,
  "name" | "status" | "end" | "totals" | "limits" | "program" | "created" | "drives"
>;

function headLines(view: Headed, { paint, width = Infinity }: Setting): readonly string[] {
  const { name, status, end, totals, limits, program, created, drives } = view;
  const facts = [
    program,
    `created ${moment(created)}`,
    ...(drives > 1 ? [`${count(drives)} drives`] : []),
    counted(totals.steps, "step"),
    ...(totals.reused > 0 ? [`${count(totals.reused)} reused`] : []),
    ...(totals.retries > 0 ? [counted(totals.retries, "retry", "retries")] : []),
    ...spending(totals.spent, limits, totals.wall),
  ];
  const first = `${paint("strong", visible(name))}  ${paint(styleOf(status) ?? "strong", status)}`;
  const room = Math.max(10, width - name.length - status.length - 4);
  return [
    end ? `${first}: ${clip(end.reason, room)}` : first,
    ...folded(facts, width).map((line) => paint("faint", line)),
  ];
}

/** Facts on as many lines as they need. */
function folded(facts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const fact of facts) {
    const longer = lines.length === 0 ? fact : `${lines.at(-1)} · ${fact}`;
    if (lines.length === 0 || longer.length > width) lines.push(fact);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

interface Row {
  readonly step: StepView;
  /** How deep the run is that it belongs to. */
  readonly depth: number;
  readonly child: RunView | undefined;
}

function stepLines(view: RunView, { paint, width }: Setting): readonly string[] {
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

function unsettledLines(
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

async function costLines(view: RunView, { paint, width }: Setting): Promise<readonly string[]> {
  const { costView } = await import("../../views/cost_view.ts"), { bySteps, byModel } = costView(view);
  const columns = (title: string): readonly Column<CostLine>[] => [
    { title, cell: ({ what }) => visible(what) },
    { title: "COST", cell: ({ cost }) => formatUsd(cost.usd), side: "right" },
    { title: "CALLS", cell: ({ cost }) => count(cost.calls), side: "right" },
    { title: "TOKENS", cell: ({ cost }) => count(cost.tokens), side: "right", spare: 1 },
    { title: "RETRIES", cell: ({ retries }) => retries > 0 ? count(retries) : "", side: "right", spare: 2 },
  ];
  const options = { paint, ...(width === undefined ? {} : { width }) };
  const steps = table(bySteps, columns("STEPS"), options);
  if (bySteps.length === 0) return ["No calls yet."];
  return byModel.length === 0 ? steps : [...steps, "", ...table(byModel, columns("MODEL"), options)];
}
