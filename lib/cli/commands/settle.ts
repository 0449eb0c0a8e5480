import type { RunHead, Store } from "../../app/vocabulary.ts";
import { formatUsd, nanos, usd } from "../../base/money.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import { count, counted } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { openToSteer } from "../open.ts";
import { several, value } from "../parameter.ts";
import { JSON_LINES, readDecimal, RUN } from "../shared_parameters.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage_error.ts";

/** `loom settle`. */
export const settle: Command = command({
  name: "settle",
  summary: "Say what calls really cost of which nothing is known",
  details: [
    "A call is unsettled when its process died before an answer came. What it could cost at most stays charged to the " +
    "budget until somebody looks at the provider's bill. Without amounts the unsettled calls are listed.",
    "KEY is a step's key, or the number of its row where several calls share a key.",
  ],
  parameters: {
    run: RUN,
    costs: several("[KEY=USD...]", { about: "What calls cost in dollars", read: readCost }),
    others: value("--others", {
      label: "USD",
      about: "What every unsettled call cost that is not named",
      read: readOthers,
    }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom settle @last", does: "lists the unsettled calls" },
    { line: "loom settle @last round/3/expand/0=0.002 --others 0", does: "books them" },
  ],
  run: async (host, { run, costs, others, json }) => {
    const { findRun } = await import("../../app/find_run.ts");
    using loom = await openToSteer(host);
    const head = await findRun(loom.store, run);
    if (costs.length > 0 || others !== undefined) {
      const { settle } = await import("../../app/settle.ts");
      const more = others === undefined ? {} : { others };
      const settled = await settle(loom.store, head, { settlements: costs, ...more });
      note(
        host,
        settled.length === 0 ? "Nothing is unsettled" : `${counted(settled.length, "call is", "calls are")} settled`,
      );
      return EXIT.ok;
    }
    return await list(host, head, { json, store: loom.store });
  },
});

async function list(
  host: Host,
  head: RunHead,
  { json, store }: { readonly json: boolean; readonly store: Store },
): Promise<number> {
  const { unsettledCalls } = await import("../../app/settle.ts"),
    { standingOf } = await import("../../app/read_run.ts");
  const { isDriven } = await import("../../views/standing.ts"), { out } = host;
  const calls = isDriven(standingOf(head)) ? [] : await unsettledCalls(store, head);
  if (calls.length === 0) note(host, `\`${head.name}\` has no unsettled calls`);
  else if (json) {
    for (const { name, seq, key, reserved } of calls) {
      out.write(`${safeJson({ run: name, seq, key, reserved: { ...reserved, usd: usd(reserved.usd) } })}\n`);
    }
  } else {
    const lines = table(calls, [
      { title: "SEQ", cell: ({ seq }) => String(seq), side: "right" },
      { title: "KEY", cell: ({ key }) => visible(key) },
      { title: "AT MOST", cell: ({ reserved }) => formatUsd(reserved.usd), side: "right" },
      { title: "TOKENS", cell: ({ reserved }) => count(reserved.tokens), side: "right", spare: 1 },
      { title: "RUN", cell: ({ name }) => visible(name), spare: 2 },
    ], { paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) });
    out.write(`${lines.join("\n")}\n`);
  }
  return EXIT.ok;
}

function readCost(text: string): { readonly call: string; readonly usd: number } {
  const at = text.lastIndexOf("="), amount = readDecimal(text.slice(at + 1).replace(/^\$/, ""));
  if (at < 1 || amount === undefined) {
    throw new UsageError(`Cannot read \`${text}\`: write KEY=USD, such as \`round/3/expand/0=0.002\``, "settle");
  }
  return { call: text.slice(0, at), usd: nanos(amount) };
}

function readOthers(text: string): number {
  const amount = readDecimal(text.replace(/^\$/, ""));
  if (amount === undefined) {
    throw new UsageError(`Cannot read \`--others ${text}\`: expected dollars such as 0.002`, "settle");
  }
  return nanos(amount);
}
