import type { RunHead, Store } from "../../app/vocabulary.ts";
import { formatUsd } from "../../base/money.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import type { CostLine } from "../../views/cost_view.ts";
import type { RunView } from "../../views/run_view.ts";
import { count } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Setting } from "../head_lines.ts";
import { headLines } from "../head_lines.ts";
import type { Host, Sink } from "../host.ts";
import { openToRead } from "../open.ts";
import { flag, optional, word } from "../parameter.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";
import { hasBlocks } from "../sparkline.ts";
import { stepLines, unsettledLines } from "../step_lines.ts";
import type { Column } from "../table.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage_error.ts";

/** `loom show`. */
export const show: Command = command({
  name: "show",
  summary: "Show a run: its rounds, tasks or steps, their cost, and why it ended",
  details: [
    "A run that goes in rounds is shown by them: the score of each, what it cost, what the run had cost by then, and what " +
    "became of it. On a terminal scores and costs are drawn above, and a long run is listed without its middle. " +
    "`loom why RUN` says why it ended.",
    "A process is shown by its tasks: how each stands, how often it was tried, how sure its result is, what it cost and took, " +
    "how many files it changed, and what it came to. Below them stand changes of its graph and what it asks. With TASK that " +
    "one is told in full: what it answered, what its verification found, and its steps.",
    "Of all other runs, and with --steps, every step is listed. SEQ is a step's place in the journal: `loom fork RUN@SEQ` begins a new run there. TOTAL is what the run had cost by " +
    "then. A ✓ stands beside the score of what was chosen.",
    "With --nodes the texts are listed with their nodes: `loom answer RUN NODE` chooses among those that a question offers, " +
    "`loom steer RUN --pick NODE` goes on from any. So much of a node's name is shown as tells it from the others.",
  ],
  parameters: {
    run: RUN,
    task: optional("[TASK]", { about: "A task of a process, to be told in full", read: word }),
    costs: flag("--costs", { about: "Show where the money went instead: by what the steps do, and by model" }),
    nodes: flag("--nodes", { about: "List the texts instead, each with the node that it is" }),
    steps: flag("--steps", { about: "List every step, also of a run that goes in rounds or has tasks" }),
    memory: flag("--memory", { about: "List what the tasks of a process found out" }),
    all: flag("--all", { about: "List every round or task, however many there are" }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom show @last", does: "the newest run" },
    { line: "loom show @last --json | jq .score", does: "scores of its rounds" },
    { line: "loom show @last --nodes", does: "its texts, to choose from" },
    { line: "loom show @last write", does: "the task `write` of a process" },
  ],
  run: async (host, { run, task, costs, nodes, steps, memory, all, json }) => {
    const { findRun } = await import("../../app/find_run.ts"), { readRun } = await import("../../app/read_run.ts");
    using loom = await openToRead(host);
    const head = await findRun(loom.store, run), { out } = host;
    const { showProcess } = await import("../show_process.ts"), set = setting(out);
    const asks = costs || nodes || steps ? "other" : memory ? "memory" : "tasks";
    if (asks !== "other") {
      if (await showProcess(host, loom.store, { head, all, json, set, task, asks })) return EXIT.ok;
      if (task !== undefined || memory) throw noTasks(head);
      if (await showLoop(host, loom.store, { head, all, json })) return EXIT.ok;
    } else if (task !== undefined || memory) throw oneThing();
    const view = await readRun(loom.store, head);
    if (json) {
      const { readExport } = await import("../../app/read_run.ts");
      for (const step of (await readExport(loom.store, head)).steps) out.write(`${safeJson(step)}\n`);
      return EXIT.ok;
    }
    const body = nodes
      ? await listedNodes(loom.store, { head, view, setting: set })
      : costs
      ? await costLines(view, set)
      : stepLines(view, set);
    out.write(`${[...headLines(view, set), "", ...body].join("\n")}\n`);
    return EXIT.ok;
  },
});

function noTasks({ name }: RunHead): UsageError {
  return new UsageError(`Cannot show tasks of \`${name}\`: it is no process and has none`, "show");
}

function oneThing(): UsageError {
  return new UsageError(
    "Cannot show a task or what was found out together with --costs, --nodes or --steps: write one of them",
    "show",
  );
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
