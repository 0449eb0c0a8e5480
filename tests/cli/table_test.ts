import assert from "node:assert/strict";
import type { Column } from "../../lib/cli/table.ts";
import { table } from "../../lib/cli/table.ts";

type Row = readonly [string, number, string];
const ROWS: readonly Row[] = [["a", 1, "short"], ["東京", 1_000, "a note that goes on and on"]];
const COLUMNS: readonly Column<Row>[] = [
  { title: "NAME", cell: ([name]) => name },
  { title: "N", cell: ([_, n]) => String(n), side: "right", spare: 1 },
  { title: "NONE", cell: () => "", spare: 2 },
  { title: "NOTE", cell: ([_, __, note]) => note },
];
const paint = (_: string, text: string) => text;

Deno.test("columns are as wide as their widest cell, and an optional one without cells is left out", () => {
  assert.deepEqual(table(ROWS, COLUMNS, { paint }), [
    "NAME     N  NOTE",
    "a        1  short",
    "東京  1000  a note that goes on and on",
  ]);
});

Deno.test("where there is no room the last column is cut, then optional columns go", () => {
  assert.deepEqual(table(ROWS, COLUMNS, { paint, width: 26 }), [
    "NAME     N  NOTE",
    "a        1  short",
    "東京  1000  a note that g…",
  ]);
  assert.deepEqual(table(ROWS, COLUMNS, { paint, width: 20 }), ["NAME  NOTE", "a     short", "東京  a note that g…"]);
});
