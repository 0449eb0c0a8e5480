import { formatUsd, usd } from "../../base/money.ts";
import type { RunHead } from "../../app/vocabulary.ts";
import type { RunStatus } from "../../plan/mod.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import { count, moment } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { databaseOf, openToRead } from "../open.ts";
import { value } from "../parameter.ts";
import { JSON_LINES, readWhole } from "../shared_parameters.ts";
import { styleOf } from "../status_style.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage_error.ts";

/** `loom runs`. */
export const runs: Command = command({
  name: "runs",
  summary: "List runs, the newest first",
  details: ["With --json every run is one JSON object on a line of its own."],
  parameters: {
    limit: value("--limit", {
      short: "-n",
      label: "N",
      about: "At most this many",
      read: (text) => {
        const limit = readWhole(text);
        if (!limit) {
          throw new UsageError(`Cannot read \`--limit ${text}\`: expected a whole number from 1 on`, "runs");
        }
        return limit;
      },
    }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom runs -n 10", does: "the ten newest" },
    { line: "loom runs --json | jq .status", does: "what became of each" },
  ],
  run: async (host, { limit, json }) => {
    const heads = await readAll(host, limit);
    if (heads.length === 0) host.err.write("No runs here yet: `loom run SPEC` starts one\n");
    else if (json) { for (const row of heads) host.out.write(`${safeJson(summaryOf(row))}\n`); }
    else host.out.write(`${listed(heads, host).join("\n")}\n`);
    return EXIT.ok;
  },
});

interface Row {
  readonly head: RunHead;
  readonly status: RunStatus;
}

/** Where there is no database there are no runs; that is no failure. */
async function readAll(host: Host, limit: number | undefined): Promise<readonly Row[]> {
  const { standingOf } = await import("../../app/read_run.ts"), { isUntouched } = await import("../../app/database.ts");
  if (isUntouched(await databaseOf(host))) return [];
  using loom = await openToRead(host);
  const heads = await loom.store.runs(limit === undefined ? {} : { limit });
  return heads.map((head) => ({ head, status: standingOf(head) }));
}

function listed(rows: readonly Row[], { out }: Host): readonly string[] {
  return table(rows, [
    { title: "ID", cell: ({ head }) => visible(head.name), style: () => "strong" },
    { title: "STATUS", cell: ({ status }) => status, style: ({ status }) => styleOf(status) },
    { title: "STEPS", cell: ({ head }) => count(head.steps), side: "right", spare: 2 },
    { title: "COST", cell: ({ head }) => formatUsd(head.ledger.spent.usd), side: "right" },
    { title: "CREATED", cell: ({ head }) => moment(head.created), spare: 1 },
  ], { paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) });
}

function summaryOf({ head, status }: Row): unknown {
  const { spent } = head.ledger;
  return {
    id: head.name,
    title: head.title,
    program: head.program,
    status,
    created: new Date(head.created).toISOString(),
    updated: new Date(head.updated).toISOString(),
    steps: head.steps,
    spent: { usd: usd(spent.usd), tokens: spent.tokens, calls: spent.calls },
  };
}
