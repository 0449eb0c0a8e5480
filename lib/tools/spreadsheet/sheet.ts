/**
 * Tables in text, as RFC 4180 has them, that can be changed in one place and stay as they were in all others: every
 * cell keeps how it is written, every row how it ends.
 *
 * @module
 */

/** One cell. */
export interface Cell {
  /** What it says. */
  readonly text: string;
  /** How it is written, quotes included. */
  readonly written: string;
}

/** One row. */
export interface Row {
  /** Its cells. */
  readonly cells: readonly Cell[];
  /** The line that it begins on, from 1. */
  readonly line: number;
  /** The line end behind it; empty for a last row without one. */
  readonly end: "" | "\n" | "\r\n";
}

/** A table. */
export interface Sheet {
  /** What stands between cells. */
  readonly separator: Separator;
  /** Whether it begins with a byte order mark. */
  readonly mark: boolean;
  /** The row of names. */
  readonly headers: Row;
  /** All others, each with as many cells as there are names. */
  readonly rows: readonly Row[];
}

/** What stands between cells: a comma in `.csv`, a tab in `.tsv`. */
export type Separator = "," | "\t";

/** The whole text of a table: exactly what it was read from, where nothing was changed. */
export function sheetText({ separator, mark, headers, rows }: Sheet): string {
  const lines = [headers, ...rows].map(({ cells, end }) => cells.map((cell) => cell.written).join(separator) + end);
  return (mark ? "\ufeff" : "") + lines.join("");
}

/** A cell that says this, written as plainly as the separator allows. */
export function newCell(text: string, separator: Separator): Cell {
  const plain = !/^\s|["\r\n]|\s$/.test(text) && !text.startsWith("\ufeff") && !text.includes(separator);
  return { text, written: plain ? text : `"${text.replaceAll('"', '""')}"` };
}

/** The cells of a new row. A lone empty cell is quoted: its line would be an empty one. */
export function newCells(texts: readonly string[], separator: Separator): readonly Cell[] {
  if (texts.length === 1 && texts[0] === "") return [{ text: "", written: '""' }];
  return texts.map((text) => newCell(text, separator));
}

/** The names of the columns. */
export function namesOf({ headers }: Sheet): readonly string[] {
  return headers.cells.map((cell) => cell.text);
}

/** A new table, with rows that have as many cells as there are names. */
export function newSheet(
  separator: Separator,
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): Sheet {
  const row = (texts: readonly string[]): Row => ({ cells: newCells(texts, separator), line: 0, end: "\n" });
  return { separator, mark: false, headers: row(headers), rows: rows.map(row) };
}

/** The table with rows below the last one, which end as its rows do. */
export function withRows(sheet: Sheet, rows: readonly (readonly string[])[]): Sheet {
  if (rows.length === 0) return sheet;
  const before = [sheet.headers, ...sheet.rows], { end: last } = before.at(-1)!;
  // Without a line end behind its last row a table tells nothing of its own, unless another row does.
  const usual = before[0]!.end === "" ? "\n" : before[0]!.end,
    added = rows.map((texts, index): Row => ({
      cells: newCells(texts, sheet.separator),
      line: 0,
      end: index === rows.length - 1 ? last : usual,
    }));
  const [headers, ...kept] = before.with(-1, { ...before.at(-1)!, end: last || usual });
  return { ...sheet, headers: headers!, rows: [...kept, ...added] };
}

/** The table with one column more at its right. */
export function withColumn(sheet: Sheet, name: string, value: string): Sheet {
  const wider = (row: Row, text: string): Row => ({ ...row, cells: [...row.cells, newCell(text, sheet.separator)] });
  return { ...sheet, headers: wider(sheet.headers, name), rows: sheet.rows.map((row) => wider(row, value)) };
}

/** The table with another text in one cell; row and column count from 0. */
export function withCell(
  sheet: Sheet,
  { row, column }: { readonly row: number; readonly column: number },
  text: string,
): Sheet {
  const old = sheet.rows[row]!, { separator } = sheet;
  const cell = old.cells.length === 1 ? newCells([text], separator)[0]! : newCell(text, separator);
  return { ...sheet, rows: sheet.rows.with(row, { ...old, cells: old.cells.with(column, cell) }) };
}
