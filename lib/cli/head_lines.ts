/** The first lines about a run: how it stands, and its sums. */
import { visible } from "../text/visible.ts";
import type { RunView } from "../views/run_view.ts";
import { count, counted, moment, spending } from "./amounts.ts";
import type { Paint } from "./ansi.ts";
import { clip } from "./clip.ts";
import { foldFacts } from "./fold_facts.ts";
import { styleOf } from "./status_style.ts";

/** How lines are set. */
export interface Setting {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

/** What of a run its first lines tell. */
export type Headed = Pick<
  RunView,
  "name" | "status" | "end" | "totals" | "limits" | "program" | "created" | "drives"
>;

/** How a run stands and why, and below it what it has used. */
export function headLines(view: Headed, { paint, width = Infinity }: Setting): readonly string[] {
  const { name, status, end, totals, limits, program, created, drives } = view;
  const facts = [
    program,
    `created ${moment(created)}`,
    ...(drives > 1 ? [`${count(drives)} drives`] : []),
    counted(totals.steps, "step"),
    ...(totals.reused > 0 ? [`${count(totals.reused)} reused`] : []),
    ...(totals.retries > 0 ? [counted(totals.retries, "retry", "retries")] : []),
    ...spending(totals.spent, limits, totals.wall),
  ];
  const first = `${paint("strong", visible(name))}  ${paint(styleOf(status) ?? "strong", status)}`;
  const room = Math.max(10, width - name.length - status.length - 4);
  return [
    end ? `${first}: ${clip(end.reason, room)}` : first,
    ...foldFacts(facts, width).map((line) => paint("faint", line)),
  ];
}
