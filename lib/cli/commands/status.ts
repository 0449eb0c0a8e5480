import { usd } from "../../base/money.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible, widthOf } from "../../text/visible.ts";
import type { ProcessView } from "../../views/process_view.ts";
import { isDriven } from "../../views/standing.ts";
import type { StatusView } from "../../views/status_view.ts";
import { counted, spending } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import { clip } from "../clip.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { exitCodeOf } from "../exit_codes.ts";
import { note } from "../note.ts";
import { openToRead } from "../open.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";
import { cutOffFact } from "../standing_words.ts";
import { styleOf } from "../status_style.ts";
import { tallyOf, tallyWords } from "../task_words.ts";

/** `loom status`. */
export const status: Command = command({
  name: "status",
  summary: "Say where a run stands, in one line and an exit code",
  details: [
    "The exit code is the one that the run itself would end with, and 6 for a run that has not ended. Of a process it is " +
    "told how many tasks stand how.",
  ],
  parameters: { run: RUN, json: JSON_LINES },
  examples: [{ line: "loom status @last && echo it is done", does: "acts on how a run ended" }],
  run: async (host, { run, json }) => {
    const { findRun } = await import("../../app/find_run.ts"), { readStatus } = await import("../../app/read_run.ts");
    const { readProcess } = await import("../../app/read_process.ts");
    using loom = await openToRead(host);
    const head = await findRun(loom.store, run), { out } = host;
    const view = await readStatus(loom.store, head), process = await readProcess(loom.store, head);
    if (json) out.write(`${safeJson(asJson(view, process))}\n`);
    else {
      const word = paintFor(out)(styleOf(view.status) ?? "strong", view.status), name = visible(view.name);
      const room = out.isTerminal ? out.size().columns - widthOf(name) - view.status.length - 3 : Infinity;
      const cutOff = process?.standing && cutOffFact(view.name, process.standing);
      out.write(`${name} ${word}: ${clip(factsOf(view, process?.tasks), room)}\n`);
      if (cutOff !== undefined) note(host, cutOff);
    }
    return exitCodeOf(view.status);
  },
});

/** Tasks of a run; undefined for one that has none. */
type Tasks = ProcessView["tasks"] | undefined;

function factsOf({ reason, status, steps, spent, limits, wall, awaited }: StatusView, tasks: Tasks): string {
  const asks = awaited.find(({ question }) => question !== undefined);
  const parts = [
    reason ?? (asks && `asks: ${asks.question}`),
    tasks && tasks.length > 0 ? tallyWords(tallyOf(tasks), { driven: isDriven(status) }) : undefined,
    counted(steps, "step"),
    ...spending(spent, limits, wall),
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

function asJson(
  { name, title, status, reason, end, steps, spent, wall, awaited }: StatusView,
  process: ProcessView | undefined,
): unknown {
  const tasks = process?.tasks;
  return {
    id: name,
    title,
    status,
    exit_code: exitCodeOf(status),
    reason: reason ?? null,
    cause: end?.cause ?? null,
    steps,
    cut_off: process?.standing?.cutOff !== undefined,
    tasks: tasks ? { all: tasks.length, ...tallyOf(tasks) } : null,
    spent: { usd: usd(spent.usd), tokens: spent.tokens, calls: spent.calls },
    wall: Math.round(wall),
    awaits: awaited.map(({ key, question, choices, due }) => ({
      key,
      question: question ?? null,
      choices: choices ?? null,
      due: due === undefined ? null : new Date(due).toISOString(),
    })),
  };
}
