import assert from "node:assert/strict";
import { closestLines } from "../../../lib/tools/edit/closest_lines.ts";
import { type Forms, lineTable } from "../../../lib/tools/edit/line_table.ts";

function closest(text: string, old: string): string | undefined {
  const forms: Forms = new Map();
  return closestLines(lineTable(text, forms), lineTable(old, forms));
}

const numbered = Array.from({ length: 30 }, (_, i) => `row ${i + 1} of many`).join("\n");

Deno.test("the closest lines are shown with their numbers and those around", () => {
  const text = numbered.replace("row 10 of many", "total = compute(alpha)");
  assert.equal(
    closest(text, "what\ntotal = compute(beta)\nelse"),
    [
      " 6| row 6 of many",
      " 7| row 7 of many",
      " 8| row 8 of many",
      " 9| row 9 of many",
      "10| total = compute(alpha)",
      "11| row 11 of many",
      "12| row 12 of many",
      "13| row 13 of many",
      "14| row 14 of many",
    ].join("\n"),
  );
});

Deno.test("of a long old text and long lines no more is shown than helps", () => {
  const long = `total = compute(${"alpha".repeat(100)})`;
  const shown = closest(`${numbered}\n${long}\n${numbered}`, `${"x\n".repeat(28)}${long} + 1\n${"x\n".repeat(30)}`)!;
  assert.equal(shown.split("\n").length, 24);
  assert.ok(shown.split("\n").some((line) => line.startsWith("31| total = ") && line.endsWith("…")));
  assert.ok(shown.split("\n").every((line) => line.length < 220));
});

Deno.test("nothing is shown where nothing is near", () => {
  assert.equal(closest(numbered, "zzz"), undefined);
  assert.equal(closest(numbered, "\n\n"), undefined);
  assert.equal(closest("", "zzz"), undefined);
});
