/** What a removal came to, or would come to, in words. */
import type { GcReport, RemovedRun, StayingRun } from "../app/gc_report.ts";
import { visible } from "../text/visible.ts";
import { count, counted, span } from "./amounts.ts";
import type { Paint } from "./ansi.ts";
import { bytes } from "./bytes.ts";
import { styleOf } from "./status_style.ts";
import { table } from "./table.ts";

/** How lines are set. */
export interface GcSetting {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

/** The runs that go, what stays and why, and the sums. */
export function gcLines(report: GcReport, setting: GcSetting): readonly string[] {
  return [
    ...(report.runs.length === 0 ? [] : [...runLines(report.runs, setting), ""]),
    ...documentLines(report),
    ...stayLines(report.stays),
    sumLine(report),
    ...spaceLines(report),
  ];
}

function runLines(runs: readonly RemovedRun[], { now, paint, width }: GcSetting): readonly string[] {
  return table(runs, [
    { title: "ID", cell: ({ name }) => visible(name), style: () => "strong" },
    { title: "STATUS", cell: ({ status }) => status, style: ({ status }) => styleOf(status) },
    { title: "AGE", cell: ({ updated }) => span(now - updated), side: "right", spare: 2 },
    { title: "ROWS", cell: ({ rows }) => count(rows), side: "right", spare: 1 },
    { title: "SIZE", cell: (run) => bytes(run.bytes), side: "right" },
  ], { paint, ...(width === undefined ? {} : { width }) });
}

function documentLines({ documents, applied }: GcReport): readonly string[] {
  const verb = applied ? "is removed" : "would be removed";
  return documents.map(({ name, nodes }) => `The document \`${visible(name)}\` ${verb}: ${counted(nodes, "node")}`);
}

function stayLines(stays: readonly StayingRun[]): readonly string[] {
  const newest = stays.filter(({ why }) => why === "newest").length;
  const kept = `${
    counted(newest, "run stays", "runs stay")
  } that would be old enough: the newest of each title are kept`;
  return [
    ...stays.flatMap((run) => run.why === "newest" ? [] : [`\`${visible(run.name)}\` stays: ${reasonOf(run)}`]),
    ...(newest === 0 ? [] : [`${kept}; \`--keep 0\` keeps none`]),
  ];
}

function reasonOf({ why, by = "" }: StayingRun): string {
  if (why === "driven") return "it is being driven";
  if (why === "needed") return `\`${visible(by)}\` was forked from it and is not far enough yet to do without it`;
  return "somebody has taken it up or forked it meanwhile";
}

function sumLine({ applied, runs, rows, bytes: size, swept, stopped }: GcReport): string {
  const sum = `${counted(runs.length, "run")}, ${counted(rows, "row")}, about ${bytes(size)}`;
  if (stopped) return `Stopped after removing ${sum}: the next \`loom gc --apply\` deletes what is left of them`;
  const earlier = counted(swept.rows - rows, "row"), values = counted(swept.values, "value");
  if (runs.length > 0) {
    if (!applied) return `${sum}: nothing is removed without \`--apply\``;
    return swept.rows > rows ? `Removed ${sum}, and ${earlier} that an earlier one had left` : `Removed ${sum}`;
  }
  if (swept.rows > 0) return `Removed ${earlier} that an earlier one had left`;
  return swept.values > 0 ? `Removed ${values} that nothing refers to` : "There is nothing to remove";
}

function spaceLines({ file, notCompacted }: GcReport): readonly string[] {
  if (notCompacted !== undefined) {
    return [`The file keeps its size: ${visible(notCompacted)}. New runs use the space in it`];
  }
  if (!file || file.after >= file.before) return [];
  return [`The file had ${bytes(file.before)} and has ${bytes(file.after)}`];
}
