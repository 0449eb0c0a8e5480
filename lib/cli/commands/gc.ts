import type { GcReport } from "../../app/gc_report.ts";
import { parseDuration } from "../../base/duration.ts";
import type { RunStatus } from "../../plan/mod.ts";
import { safeJson } from "../../text/render_json.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { databaseOf, openToSteer } from "../open.ts";
import { flag, several, value, word } from "../parameter.ts";
import { JSON_LINES, readWhole } from "../shared_parameters.ts";
import { suggestRuns } from "../suggest.ts";
import { UsageError } from "../usage_error.ts";

/** `loom gc`. */
export const gc: Command = command({
  name: "gc",
  summary: "Remove old runs, and values that nothing refers to",
  details: [
    "Without --apply nothing is removed: it lists what would be. A run goes with its child runs. One that somebody drives " +
    "stays, and so does one whose fork still needs it. Documents stay unless --documents is given, saved files always.",
    "Runs that are named are removed whatever their age and however they stand. The name of a removed run is not used again.",
  ],
  parameters: {
    runs: several("[RUN...]", { about: "Runs to remove, and no others", read: word, suggest: suggestRuns }),
    olderThan: value("--older-than", {
      label: "TIME",
      about: "Only runs in which nothing has happened for so long: 30d, 12h. Default: 30d",
      read: readAge,
    }),
    status: value("--status", {
      label: "STATUS,...",
      about: "Only runs that stand so: done,failed. Default: all that have ended",
      read: (text) => text.split(",").map((one) => one.trim()).filter(Boolean) as readonly RunStatus[],
    }),
    keep: value("--keep", {
      label: "N",
      about: "Keep the newest N of each title. Default: 1",
      read: (text) => {
        const keep = readWhole(text);
        if (keep === undefined) throw new UsageError(`Cannot read \`--keep ${text}\`: expected a whole number`, "gc");
        return keep;
      },
    }),
    documents: flag("--documents", { about: "Remove documents as well that no run uses any more" }),
    apply: flag("--apply", { about: "Do it" }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom gc", does: "lists what could be removed" },
    {
      line: "loom gc --older-than 7d --status failed,cancelled --keep 0 --apply",
      does: "removes what came to nothing",
    },
  ],
  run: async (host, { runs, json, ...options }) => {
    const { checkGcOptions } = await import("../../app/gc_options.ts");
    const { isUntouched } = await import("../../app/database.ts"), named = runs.length > 0;
    const asked = { ...given(options), ...(named ? { runs } : {}) };
    checkGcOptions(asked);
    if (!named && isUntouched(await databaseOf(host))) {
      note(host, "No runs here yet: there is nothing to remove");
      return EXIT.ok;
    }
    await using loom = await openToSteer(host);
    const report = await loom.gc({ ...asked, ...(options.apply ? { signal: host.interruption() } : {}) });
    if (json) host.out.write(`${safeJson(asJson(report))}\n`);
    else await write(host, report);
    return report.stopped || (named && report.stays.length > 0) ? EXIT.failed : EXIT.ok;
  },
});

function readAge(text: string): number {
  const age = parseDuration(text);
  if (age !== undefined) return age;
  throw new UsageError(`Cannot read \`--older-than ${text}\`: expected a time such as 30d, 12h or 0s`, "gc");
}

/** What was said of the options. */
function given<O extends object>(options: O): { readonly [K in keyof O]: Exclude<O[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([_, value]) => value !== undefined)) as never;
}

async function write(host: Host, report: GcReport): Promise<void> {
  const { gcLines } = await import("../gc_lines.ts"), { out } = host;
  const setting = { now: host.now(), paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) };
  out.write(`${gcLines(report, setting).join("\n")}\n`);
}

function asJson({ runs, file, notCompacted, ...report }: GcReport): unknown {
  return {
    ...report,
    runs: runs.map(({ updated, ...run }) => ({ ...run, updated: new Date(updated).toISOString() })),
    file: file ?? null,
    not_compacted: notCompacted ?? null,
  };
}
