import { timeOfDay } from "./amounts.ts";
import type { Paint, Style } from "./ansi.ts";
import { clip } from "./clip.ts";

/** What stands on a line of a log. */
export interface Logged {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Place in the journal; absent for what has none. */
  readonly seq?: number;
  readonly text: string;
  readonly style?: Style;
}

/** How lines are set. */
export interface LogOptions {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

/** A line of a log: the time, the place in the journal where there is one, and what happened. */
export function logLine({ at, seq, text, style }: Logged, { paint, width = Infinity }: LogOptions): string {
  const head = `${timeOfDay(at)} ${seq === undefined ? "" : `${String(seq).padStart(5)} `}`;
  const said = clip(text, width - head.length);
  return paint("faint", head) + (style ? paint(style, said) : said);
}
