/**
 * A region at the bottom of a terminal that is drawn over and over in place, below lines that stay.
 *
 * @module
 */
import { widthOf } from "../text/visible.ts";
import type { Size } from "./host.ts";

/** What the region is drawn on. */
export interface Terminal {
  write(text: string): void;
  size(): Size;
}

/** Ends of a drawing, for terminals that show it at once; others pass over them. */
const BEGIN = "\x1b[?2026h", END = "\x1b[?2026l";
const HIDE = "\x1b[?25l", SHOW = "\x1b[?25h";
/** Clears to the end of the line; to the end of the screen. */
const CLEAR_LINE = "\x1b[K", CLEAR_BELOW = "\x1b[J";

// deno-lint-ignore no-control-regex -- Styles are what is looked for.
const STYLES = /\x1b\[[\d;]*m/g;

/** The region. While it is drawn the cursor is hidden; {@link Screen.close} or {@link Screen.lastWords} brings it back. */
export class Screen {
  readonly #terminal: Terminal;
  /** Lines of the region as they were drawn. */
  #drawn: readonly string[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /**
   * Draws the region anew, under lines that stay. Lines must not be wider than the terminal, and not more than it has
   * rows; those that are too many are left out.
   */
  draw(lines: readonly string[], { above = [] }: { readonly above?: readonly string[] } = {}): void {
    const shown = lines.slice(0, Math.max(1, this.#terminal.size().rows - 1));
    if (above.length === 0 && isSame(shown, this.#drawn)) return;
    const stay = above.map((line) => `${line}${CLEAR_LINE}\r\n`).join("");
    const region = shown.map((line) => `${line}${CLEAR_LINE}`).join("\r\n");
    this.#terminal.write(BEGIN + HIDE + this.#toTop() + stay + region + CLEAR_BELOW + END);
    this.#drawn = shown;
  }

  /** Takes the region away and gives the cursor back. */
  close(): void {
    this.#terminal.write(BEGIN + this.#toTop() + CLEAR_BELOW + SHOW + END);
    this.#drawn = [];
  }

  /** What leaves the terminal usable when the process ends at once. */
  lastWords(): string {
    return `${SHOW}\r\n`;
  }

  /** From the end of the region to its beginning. A terminal that became narrower has broken its lines. */
  #toTop(): string {
    const { columns, rows } = this.#terminal.size();
    const height = this.#drawn.reduce((sum, line) => sum + rowsOf(line, columns), 0);
    const up = Math.min(height, rows) - 1;
    return up > 0 ? `\r\x1b[${up}A` : "\r";
  }
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(widthOf(line.replace(STYLES, "")) / columns));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
