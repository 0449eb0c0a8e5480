import { usd } from "../../base/money.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import type { StatusView } from "../../views/status_view.ts";
import { counted, spending } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import { clip } from "../clip.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { exitCodeOf } from "../exit_codes.ts";
import { openToRead } from "../open.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";
import { styleOf } from "./runs.ts";

/** `loom status`. */
export const status: Command = command({
  name: "status",
  summary: "Say where a run stands, in one line and an exit code",
  details: ["The exit code is the one that the run itself would end with, and 6 for a run that has not ended."],
  parameters: { run: RUN, json: JSON_LINES },
  examples: [{ line: "loom status @last && echo it is done", does: "acts on how a run ended" }],
  run: async (host, { run, json }) => {
    const { findRun } = await import("../../app/find_run.ts"), { readStatus } = await import("../../app/read_run.ts");
    using loom = await openToRead(host);
    const view = await readStatus(loom.store, await findRun(loom.store, run)), { out } = host;
    if (json) out.write(`${safeJson(asJson(view))}\n`);
    else {
      const line = lineOf(view), word = paintFor(out)(styleOf(view.status) ?? "strong", view.status);
      const rest = out.isTerminal ? clip(line, out.size().columns - view.status.length - 1) : line;
      out.write(`${word} ${rest}\n`);
    }
    return exitCodeOf(view.status);
  },
});

function lineOf({ name, reason, steps, spent, limits, wall, awaited }: StatusView): string {
  const [first] = awaited, asks = first?.question === undefined ? undefined : `asks: ${first.question}`;
  const parts = [visible(name), reason ?? asks, counted(steps, "step"), ...spending(spent, limits, wall)];
  return visible(parts.filter((part) => part !== undefined).join(" · "));
}

function asJson({ name, title, status, reason, end, steps, spent, wall, awaited }: StatusView): unknown {
  return {
    id: name,
    title,
    status,
    exit_code: exitCodeOf(status),
    reason: reason ?? null,
    cause: end?.cause ?? null,
    steps,
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
