/** A run's progress as lines of a terminal. */
import { visible, widthOf } from "../../text/visible.ts";
import { count, grade, spending } from "../amounts.ts";
import type { Paint } from "../ansi.ts";
import { clip, pad } from "../clip.ts";
import type { Size } from "../host.ts";
import { foldFacts } from "../fold_facts.ts";
import { shortIds } from "../short_ids.ts";
import { sparkline } from "../sparkline.ts";
import { wrap } from "../wrap.ts";
import type { LiveStep } from "./live_step.ts";
import type { Progress } from "./progress.ts";

/** How a frame is set. */
export interface FrameOptions {
  readonly paint: Paint;
  readonly size: Size;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether blocks may be drawn. */
  readonly blocks: boolean;
}

/** Lines of the text that are shown at most. */
const TEXT_LINES = 8;
/** Rows of the terminal that stay for what was before. */
const REST = 3;

/** The lines of a frame: the run, its round, the end of its text, its budget. As many as the terminal has room for. */
export function liveFrame(progress: Progress, { paint, size, now, blocks }: FrameOptions): readonly string[] {
  // The last column stays free: a letter there makes some terminals go on to the next line.
  const width = Math.max(10, size.columns - 1), room = Math.max(4, size.rows - REST);
  const head = headLine(progress, { paint, width }), foot = footLines(progress, { paint, width, now });
  const scores = room < 8 ? [] : scoreLines(progress, { paint, width, blocks });
  const steps = stepLines(progress, { paint, width, room: Math.max(1, room - foot.length - 2 - scores.length) });
  const left = room - 1 - steps.length - foot.length - scores.length;
  const text = textLines(progress.text, width, Math.min(TEXT_LINES, left - 1));
  return [head, ...scores, ...steps, ...(text.length > 0 ? ["", ...text] : []), ...foot];
}

/** Cells of a legend beside a line of scores. */
const LEGEND = 26;

/** The scores of a run that goes in rounds, once there are some. */
function scoreLines(
  { loop: { scores, last } }: Progress,
  { paint, width, blocks }: Setting & { readonly blocks: boolean },
): readonly string[] {
  if (scores.filter((score) => score !== null).length < 2) return [];
  const drawn = sparkline(scores.slice(-Math.max(8, width - LEGEND)), { width: Math.max(8, width - LEGEND), blocks });
  const best = last?.best ? `best ${grade(last.best.score)} of round ${last.best.round}` : "";
  return [`${paint("accent", drawn)}${best && "  "}${paint("faint", clip(best, width - widthOf(drawn) - 2))}`];
}

interface Setting {
  readonly paint: Paint;
  readonly width: number;
}

function headLine({ beginning: { name, models }, stopping }: Progress, { paint, width }: Setting): string {
  const more = stopping ? "comes to rest, Ctrl-C again kills it" : models.join(", ");
  const shown = clip(name, width), room = width - widthOf(shown) - 3;
  if (more === "" || room < 4) return paint("strong", shown);
  return `${paint("strong", shown)}${paint(stopping ? "warn" : "faint", ` · ${clip(more, room)}`)}`;
}

/** The round, and a line for each of its steps; the first ones go when there is no room for all. */
function stepLines(progress: Progress, { paint, width, room }: Setting & { readonly room: number }): readonly string[] {
  const steps = [...progress.steps.values()], title = roundTitle(progress, steps);
  if (title === undefined) return [];
  const listed = steps.filter(({ role, state }) => role !== "judge" && (role !== "wait" || state === "asked"));
  const labels = Math.max(1, ...listed.map(({ label }) => Math.min(24, widthOf(label))));
  const grades = Math.max(0, ...listed.map(({ score }) => score === undefined ? 0 : grade(score).length));
  const choices = new Set(listed.flatMap(({ choices }) => choices ?? [])), short = shortIds(choices);
  const idOf = ({ node }: LiveStep) => node !== undefined && choices.has(node) ? `${short(node)} ` : "";
  const lines = listed.map((step) => stepLine(step, { paint, width, labels, grades, idOf }));
  return [clip(title, width), ...lines.slice(-Math.max(1, room - 1))];
}

function roundTitle(progress: Progress, steps: readonly LiveStep[]): string | undefined {
  const { group } = progress;
  const of = (...roles: readonly LiveStep["role"][]) => steps.filter(({ role }) => roles.includes(role));
  const made = of("candidate", "work"), judges = of("judge"), waits = of("wait");
  if (steps.length === 0) return group?.replaceAll("/", " ");
  const open = (list: readonly LiveStep[]) => list.filter(({ state }) => state !== "done" && state !== "failed").length;
  const doing = open(made) > 0
    ? `${made.length - open(made)} of ${made.length} done`
    : open(judges) > 0
    ? judges.length > 1 ? `judging, ${judges.length - open(judges)} of ${judges.length}` : "judging"
    : open(waits) > 0
    ? waitingWords(progress)
    : "done";
  return [group?.replaceAll("/", " "), doing].filter((part) => part !== undefined).join(" · ");
}

/** What is waited for; a person is told how to answer, which the line of a long question has no room for. */
function waitingWords({ steps }: Progress): string {
  const asks = [...steps].find(([, { question, state }]) => question !== undefined && state === "asked");
  return asks ? `waiting for \`loom answer ${asks[0].slice(0, asks[0].indexOf(" "))} VALUE\`` : "waiting";
}

interface StepSetting extends Setting {
  /** Cells of the labels. */
  readonly labels: number;
  /** Cells of the grades; 0 when there are none yet. */
  readonly grades: number;
  /** What a step is called, where a person may choose it now. */
  readonly idOf: (step: LiveStep) => string;
}

function stepLine(step: LiveStep, { paint, width, labels, grades, idOf }: StepSetting): string {
  const { label, score, chosen, state } = step, id = idOf(step);
  const front = `  ${pad(clip(label, labels), labels, "left")} `;
  const rank = grades === 0 ? "" : `${pad(score === undefined ? "" : grade(score), grades, "left")} `;
  const mark = chosen ? "✓ " : "  ", room = width - widthOf(front) - widthOf(rank) - 2 - id.length;
  const said = clip(wordsOf(step), room, state === "streaming" ? "end" : "start");
  const style = chosen
    ? "good"
    : state === "failed" || state === "retrying"
    ? "warn"
    : state === "asked"
    ? "faint"
    : undefined;
  return paint("faint", front) + paint("accent", id) + rank + paint("good", mark) + (style ? paint(style, said) : said);
}

function wordsOf({ state, text, error, question, role }: LiveStep): string {
  if (question !== undefined) return `asks: ${question}`;
  if (state === "failed") return error ?? "failed";
  if (state === "retrying") return `to be tried again: ${error ?? ""}`;
  if (state === "asked") return role === "candidate" ? "waits for the model" : role === "wait" ? "waits" : "at work";
  return text.trim() === "" ? state === "done" ? "(blank)" : "…" : text;
}

/** The last lines of the text, as it would be read. */
function textLines(text: string, width: number, most: number): readonly string[] {
  if (most < 1 || text.trim() === "") return [];
  const near = text.slice(-(most + 1) * width * 2);
  const lines = near.split(/\r?\n/).flatMap((line) => wrap(visible(line.replaceAll("\t", "  ")), width)).map((line) =>
    widthOf(line) > width ? clip(line, width) : line
  );
  return lines.slice(-most);
}

/** What is used of the budget, on as many lines as that takes. */
function footLines(progress: Progress, { paint, width, now }: Setting & { readonly now: number }): readonly string[] {
  return ["", ...foldFacts(facts(progress, now), width).map((line) => paint("faint", clip(line, width)))];
}

function facts(progress: Progress, now: number): readonly string[] {
  const { spent, limits, speed } = progress, rate = speed.at(now);
  return [
    ...spending(spent, limits, progress.wallAt(now)),
    ...(rate >= 0.5 ? [`${count(rate)} tokens/s`] : []),
  ];
}
