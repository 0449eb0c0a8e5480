/** What differs between two runs, in words. */
import type { Json } from "../base/json.ts";
import { formatDuration } from "../base/duration.ts";
import { formatUsd } from "../base/money.ts";
import { visible } from "../text/visible.ts";
import type { FieldChange } from "../views/field_diff.ts";
import type { ComparedRun, RoundPair, RoundScore, RunDiff } from "../views/run_diff.ts";
import type { StepsDiff } from "../views/steps_diff.ts";
import type { TextDiff } from "../views/text_diff.ts";
import { count, counted, grade, moment, span } from "./amounts.ts";
import type { Paint, Style } from "./ansi.ts";
import { clip } from "./clip.ts";
import { table } from "./table.ts";

/** Parts of a comparison. */
export const PARTS = ["plans", "steps", "scores", "texts"] as const;
/** A part of a comparison. */
export type Part = typeof PARTS[number];

/** How a comparison is set. */
export interface DiffSetting {
  readonly paint: Paint;
  /** Parts that are shown, each whole; none: all, in short. */
  readonly parts: readonly Part[];
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

/** Keys of steps, changed fields and lines of texts that are shown in short. */
const FEW = 10, FEW_LINES = 60;
/** Characters of a line of a text, and of a value. */
const LINE = 2_000, VALUE = 60;

/** The comparison, part by part. */
export function diffLines(diff: RunDiff, setting: DiffSetting): readonly string[] {
  const { parts, paint } = setting, shown = (part: Part) => parts.length === 0 || parts.includes(part);
  const few = parts.length === 0 ? FEW : Infinity, fewLines = parts.length === 0 ? FEW_LINES : Infinity;
  const sections: readonly (readonly [Part | undefined, string, readonly string[]])[] = [
    ["plans", "PLANS", fieldLines(diff.plans, { paint, few, fewLines })],
    ["plans", "INPUTS", fieldLines(diff.inputs, { paint, few, fewLines })],
    ["plans", "BUDGETS", fieldLines(diff.budgets, { paint, few, fewLines, say: sayLimit })],
    ["steps", "STEPS", stepLines(diff, few)],
    ["scores", "SCORES", scoreLines(diff, setting)],
    [undefined, "SPENT", spentLines(diff)],
    ...diff.texts.map(({ what, diff }) =>
      ["texts", what.toUpperCase(), textLines(diff, { paint, few: fewLines })] as const
    ),
  ];
  return [
    ...headLines(diff, paint),
    ...sections.flatMap(([part, title, lines]) =>
      (part === undefined ? parts.length > 0 : !shown(part)) || lines.length === 0
        ? []
        : ["", paint("strong", title), ...lines]
    ),
  ];
}

function headLines({ before, after, fork }: RunDiff, paint: Paint): readonly string[] {
  const head = (sign: string, style: Style, { name, program, status, end }: ComparedRun) =>
    `${paint(style, `${sign} ${visible(name)}`)}  ${program} · ${
      end ? `${end.kind}: ${clip(end.reason, 200)}` : status
    }`;
  const [origin, other] = fork?.of === "after" ? [after, before] : [before, after];
  return [
    head("---", "bad", before),
    head("+++", "good", after),
    ...(fork ? [`\`${visible(other.name)}\` was forked from \`${visible(origin.name)}\` at row ${fork.seq}`] : []),
  ];
}

interface FieldSetting {
  readonly paint: Paint;
  readonly few: number;
  readonly fewLines: number;
  readonly say?: (change: FieldChange, value: Json) => string;
}

function fieldLines(changes: readonly FieldChange[], { paint, few, fewLines, say = sayValue }: FieldSetting) {
  if (changes.length === 0) return ["the same"];
  const words = (change: FieldChange, value: Json | undefined) => value === undefined ? "nothing" : say(change, value);
  return [
    ...changes.slice(0, few).flatMap((change) => {
      const path = visible(change.path) || "all of it";
      if (change.text) {
        return [
          `${path}:`,
          ...textLines(change.text, { paint, few: fewLines }).map((line) => `  ${line}`),
        ];
      }
      const old = paint("bad", words(change, change.before)), young = paint("good", words(change, change.after));
      return [`${path}: ${old} → ${young}`];
    }),
    ...more(changes.length - few, "field", "--plans"),
  ];
}

function sayValue(_: FieldChange, value: Json): string {
  return clip(JSON.stringify(value), VALUE);
}

function sayLimit({ path }: FieldChange, value: Json): string {
  const amount = Number(value);
  if (path === "usd") return formatUsd(amount);
  if (path === "wall") return formatDuration(amount);
  return path === "deadline" ? moment(amount) : count(amount);
}

function more(left: number, what: string, part: string): readonly string[] {
  return left > 0 && left < Infinity
    ? [`… ${counted(left, `${what} more`, `${what}s more`)}: \`${part}\` shows all`]
    : [];
}

function stepLines({ steps, before, after }: RunDiff, few: number): readonly string[] {
  const { same, reused, shared, sameOutcome, otherOutcome, otherRequest, onlyBefore, onlyAfter }: StepsDiff = steps;
  const list = (keys: readonly string[], words: string) =>
    keys.length === 0 ? [] : [
      `${counted(keys.length, "step")} ${words}`,
      ...keys.slice(0, few).map((key) => `  ${visible(key)}`),
      ...more(keys.length - few, "step", "--steps").map((line) => `  ${line}`),
    ];
  const sum = `${counted(same, "step")} the same${
    reused > 0 ? `, ${count(reused)} of them taken over for nothing` : ""
  }`;
  return [
    shared > 0 ? `${sum}; ${counted(shared, "step")} of before the fork` : sum,
    ...list(sameOutcome, "asked otherwise, or of other texts, and got the same"),
    ...list(otherOutcome, "asked for the same and got something else"),
    ...list(otherRequest, "asked otherwise, or of other texts, and got something else"),
    ...list(onlyBefore, `only in \`${visible(before.name)}\``),
    ...list(onlyAfter, `only in \`${visible(after.name)}\``),
  ];
}

function scoreLines({ scores, before, after }: RunDiff, { paint, width }: DiffSetting): readonly string[] {
  if (scores.length === 0) return [];
  const cell = (score: RoundScore | undefined, { shared }: RoundPair) =>
    score ? sayScore(score) : shared ? "before the fork" : "";
  return table(scores, [
    { title: "ROUND", cell: ({ round }) => String(round), side: "right", style: () => "faint" },
    { title: clip(before.name, 30), cell: (pair) => cell(pair.before, pair), side: "right" },
    { title: clip(after.name, 30), cell: (pair) => cell(pair.after, pair), side: "right" },
    { title: "CHANGE", cell: changeOf, side: "right", style: () => "faint" },
  ], { paint, ...(width === undefined ? {} : { width }) });
}

function sayScore({ score, verdict }: RoundScore): string {
  const said = score === null ? "–" : grade(score);
  return verdict === undefined || verdict === "accepted" ? said : `${verdict} ${said}`;
}

function changeOf({ before, after }: RoundPair): string {
  if (typeof before?.score !== "number" || typeof after?.score !== "number") return "";
  const change = after.score - before.score;
  return change === 0 ? "=" : `${change > 0 ? "+" : ""}${grade(change)}`;
}

function spentLines({ before, after }: RunDiff): readonly string[] {
  const line = (what: string, of: (run: ComparedRun) => string) =>
    of(before) === of(after) ? `${what}: ${of(before)}` : `${what}: ${of(before)} → ${of(after)}`;
  return [
    line("dollars", ({ spent }) => formatUsd(spent.usd)),
    line("calls", ({ spent }) => count(spent.calls)),
    line("tokens", ({ spent }) => count(spent.tokens)),
    line("time", ({ wall }) => span(wall)),
  ];
}

function textLines(diff: TextDiff, { paint, few }: { readonly paint: Paint; readonly few: number }): readonly string[] {
  if (diff.is === "same") return ["the same"];
  if (diff.is === "other") {
    const lines = `${counted(diff.before, "line")} and ${counted(diff.after, "line")}`;
    return [`too different to be compared line by line: ${lines}`];
  }
  const lines = diff.hunks.flatMap(({ from, lines, to, newLines, body }) => [
    paint("accent", `@@ -${from},${lines} +${to},${newLines} @@`),
    ...body.map((line) => paintedLine(line, paint)),
  ]);
  return [...lines.slice(0, few), ...more(lines.length - few, "line", "--texts")];
}

function paintedLine(line: string, paint: Paint): string {
  const cut = line.length > LINE ? `${line.slice(0, LINE)}… (${count(line.length - 1)} characters)` : line;
  const safe = cut.split("\t").map(visible).join("\t");
  return line.startsWith("-") ? paint("bad", safe) : line.startsWith("+") ? paint("good", safe) : safe;
}
