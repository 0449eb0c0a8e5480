import { visible, widthOf } from "../text/visible.ts";
import { timeOfDay } from "./amounts.ts";
import type { Paint, Style } from "./ansi.ts";
import { clip } from "./clip.ts";
import { wrap, wrapWhole } from "./wrap.ts";

/** What stands on a line of a log. */
export interface Logged {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Place in the journal; absent for what has none. */
  readonly seq?: number;
  readonly text: string;
  readonly style?: Style;
  /** All of it has to be read: where it is too long for a line it has several. Default: one, cut where that ends. */
  readonly isWhole?: true;
}

/** How lines are set. */
export interface LogOptions {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

/** A line of a log: the time, the place in the journal where there is one, and what happened. */
export function logLine({ isWhole: _, ...logged }: Logged, options: LogOptions): string {
  return logLines(logged, options)[0]!;
}

/** The same in as many lines as it takes, where all of it has to be read. */
export function logLines(logged: Logged, options: LogOptions): readonly string[] {
  const { text, style, isWhole } = logged, head = headOf(logged), room = roomIn(logged, options);
  const lines = isWhole ? filled(visible(text.replace(/\s+/g, " ").trim()), Math.max(20, room)) : [clip(text, room)];
  return lines.map((line, i) =>
    options.paint("faint", i === 0 ? head : " ".repeat(head.length)) + (style ? options.paint(style, line) : line)
  );
}

function headOf({ at, seq }: Logged): string {
  return `${timeOfDay(at)} ${seq === undefined ? "" : `${String(seq).padStart(5)} `}`;
}

function roomIn(logged: Logged, { width = Infinity }: LogOptions): number {
  return width - headOf(logged).length;
}

/** Words in lines that fit: commands stay whole where they can, and what is longer than a line goes on in the next one. */
function filled(text: string, width: number): readonly string[] {
  const fits = (line: string) => widthOf(line) <= width;
  return wrapWhole(text, width).flatMap((line) => fits(line) ? [line] : wrap(line, width))
    .flatMap((line) => fits(line) ? [line] : broken(line, width));
}

function broken(word: string, width: number): readonly string[] {
  const lines: string[] = [""];
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (widthOf(lines.at(-1)! + segment) > width) lines.push("");
    lines[lines.length - 1] += segment;
  }
  return lines;
}
