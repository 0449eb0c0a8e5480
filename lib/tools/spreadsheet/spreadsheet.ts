import type { Json, JsonObject } from "../../base/json.ts";
import { shownNumber } from "../calculator/shown_number.ts";
import { boundedDiff, unifiedDiff } from "../edit/unified_diff.ts";
import { exactText } from "../files/file_kind.ts";
import { neededText, parameters } from "../files/input.ts";
import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import { changeFile } from "../workspace/change_file.ts";
import { readFile } from "../workspace/read_file.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { cellText, listed, readRows } from "./read_rows.ts";
import { readSheet } from "./read_sheet.ts";
import { namesOf, newCells, newSheet, type Separator, type Sheet, sheetText } from "./sheet.ts";
import { withCell, withColumn, withRows } from "./sheet.ts";
import { summarize, summaryData } from "./summarize.ts";

/** Bytes of a table: 5 MB. */
const MOST_BYTES = 5_000_000;
/** Rows that are shown at once, characters of one cell, and of all. */
const MOST_ROWS = 100, MOST_IN_CELL = 500, MOST_SHOWN = 30_000;
/** Lines of a diff. */
const DIFF_LINES = 40;

const OPERATIONS = ["create", "read", "add_rows", "add_column", "update_cell", "summary"] as const;
const CELL: JsonObject = { type: ["string", "number", "boolean", "null"] };

/** Makes, reads and changes tables in CSV and TSV files. */
export const spreadsheet: Tool = {
  name: "spreadsheet",
  description:
    "Makes, reads and changes tables in CSV files (TSV where the name ends with `.tsv`); the first line has the names of " +
    "the columns. `create` makes one of `headers` and `rows` (in place of a file that is there), `read` shows 100 rows from " +
    "`row_index` on, `add_rows` puts `rows` below the last, `add_column` puts `column_name` at the right with " +
    "`default_value` in every row, `update_cell` writes `value` at `row_index` and `column_name`, `summary` tells types, " +
    "ranges and empty cells. Nothing else in the file changes. Rows count from 0, without the line of names.",
  parameters: parameters({
    operation: { type: "string", enum: OPERATIONS, description: "What to do" },
    path: { type: "string", description: "The file, relative to the workspace; 5 MB at most" },
    headers: { type: "array", items: { type: "string" }, description: "Names of the columns: for `create`" },
    rows: {
      type: "array",
      items: { anyOf: [{ type: "array", items: CELL }, { type: "object", additionalProperties: CELL }] },
      description: "Rows, each a list of all cells or a map from names of columns: for `create` and `add_rows`",
    },
    column_name: { type: "string", description: "A column: for `add_column` and `update_cell`" },
    default_value: { ...CELL, description: "What a new column holds in every row; empty by default" },
    row_index: { type: "integer", minimum: 0, description: "A row, from 0 without the line of names" },
    value: { ...CELL, description: "What the cell is to hold: for `update_cell`" },
  }, ["operation", "path"]),
  acts: ["read", "write"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const operation = OPERATIONS.find((one) => one === input["operation"]);
      if (!operation) throw invalid(`\`operation\` is one of ${OPERATIONS.join(", ")}: give one of them`);
      const workspace = await openWorkspace(context.workspace), path = workspace.path(neededText(input, "path"));
      const table = { workspace, path, separator: /\.(?:tsv|tab)$/i.test(path) ? "\t" : "," } as const;
      if (operation === "read") return shownRows(path, await readTable(table), rowOf(input) ?? 0);
      if (operation === "summary") return summary(path, await readTable(table));
      return await change(table, { context, edit: (sheet) => CHANGES[operation](input, table, sheet) });
    }),
};

interface Table {
  readonly workspace: Workspace;
  readonly path: string;
  readonly separator: Separator;
}

/** A changed table, and what was done. */
interface Edited {
  readonly sheet: Sheet;
  readonly did: string;
}

/** What changes a table; `sheet` gives the one that is there. */
type Edit = (input: JsonObject, table: Table, sheet: () => Sheet) => Edited;

const CHANGES: { readonly [operation in "create" | "add_rows" | "add_column" | "update_cell"]: Edit } = {
  create(input, { separator, path }) {
    const headers = headersOf(input), rows = readRows(input["rows"], headers);
    return { sheet: newSheet(separator, headers, rows), did: `Created \`${path}\`` };
  },
  add_rows(input, { path }, sheet) {
    const old = sheet(), rows = readRows(input["rows"], namesOf(old));
    if (rows.length === 0) throw invalid("`rows` is missing or empty: give the rows to add");
    return { sheet: withRows(old, rows), did: `Added ${many(rows.length, "row")} to \`${path}\`` };
  },
  add_column(input, { path }, sheet) {
    const name = cellText(neededText(input, "column_name"), "`column_name`"), old = sheet();
    if (namesOf(old).includes(name)) {
      throw invalid(`There is a column \`${name}\` already: give another \`column_name\``);
    }
    const value = cellText(input["default_value"], "`default_value`");
    return { sheet: withColumn(old, name, value), did: `Added the column \`${name}\` to \`${path}\`` };
  },
  update_cell(input, { path }, sheet) {
    const name = neededText(input, "column_name"), row = rowOf(input), old = sheet();
    if (row === undefined) throw invalid("`row_index` is missing: give a row, counted from 0");
    if (row >= old.rows.length) throw invalid(`There is no row ${row}: ${rowsOf(old)}`);
    const column = columnOf(old, name), text = cellText(input["value"], "`value`");
    const before = old.rows[row]!.cells[column]!.text;
    const did = `Changed \`${name}\` of row ${row} in \`${path}\` from ${quoted(before)} to ${quoted(text)}`;
    return { sheet: withCell(old, { row, column }, text), did };
  },
};

async function readTable({ workspace, path, separator }: Table): Promise<Sheet> {
  return sheetIn((await readFile(workspace, path)).bytes, path, separator);
}

function sheetIn(bytes: Uint8Array, path: string, separator: Separator): Sheet {
  const act = `Cannot read the table \`${path}\``;
  if (bytes.length > MOST_BYTES) throw invalid(`${act}: it has ${sized(bytes.length)}; split it`);
  const text = exactText(bytes);
  if (text === undefined) throw invalid(`${act}: it is not UTF-8; save it as UTF-8 first`);
  const read = readSheet(text, separator);
  if (read.ok) return read.sheet;
  throw invalid(`${act}: line ${read.line}: ${read.why}`);
}

async function change(
  table: Table,
  { context, edit }: { readonly context: ToolContext; readonly edit: (sheet: () => Sheet) => Edited },
): Promise<ToolResult> {
  const { path } = table;
  let edited: Edited | undefined;
  const { before, after } = await changeFile(table.workspace, path, {
    log: context.changes,
    signal: context.signal,
    make(file) {
      edited = edit(() => {
        if (file) return sheetIn(file.bytes, path, table.separator);
        throw new WorkspaceTrouble("missing", `There is no file \`${path}\`: \`create\` it with \`headers\``);
      });
      const bytes = new TextEncoder().encode(sheetText(edited.sheet));
      if (bytes.length <= MOST_BYTES) return bytes;
      throw invalid(`Cannot write \`${path}\`: it would have ${sized(bytes.length)}; write several files`);
    },
  });
  const { sheet, did } = edited!, old = before && exactText(before);
  const diff = before && old === undefined ? undefined : unifiedDiff({ path, before: old, after: exactText(after)! });
  return {
    ok: true,
    output: `${did}: ${rowsOf(sheet)}, ${many(namesOf(sheet).length, "column")}`,
    data: { rows: sheet.rows.length, columns: namesOf(sheet) },
    changed: [path],
    ...(diff && { diff: boundedDiff(diff, DIFF_LINES) }),
  };
}

/** Rows as lines of CSV, each behind its index. */
function shownRows(path: string, sheet: Sheet, from: number): ToolResult {
  const names = namesOf(sheet), { length } = sheet.rows;
  if (from > 0 && from >= length) throw invalid(`There is no row ${from} in \`${path}\`: ${rowsOf(sheet)}`);
  const line = (first: string, texts: readonly string[]) => {
    const cut = texts.map((text) => text.length > MOST_IN_CELL ? `${text.slice(0, MOST_IN_CELL)} … cut` : text);
    return newCells([first, ...cut], sheet.separator).map((cell) => cell.written).join(sheet.separator);
  };
  const lines = [line("row_index", names)];
  let held = lines[0]!.length, to = from;
  for (const row of sheet.rows.slice(from, from + MOST_ROWS)) {
    const told = line(String(to), row.cells.map((cell) => cell.text));
    if (to > from && held + told.length > MOST_SHOWN) break;
    lines.push(told), held += told.length + 1, to++;
  }
  const rest = to < length ? `… rows ${from} to ${to - 1} of ${length}; go on with \`row_index\`: ${to}` : "";
  const output = [...lines, ...(length === 0 ? ["(no rows)"] : []), ...(rest ? [rest] : [])].join("\n");
  return { ok: true, output: cut(output), data: { rows: length, columns: names, from, to } };
}

function summary(path: string, sheet: Sheet): ToolResult {
  const columns = summarize(sheet),
    lines = columns.map(({ name, type, empty, numbers }) => {
      const range = numbers
        ? `, ${shownNumber(numbers.min)} to ${shownNumber(numbers.max)}, mean ${shownNumber(numbers.mean)}`
        : "";
      return `${quoted(name)}: ${type}${range}${empty > 0 ? `, ${many(empty, "empty cell")}` : ""}`;
    });
  const head = `\`${path}\`: ${rowsOf(sheet)}, ${many(columns.length, "column")}`;
  return { ok: true, output: cut([head, ...lines].join("\n")), data: summaryData(sheet.rows.length, columns) };
}

function headersOf(input: JsonObject): readonly string[] {
  const given: Json | undefined = input["headers"];
  if (!Array.isArray(given) || given.length === 0) {
    throw invalid("`headers` is missing or empty: give the names of the columns as a list");
  }
  const names = (given as readonly Json[]).map((name, index) => cellText(name, `name ${index} of \`headers\``));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`\`headers\` has ${quoted(twice)} twice: give every column its own name`);
  return names;
}

function rowOf(input: JsonObject): number | undefined {
  const value = input["row_index"];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid("`row_index` is a whole number from 0: give one");
}

function columnOf(sheet: Sheet, name: string): number {
  const names = namesOf(sheet), column = names.indexOf(name);
  if (column < 0) throw invalid(`There is no column ${quoted(name)}: there is ${listed(names)}`);
  if (names.indexOf(name, column + 1) < 0) return column;
  throw invalid(`There are several columns ${quoted(name)}: give them different names first, with \`edit_file\``);
}

function rowsOf({ rows }: Sheet): string {
  return rows.length === 0 ? "no rows" : rows.length === 1 ? "1 row" : `${rows.length} rows`;
}

function many(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function quoted(text: string): string {
  return `\`${text.length > 100 ? `${text.slice(0, 100).toWellFormed()}…` : text}\``;
}

function cut(text: string): string {
  const whole = text.toWellFormed();
  return whole.length > MOST_SHOWN + 10_000 ? `${whole.slice(0, MOST_SHOWN + 10_000).toWellFormed()} … cut` : whole;
}

function sized(bytes: number): string {
  return `${bytes.toLocaleString("en-US")} bytes, ${MOST_BYTES.toLocaleString("en-US")} are allowed`;
}

function invalid(message: string): WorkspaceTrouble {
  return new WorkspaceTrouble("invalid", message);
}
