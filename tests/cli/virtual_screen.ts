import type { Size } from "../../lib/cli/host.ts";
import { widthOf } from "../../lib/text/visible.ts";

/**
 * A terminal of our own: enough of one to see what a program that draws in place really leaves on it. Lines that are too
 * long are broken, lines that go off the top are kept, and anything it does not know is a mistake of the program.
 */
export class VirtualScreen {
  size: Size;
  /** Rows from the first ever written; the last `rows` of them are on the screen. */
  #lines: string[][] = [[]];
  /** The first row on the screen: it never goes back. */
  #first = 0;
  #row = 0;
  #column = 0;
  cursorIsShown = true;

  constructor(size: Size) {
    this.size = size;
  }

  /** Everything that was written and not cleared, rows that have left the screen included. */
  get text(): string {
    return this.#lines.map((cells) => cells.join("").trimEnd()).join("\n").trimEnd();
  }

  /** What is on the screen. */
  get shown(): string {
    return this.#lines.slice(this.#first).map((cells) => cells.join("").trimEnd()).join("\n").trimEnd();
  }

  write(text: string): void {
    for (let at = 0; at < text.length;) {
      // deno-lint-ignore no-control-regex -- Escape codes are what is looked for.
      const code = /^\x1b\[(\??)([\d;]*)([A-Za-z])/.exec(text.slice(at, at + 20));
      if (code) {
        this.#control(`${code[1]}${code[2]}${code[3]}`);
        at += code[0].length;
        continue;
      }
      const letter = String.fromCodePoint(text.codePointAt(at)!);
      this.#put(letter);
      at += letter.length;
    }
  }

  /** Changes the size as terminals do that break long lines anew. */
  resize(size: Size): void {
    const { columns } = size, lines: string[][] = [];
    for (const cells of this.#lines) {
      for (let from = 0; from === 0 || from < cells.length; from += columns) {
        lines.push(cells.slice(from, from + columns));
      }
    }
    this.#lines = lines;
    this.size = size;
    this.#first = Math.max(0, lines.length - size.rows);
    this.#row = lines.length - 1;
    this.#column = Math.min(lines.at(-1)!.length, columns - 1);
  }

  #put(letter: string): void {
    if (letter === "\r") this.#column = 0;
    else if (letter === "\n") this.#newLine();
    else if (letter < " " || letter === "\x7f" || (letter >= "\x80" && letter <= "\x9f")) {
      throw new Error(`The program wrote the control character ${JSON.stringify(letter)}`);
    } else this.#print(letter);
  }

  #print(letter: string): void {
    const width = widthOf(letter);
    if (this.#column + width > this.size.columns) {
      this.#newLine();
      this.#column = 0;
    }
    const line = this.#lines[this.#row]!;
    while (line.length < this.#column) line.push(" ");
    if (width === 0) line[this.#column - 1] = (line[this.#column - 1] ?? "") + letter;
    else line.splice(this.#column, width, letter, ...new Array<string>(width - 1).fill(""));
    this.#column += width;
  }

  #newLine(): void {
    this.#row++;
    if (this.#row === this.#lines.length) this.#lines.push([]);
    this.#first = Math.max(this.#first, this.#lines.length - this.size.rows);
  }

  #control(code: string): void {
    const [, private_, digits, letter] = /^(\??)([\d;]*)([A-Za-z])$/.exec(code)!, n = Number(digits || 1);
    if (private_) return this.#mode(digits!, letter!);
    switch (letter) {
      case "m":
        return;
      case "A":
        return void (this.#row = Math.max(this.#first, this.#row - n));
      case "K":
        return void this.#lines[this.#row]!.splice(this.#column);
      case "J":
        if (digits === "2") return this.#clear();
        this.#lines[this.#row]!.splice(this.#column);
        return void this.#lines.splice(this.#row + 1);
      case "H":
        this.#row = this.#first, this.#column = 0;
        return;
      default:
        throw new Error(`The program wrote an escape code nobody expects: ${code}`);
    }
  }

  #mode(mode: string, letter: string): void {
    if (mode === "25") this.cursorIsShown = letter === "h";
    else if (mode !== "2026") throw new Error(`The program set a mode nobody expects: ${mode}${letter}`);
  }

  #clear(): void {
    this.#lines.splice(this.#first);
    if (this.#lines.length === this.#first) this.#lines.push([]);
    this.#row = Math.min(this.#row, this.#lines.length - 1);
  }
}
