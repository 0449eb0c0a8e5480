/**
 * A region at the bottom of a terminal that is drawn over and over in place, below lines that stay.
 *
 * @module
 */
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
/** Clears the screen and goes to its beginning. */
const CLEAR_ALL = "\x1b[H\x1b[2J";

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
    this.#terminal.write(BEGIN + HIDE + this.#toTop() + set(above, shown) + END);
    this.#drawn = shown;
  }

  /**
   * Draws everything anew from the top of the terminal. After a change of size nobody can tell where the region has
   * gone: terminals break long lines anew, or do not, and may be drawn on before the new size is told.
   */
  redraw(lines: readonly string[], { above }: { readonly above: readonly string[] }): void {
    const { rows } = this.#terminal.size(), shown = lines.slice(0, Math.max(1, rows - 1));
    const room = Math.max(0, rows - 1 - shown.length);
    this.#terminal.write(BEGIN + HIDE + CLEAR_ALL + set(room === 0 ? [] : above.slice(-room), shown) + END);
    this.#drawn = shown;
  }

  /** Takes the region away and gives the cursor back. */
  close(): void {
    if (this.#drawn.length === 0) return;
    this.#terminal.write(BEGIN + this.#toTop() + CLEAR_BELOW + SHOW + END);
    this.#drawn = [];
  }

  /** What leaves the terminal usable when the process ends at once. */
  lastWords(): string {
    return `${SHOW}\r\n`;
  }

  /** From the end of the region to its beginning. */
  #toTop(): string {
    const up = this.#drawn.length - 1;
    return up > 0 ? `\r\x1b[${up}A` : "\r";
  }
}

/** Lines that stay, then the region. */
function set(above: readonly string[], region: readonly string[]): string {
  const stay = above.map((line) => `${line}${CLEAR_LINE}\r\n`).join("");
  return stay + region.map((line) => `${line}${CLEAR_LINE}`).join("\r\n") + CLEAR_BELOW;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
