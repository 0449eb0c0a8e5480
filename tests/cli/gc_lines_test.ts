import assert from "node:assert/strict";
import type { GcReport } from "../../lib/app/gc_report.ts";
import { paintFor } from "../../lib/cli/ansi.ts";
import { gcLines } from "../../lib/cli/gc_lines.ts";

const DAY = 86_400_000;

function lines(more: Partial<GcReport>): readonly string[] {
  const report: GcReport = {
    applied: true,
    runs: [],
    stays: [],
    documents: [],
    rows: 0,
    bytes: 0,
    swept: { rows: 0, nodes: 0, values: 0 },
    stopped: false,
    ...more,
  };
  return gcLines(report, { now: 50 * DAY, paint: paintFor({ ansi: false }) });
}

const RUN = { name: "a\u001b[31m", title: "t", status: "done", updated: 9 * DAY, rows: 1_200, bytes: 34_000 } as const;

Deno.test("every reason to stay is told, in the order of the runs, and nothing steers the terminal", () => {
  const stays = [
    { name: "x", status: "done", why: "driven" },
    { name: "y", status: "done", why: "needed", by: "fork\u001b" },
    { name: "z", status: "done", why: "changed" },
    { name: "n", status: "done", why: "newest" },
    { name: "m", status: "done", why: "newest" },
  ] as const;
  assert.deepEqual(lines({ runs: [RUN], stays, rows: 1_200, bytes: 34_000, applied: false }), [
    "ID      STATUS     AGE   ROWS   SIZE",
    "a␛[31m  done    41d00h  1,200  34 kB",
    "",
    "`x` stays: it is being driven",
    "`y` stays: `fork␛` was forked from it and is not far enough yet to do without it",
    "`z` stays: somebody has taken it up or forked it meanwhile",
    "2 runs stay that would be old enough: the newest of each title are kept; `--keep 0` keeps none",
    "1 run, 1,200 rows, about 34 kB: nothing is removed without `--apply`",
  ]);
});

Deno.test("what was left by an earlier one, and what it was stopped in, is told", () => {
  const swept = { rows: 1_500, nodes: 0, values: 2 }, file = { before: 3e6, after: 1e6 };
  assert.deepEqual(lines({ swept, file }), [
    "Removed 1,500 rows that an earlier one had left",
    "The file had 3.0 MB and has 1.0 MB",
  ]);
  assert.equal(
    lines({ runs: [RUN], rows: 1_200, bytes: 34_000, swept }).at(-1),
    "Removed 1 run, 1,200 rows, about 34 kB, and 300 rows that an earlier one had left",
  );
  assert.deepEqual(lines({ swept: { ...swept, rows: 0 } }), ["Removed 2 values that nothing refers to"]);
  assert.match(lines({ runs: [RUN], rows: 1_200, stopped: true }).at(-1)!, /^Stopped after removing 1 run, 1,200 rows/);
});
