import type { Host } from "./host.ts";

/** How a sparkline is drawn. */
export interface SparkOptions {
  /** Cells at most. Where there are more values than that, each cell is the mean of some. */
  readonly width: number;
  /** Blocks of eight heights; else letters of eight weights. */
  readonly blocks: boolean;
  /** The value at the bottom. Default: the least there is. */
  readonly from?: number;
}

const BLOCKS = "▁▂▃▄▅▆▇█", LETTERS = ".:-=+*#@";

/** Values as a row of heights; a gap stands where there is none. */
export function sparkline(values: readonly (number | null)[], { width, blocks, from }: SparkOptions): string {
  const cells = condensed(values, width), known = cells.filter((value) => value !== null);
  const low = Math.min(from ?? Infinity, ...known), high = Math.max(...known), levels = blocks ? BLOCKS : LETTERS;
  const height = (value: number) => high === low ? 0.5 : (value - low) / (high - low);
  return cells.map((value) => value === null ? " " : levels[Math.min(7, Math.floor(height(value) * 8))]).join("");
}

/** As many values as there is room for: means of neighbours. */
function condensed(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  if (values.length <= width) return values;
  return Array.from({ length: Math.max(1, width) }, (_, cell) => {
    const some = values.slice(Math.floor(cell * values.length / width), Math.floor((cell + 1) * values.length / width));
    const known = some.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/** Terminals whose letters have no blocks of eight heights. */
const PLAIN_TERMINALS: readonly (string | undefined)[] = ["dumb", "linux", "vt100", "vt220"];

/** Whether a terminal can be taken to have blocks among its letters. */
export function hasBlocks({ env }: Pick<Host, "env">): boolean {
  return !env("NO_UNICODE") && !PLAIN_TERMINALS.includes(env("TERM"));
}
