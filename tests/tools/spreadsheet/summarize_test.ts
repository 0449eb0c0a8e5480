import assert from "node:assert/strict";
import { newSheet } from "../../../lib/tools/spreadsheet/sheet.ts";
import { summarize } from "../../../lib/tools/spreadsheet/summarize.ts";

Deno.test("a column has the type that all of its cells have, empty ones aside", () => {
  const columns = [
    ["1", " 2.5 ", "", "-1e3"],
    ["true", "FALSE", "true", " "],
    ["2024-01-31", "2024-02-01T10:00Z", "", ""],
    ["1", "x", "", "2"],
    ["", "", " ", ""],
    ["007", "0", "12", "3"],
    ["1e400", "1", "2", "3"],
    ["2024-13-01", "2024-01-01", "", ""],
  ];
  const rows = [0, 1, 2, 3].map((row) => columns.map((column) => column[row]!));
  const found = summarize(newSheet(",", columns.map((_, index) => `c${index}`), rows));
  assert.deepEqual(found.map(({ type, empty }) => [type, empty]), [
    ["number", 1],
    ["boolean", 1],
    ["date", 2],
    ["text", 1],
    ["empty", 4],
    ["text", 0],
    ["text", 0],
    ["text", 2],
  ]);
  assert.deepEqual(found[0]!.numbers, { min: -1000, max: 2.5, mean: (1 + 2.5 - 1000) / 3 });
});

Deno.test("the mean of numbers is a number, however large they are", () => {
  const [column] = summarize(newSheet(",", ["n"], Array.from({ length: 10 }, () => ["1.7e308"])));
  assert.ok(Math.abs(column!.numbers!.mean / 1.7e308 - 1) < 1e-12);
});
