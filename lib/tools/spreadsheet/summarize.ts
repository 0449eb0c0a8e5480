import type { JsonObject } from "../../base/json.ts";
import { namesOf, type Sheet } from "./sheet.ts";

/** What the cells of a column hold, empty ones aside. */
export type ColumnType = "number" | "boolean" | "date" | "text" | "empty";

/** What is in a column. */
export interface ColumnSummary {
  /** Its name. */
  readonly name: string;
  /** What all its cells hold that are not empty; text where they differ. */
  readonly type: ColumnType;
  /** Cells without anything but blanks. */
  readonly empty: number;
  /** Smallest, largest and mean; of numbers alone. */
  readonly numbers?: { readonly min: number; readonly max: number; readonly mean: number };
}

const FORMS: readonly (readonly [ColumnType, RegExp])[] = [
  // Digits that begin with zeros are a number of something, such as a telephone.
  ["number", /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i],
  ["boolean", /^(?:true|false)$/i],
  [
    "date",
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/,
  ],
];

/** What is in the columns of a table. */
export function summarize(sheet: Sheet): readonly ColumnSummary[] {
  return namesOf(sheet).map((name, column): ColumnSummary => {
    const texts = sheet.rows.map(({ cells }) => cells[column]!.text.trim()),
      filled = texts.filter((text) => text !== "");
    const type = typeOf(filled), numbers = type === "number" ? spread(filled.map(Number)) : undefined;
    return { name, type, empty: texts.length - filled.length, ...(numbers && { numbers }) };
  });
}

/** A summary as JSON. */
export function summaryData(rows: number, columns: readonly ColumnSummary[]): JsonObject {
  return {
    rows,
    columns: columns.map(({ name, type, empty, numbers }) => ({ name, type, empty, ...numbers })),
  };
}

function typeOf(texts: readonly string[]): ColumnType {
  if (texts.length === 0) return "empty";
  const [type] = FORMS.find(([, form]) => texts.every((text) => form.test(text))) ?? ["text"];
  return type === "number" && !texts.every((text) => Number.isFinite(Number(text))) ? "text" : type;
}

function spread(numbers: readonly number[]): NonNullable<ColumnSummary["numbers"]> {
  let sum = 0, min = Infinity, max = -Infinity;
  for (const number of numbers) sum += number, min = Math.min(min, number), max = Math.max(max, number);
  // Large numbers leave the range that their mean is in when they are added up.
  const parts = () => numbers.reduce((mean, number) => mean + number / numbers.length, 0);
  return { min, max, mean: Number.isFinite(sum) ? sum / numbers.length : parts() };
}
