/** What a run has changed, in lines. */
import type { ListedChange } from "../app/changes/list_changes.ts";
import type { TextChange } from "../app/changes/change_texts.ts";
import { visible } from "../text/visible.ts";
import { count } from "./amounts.ts";
import type { Paint, Style } from "./ansi.ts";
import { table } from "./table.ts";

/** How lines are set. */
export interface ChangeSetting {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

/** A change, and what it did to a text. */
export interface ShownChange {
  readonly change: ListedChange;
  readonly text: TextChange;
}

/** Changes as a table, one a line. */
export function changeTable(
  changes: readonly ShownChange[],
  { paint, width }: ChangeSetting,
): readonly string[] {
  const style = ({ change }: ShownChange): Style | undefined => change.undone === undefined ? undefined : "faint";
  return table(changes, [
    { title: "#", cell: ({ change }) => String(change.number), side: "right", style: () => "faint" },
    { title: "TASK", cell: ({ change }) => visible(change.task), style, spare: 1 },
    { title: "WHAT", cell: ({ change }) => whatOf(change), style },
    { title: "LINES", cell: ({ text }) => linesOf(text), style, spare: 2 },
    { title: "PATH", cell: ({ change }) => pathOf(change), style: (one) => style(one) ?? "strong" },
  ], { paint, ...(width === undefined ? {} : { width }) });
}

/** Changes with what they did to texts, each under a line that says which it is. */
export function changeDiffs(changes: readonly ShownChange[], { paint }: ChangeSetting): readonly string[] {
  return changes.flatMap(({ change, text }, i) => [
    ...(i === 0 ? [] : [""]),
    paint("strong", `${change.number}  ${whatOf(change)}  ${pathOf(change)}`) +
    (change.task === "" ? "" : paint("faint", `  ${visible(change.task)}`)),
    ...textLines(text, paint),
  ]);
}

const WORDS: { readonly [W in ListedChange["what"]]: string } = {
  create: "created",
  modify: "changed",
  delete: "deleted",
  rename: "moved",
  "make-folder": "made folder",
  "remove-folder": "removed folder",
  "make-link": "made link",
  "remove-link": "removed link",
  mode: "permissions",
  "make-other": "made",
  lost: "lost",
  left: "left alone",
};

/** What was put back after a kill is told by what that has done: a file that was made since is deleted again. */
function whatOf({ what, undone, takenBack }: ListedChange): string {
  const word = WORDS[what] ?? visible(what), back = takenBack && what !== "left" ? "put back: " : "";
  return `${back}${word}${undone === undefined ? "" : takenBack ? ", brought back" : ", undone"}`;
}

function pathOf({ path, to }: ListedChange): string {
  return visible(to === undefined ? path : `${path} → ${to}`);
}

function linesOf(text: TextChange): string {
  if (text.is === "text") return `+${count(text.added)} -${count(text.removed)}`;
  return text.is === "none" || text.is === "unknown" ? "" : text.is;
}

const REASONS: { readonly [I in Exclude<TextChange["is"], "text" | "none">]: string } = {
  binary: "it is no text",
  large: "too much of it has changed to be shown",
  unknown: "what it held is not kept",
};

function textLines(text: TextChange, paint: Paint): readonly string[] {
  if (text.is === "none") return [];
  if (text.is !== "text") return [paint("faint", REASONS[text.is])];
  return text.diff.replace(/\n$/, "").split("\n").map((line, i) => paintedLine(line, { paint, isHead: i < 2 }));
}

function paintedLine(line: string, { paint, isHead }: { readonly paint: Paint; readonly isHead: boolean }): string {
  const safe = line.split("\t").map(visible).join("\t");
  if (isHead || line.startsWith("\\")) return paint("faint", safe);
  if (line.startsWith("@@")) return paint("accent", safe);
  return line.startsWith("+") ? paint("good", safe) : line.startsWith("-") ? paint("bad", safe) : safe;
}
