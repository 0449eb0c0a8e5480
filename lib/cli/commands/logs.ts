import type { RunHead, Store } from "../../app/vocabulary.ts";
import type { Entry } from "../../plan/mod.ts";
import { safeJson } from "../../text/render_json.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { describeEntry } from "../describe_entry.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host, Sink } from "../host.ts";
import { logLine } from "../log_line.ts";
import { openToRead } from "../open.ts";
import { flag, value } from "../parameter.ts";
import { JSON_LINES, readWhole, RUN } from "../shared_parameters.ts";
import { UsageError } from "../usage_error.ts";

/** How often a followed journal is looked at, in milliseconds. */
const LOOK = 200;
/** Rows read at a time. */
const ROWS = 1_000;

/** `loom logs`. */
export const logs: Command = command({
  name: "logs",
  summary: "Print the journal of a run, row by row",
  details: [
    "With --follow it goes on as rows are written, by whichever process drives the run, and ends when the run rests. " +
    "Rows are numbered; --since takes up where an earlier look has ended.",
  ],
  parameters: {
    run: RUN,
    follow: flag("--follow", { short: "-f", about: "Go on until the run rests" }),
    since: value("--since", { label: "SEQ", about: "Only rows after this one", read: readSince }),
    json: JSON_LINES,
  },
  examples: [{ line: "loom logs -f @last", does: "watches the newest run" }],
  run: async (host, { run, follow, since = 0, json }) => {
    const { findRun } = await import("../../app/find_run.ts");
    using loom = await openToRead(host);
    const head = await findRun(loom.store, run);
    const { out } = host, paint = paintFor(out);
    const width = () => out.isTerminal ? { width: out.size().columns } : {};
    const print = (entry: Entry) => {
      const line = json
        ? safeJson({ type: "entry", run: head.name, entry })
        : logLine({ ...entry, ...describeEntry(entry) }, { paint, ...width() });
      out.write(`${line}\n`);
    };
    if (!follow) await printAll(loom.store, { head, after: since, print, out });
    else await followTo(loom.store, { head, after: since, print, out, until: host.interruption(), host });
    return EXIT.ok;
  },
});

function readSince(text: string): number {
  const seq = readWhole(text);
  if (seq === undefined) throw new UsageError(`Cannot read \`--since ${text}\`: expected the number of a row`, "logs");
  return seq;
}

interface Reading {
  readonly head: RunHead;
  readonly after: number;
  readonly print: (entry: Entry) => void;
  readonly out: Sink;
}

/** Prints the rows there are and gives the last one's number. */
async function printAll(store: Store, { head, after, print, out }: Reading): Promise<number> {
  for (let last = after;;) {
    const entries = await store.entries(head.id, last, ROWS);
    for (const entry of entries) print(entry);
    await out.flush();
    last = entries.at(-1)?.seq ?? last;
    if (entries.length < ROWS) return last;
  }
}

/** Prints rows until the run rests: its state is read before its rows, so that none is missed. */
async function followTo(
  store: Store,
  { until, host, ...reading }: Reading & { readonly until: AbortSignal; readonly host: Host },
): Promise<void> {
  const { standingOf } = await import("../../app/read_run.ts"), { isDriven } = await import("../../views/standing.ts");
  let after = reading.after;
  while (!until.aborted) {
    const status = standingOf(await store.run(reading.head.id));
    after = await printAll(store, { ...reading, after });
    if (status === "interrupted") {
      const { name } = reading.head;
      return host.err.write(`\`${name}\` was interrupted: \`loom resume ${name}\` goes on with it\n`);
    }
    if (!isDriven(status)) return;
    await pause(LOOK, until);
  }
}

async function pause(milliseconds: number, until: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>(), wake = () => resolve();
  const timer = setTimeout(wake, milliseconds);
  until.addEventListener("abort", wake);
  await promise;
  clearTimeout(timer);
  until.removeEventListener("abort", wake);
}
