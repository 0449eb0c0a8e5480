import { widthOf } from "../text/visible.ts";
import type { Paint, Style } from "./ansi.ts";
import { clip, pad } from "./clip.ts";

/** A column of a table. */
export interface Column<R> {
  readonly title: string;
  /** The cell, on one line and safe to print. */
  readonly cell: (row: R) => string;
  readonly side?: "left" | "right";
  readonly style?: (row: R) => Style | undefined;
  /** Where there is no room for all columns, those with the highest number go first. Default 0: never. */
  readonly spare?: number;
}

/** How a table is set. */
export interface TableOptions {
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
  readonly paint: Paint;
}

const GAP = "  ";

/** Rows in columns, a title over each; the last column is cut where the line would be too long. */
export function table<R>(rows: readonly R[], columns: readonly Column<R>[], options: TableOptions): readonly string[] {
  const set = columns.map((column) => ({ column, cells: rows.map(column.cell) })).map(({ column, cells }) => ({
    column,
    cells,
    width: Math.max(widthOf(column.title), ...cells.map(widthOf)),
  })).filter(({ column, cells }) => !column.spare || cells.some(Boolean));
  const shown = fitting(set, options.width ?? Infinity);
  const line = (cellOf: (at: number) => string, styleOf: (at: number) => Style | undefined) =>
    ruled(
      shown.map(({ width, column }, i) => ({ text: cellOf(i), width, side: column.side, style: styleOf(i) })),
      options,
    );
  return [
    line((i) => shown[i]!.column.title, () => "faint"),
    ...rows.map((row, r) => line((i) => shown[i]!.cells[r]!, (i) => shown[i]!.column.style?.(row))),
  ];
}

/** The columns that stay: spare ones go until the others have room for themselves and a few cells of the last. */
function fitting<C extends { readonly column: { readonly spare?: number }; readonly width: number }>(
  columns: readonly C[],
  room: number,
): readonly C[] {
  let shown = columns;
  const needed = () =>
    shown.reduce((sum, { width }, i) => sum + (i === shown.length - 1 ? Math.min(width, 12) : width + 2), 0);
  while (needed() > room) {
    const spare = Math.max(...shown.map(({ column }) => column.spare ?? 0));
    if (spare === 0) break;
    shown = shown.filter(({ column }) => column.spare !== spare);
  }
  return shown;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly side: "left" | "right" | undefined;
  readonly style: Style | undefined;
}

function ruled(cells: readonly Cell[], { width = Infinity, paint }: TableOptions): string {
  let left = width;
  const parts: string[] = [];
  for (const [i, { text, side, style, width: full }] of cells.entries()) {
    const last = i === cells.length - 1, room = last ? left : Math.min(full, left);
    const cut = widthOf(text) > room ? clip(text, room) : text;
    const set = side === "right" ? pad(cut, Math.min(full, room), "left") : last ? cut : pad(cut, room);
    parts.push(style ? paint(style, set) : set);
    left = Math.max(0, left - room - GAP.length);
  }
  return parts.join(GAP).trimEnd();
}
