import type { Cell, Row, Separator, Sheet } from "./sheet.ts";

/** Cells of one table. */
const MOST_CELLS = 1_000_000;

/** A table, or the line in which the text stops being one. */
export type ReadSheet =
  | { readonly ok: true; readonly sheet: Sheet }
  | {
    readonly ok: false;
    /** The line, from 1. */
    readonly line: number;
    /** What is wrong there and what to do. */
    readonly why: string;
  };

/** The table that a text holds. Everything has its place in it: what does not is a fault, and no row is guessed at. */
export function readSheet(text: string, separator: Separator): ReadSheet {
  const mark = text.startsWith("\ufeff"), reader = new SheetReader(mark ? text.slice(1) : text, separator);
  try {
    const [headers, ...rows] = reader.rows();
    if (headers) return { ok: true, sheet: { separator, mark, headers, rows } };
    return { ok: false, line: 1, why: "it is empty; `create` it with `headers`" };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, line: error.line, why: error.message };
    throw error;
  }
}

/** Where a text stops being a table. */
class Fault extends Error {
  readonly line: number;

  constructor(line: number, why: string) {
    super(why);
    this.line = line;
  }
}

/** A text and how far it was read. */
class SheetReader {
  readonly #text: string;
  readonly #separator: Separator;
  readonly #plain: RegExp;
  #at = 0;
  #line = 1;
  #cells = 0;

  constructor(text: string, separator: Separator) {
    this.#text = text;
    this.#separator = separator;
    this.#plain = separator === "," ? /[^",\r\n]*/y : /[^"\t\r\n]*/y;
  }

  rows(): readonly Row[] {
    const rows: Row[] = [];
    while (this.#at < this.#text.length) {
      const row = this.#row(), wanted = rows[0]?.cells.length ?? row.cells.length, found = row.cells.length;
      if (row.cells.every((cell) => cell.written === "") && wanted > 1 && found === 1) {
        throw new Fault(row.line, "the line is empty; remove it");
      }
      if (found !== wanted) {
        throw new Fault(row.line, `the row has ${cells(found)}, the headers are ${wanted}; make them the same number`);
      }
      rows.push(row);
    }
    return rows;
  }

  #row(): Row {
    const line = this.#line, found: Cell[] = [this.#cell()];
    while (this.#text[this.#at] === this.#separator) this.#at++, found.push(this.#cell());
    return { cells: found, line, end: this.#end() };
  }

  #end(): Row["end"] {
    const { length } = this.#text, sign = this.#text[this.#at];
    if (this.#at === length) return "";
    if (sign === '"') {
      throw new Fault(this.#line, 'a `"` stands inside a cell; put the cell in quotes and write `""` for one in it');
    }
    if (sign !== "\n" && !this.#text.startsWith("\r\n", this.#at)) {
      throw new Fault(
        this.#line,
        sign === "\r" ? "a line ends with CR alone; end lines with LF or CRLF" : "something follows a closing quote",
      );
    }
    const end = sign === "\n" ? "\n" : "\r\n";
    this.#at += end.length, this.#line++;
    return end;
  }

  #cell(): Cell {
    if (++this.#cells > MOST_CELLS) {
      throw new Fault(this.#line, `there are more than ${MOST_CELLS} cells; split the file`);
    }
    if (this.#text[this.#at] === '"') return this.#quoted();
    this.#plain.lastIndex = this.#at;
    const [written] = this.#plain.exec(this.#text)!;
    this.#at += written.length;
    return { text: written, written };
  }

  #quoted(): Cell {
    const from = this.#at, line = this.#line;
    let close = from;
    do {
      close = this.#text.indexOf('"', close + 1);
      if (close < 0) throw new Fault(line, 'a quote is opened and never closed; close it with `"`');
    } while (this.#text[close + 1] === '"' && ++close);
    this.#at = close + 1;
    const written = this.#text.slice(from, this.#at), text = written.slice(1, -1).replaceAll('""', '"');
    for (let at = written.indexOf("\n"); at >= 0; at = written.indexOf("\n", at + 1)) this.#line++;
    return { text, written };
  }
}

function cells(count: number): string {
  return count === 1 ? "1 cell" : `${count} cells`;
}
