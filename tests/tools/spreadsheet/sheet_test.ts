import assert from "node:assert/strict";
import { readSheet } from "../../../lib/tools/spreadsheet/read_sheet.ts";
import { newSheet, type Separator, type Sheet, sheetText } from "../../../lib/tools/spreadsheet/sheet.ts";
import { withCell, withColumn, withRows } from "../../../lib/tools/spreadsheet/sheet.ts";
import fc from "../../properties.ts";

const separator = fc.constantFrom<Separator>(",", "\t");
const text = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom("a", '"', ",", "\t", "\n", "\r\n", "\r", " ", "é", "\ufeff"), { maxLength: 6 })
    .map((signs) => signs.join("")),
);
/** Texts of a table, all rows equally long. */
const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 })
);
/** A table as somebody else may have written it: quotes where none are needed, line ends of both kinds. */
const foreign = fc.tuple(separator, table, fc.boolean(), fc.infiniteStream(fc.tuple(fc.boolean(), fc.boolean()))).map(
  ([between, rows, mark, styles]) => {
    const cell = (said: string, alone: boolean) => {
      const [quoted] = styles.next().value!;
      const needed = /["\r\n]|^\ufeff/.test(said) || said.includes(between) || (alone && said === "");
      return quoted || needed ? `"${said.replaceAll('"', '""')}"` : said;
    };
    const lines = rows.map((row) => row.map((one) => cell(one, row.length === 1)).join(between));
    const ended = lines.map((line, index) => {
      const [crlf, end] = styles.next().value!;
      return index === lines.length - 1 && !end ? line : line + (crlf ? "\r\n" : "\n");
    });
    return { between, rows, written: (mark ? "\ufeff" : "") + ended.join("") };
  },
);

function read(written: string, between: Separator): Sheet {
  const result = readSheet(written, between);
  assert.ok(result.ok, JSON.stringify(result));
  return result.sheet;
}

function texts({ headers, rows }: Sheet): readonly (readonly string[])[] {
  return [headers, ...rows].map(({ cells }) => cells.map((cell) => cell.text));
}

Deno.test("a table that was written is read as it was meant", () => {
  fc.assert(fc.property(separator, table, (between, rows) => {
    const [headers = [], ...rest] = rows;
    assert.deepEqual(texts(read(sheetText(newSheet(between, headers, rest)), between)), rows);
  }));
});

Deno.test("a table that somebody else wrote says the same, and its text stays as it was to the last sign", () => {
  fc.assert(fc.property(foreign, ({ between, rows, written }) => {
    const sheet = read(written, between);
    assert.deepEqual(texts(sheet), rows);
    assert.equal(sheetText(sheet), written);
  }));
});

Deno.test("changing one cell changes how that cell is written, and nothing else", () => {
  fc.assert(fc.property(foreign, text, fc.nat(), fc.nat(), ({ between, rows, written }, said, r, c) => {
    fc.pre(rows.length > 1);
    const row = r % (rows.length - 1), column = c % rows[0]!.length, sheet = read(written, between);
    const changed = read(sheetText(withCell(sheet, { row, column }, said)), between);
    assert.deepEqual(texts(changed), rows.with(row + 1, rows[row + 1]!.with(column, said)));
    const old = sheet.rows[row]!.cells[column]!.written;
    const back = { ...changed.rows[row]!, cells: changed.rows[row]!.cells.with(column, { text: "", written: old }) };
    assert.equal(sheetText({ ...changed, rows: changed.rows.with(row, back) }), written);
  }));
});

Deno.test("new rows and columns say what they are to say, and the old text stands before them", () => {
  fc.assert(fc.property(foreign, fc.array(text, { minLength: 4, maxLength: 4 }), ({ between, rows, written }, said) => {
    const sheet = read(written, between), row = said.slice(0, rows[0]!.length);
    const longer = sheetText(withRows(sheet, [row, row]));
    assert.ok(longer.startsWith(written));
    assert.equal(/\n$/.test(longer), /\n$/.test(written));
    assert.deepEqual(texts(read(longer, between)), [...rows, row, row]);
    const wider = read(sheetText(withColumn(sheet, "new", said[0]!)), between);
    assert.deepEqual(texts(wider), rows.map((old, index) => [...old, index === 0 ? "new" : said[0]!]));
  }));
});

Deno.test("what is no table is a fault of the line where it stops being one", () => {
  for (
    const [written, line, why] of [
      ["", 1, /empty/],
      ["\ufeff", 1, /empty/],
      ["a,b\n1,2\n3\n", 3, /the row has 1 cell, the headers are 2/],
      ["a,b\n1,2,3\n", 2, /the row has 3 cells/],
      ["a,b\n\n1,2\n", 2, /line is empty/],
      ['a,b\n"1\n2",3\nx"y,4\n', 4, /`"` stands inside a cell/],
      ['a\n"1"2\n', 2, /follows a closing quote/],
      ['a\n1\n"2\n3\n', 3, /never closed/],
      ["a\rb\n", 1, /CR alone/],
    ] as const
  ) {
    const result = readSheet(written, ",");
    assert.ok(!result.ok && result.line === line && why.test(result.why), JSON.stringify([written, result]));
  }
  const many = readSheet(`a${",".repeat(1_000_000)}`, ",");
  assert.ok(!many.ok && /more than 1000000 cells/.test(many.why));
});

Deno.test("whatever a text holds, it is a table to the last sign or has a fault in one of its lines", () => {
  fc.assert(fc.property(text, separator, (written, between) => {
    const result = readSheet(written, between);
    if (result.ok) assert.equal(sheetText(result.sheet), written);
    else assert.ok(result.line >= 1 && result.line <= written.split("\n").length);
  }));
});
