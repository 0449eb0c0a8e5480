import { usd } from "../../base/money.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible, widthOf } from "../../text/visible.ts";
import type { StatusView } from "../../views/status_view.ts";
import { counted, spending } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import { clip } from "../clip.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { exitCodeOf } from "../exit_codes.ts";
import { openToRead } from "../open.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";
import { styleOf } from "../status_style.ts";

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
      const word = paintFor(out)(styleOf(view.status) ?? "strong", view.status), name = visible(view.name);
      const room = out.isTerminal ? out.size().columns - widthOf(name) - view.status.length - 3 : Infinity;
      out.write(`${name} ${word}: ${clip(factsOf(view), room)}\n`);
    }
    return exitCodeOf(view.status);
  },
});

function factsOf({ reason, steps, spent, limits, wall, awaited }: StatusView): string {
  const asks = awaited[0]?.question === undefined ? undefined : `asks: ${awaited[0].question}`;
  const parts = [reason ?? asks, counted(steps, "step"), ...spending(spent, limits, wall)];
  return parts.filter((part) => part !== undefined).join(" · ");
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
