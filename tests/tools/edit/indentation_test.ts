import assert from "node:assert/strict";
import { fitIndents, indentStyle, reindent } from "../../../lib/tools/edit/indentation.ts";

const spaces = (unit: number) => ({ tabs: false, unit, isGuess: false });
const tabs = { tabs: true, unit: 4, isGuess: true };

function reindented(lines: readonly string[], indents: Parameters<typeof fitIndents>[0]): readonly string[] {
  const fit = fitIndents(indents);
  assert.ok(fit);
  return lines.map((line) => reindent(line, fit));
}

Deno.test("the style of a text is told by its lines", () => {
  assert.deepEqual(indentStyle(["a", "  b", "    c", "  d", "    e"]), spaces(2));
  assert.deepEqual(indentStyle(["a", "\tb", "\t\tc"]), tabs);
  assert.deepEqual(indentStyle(["a", "   b"]), spaces(3));
  assert.equal(indentStyle(["a", "", "b", "   "]), undefined);
});

Deno.test("a block written without its depth gets it back, and lines that are new do too", () => {
  const fit = { old: ["", "    "], file: ["        ", "            "], written: spaces(4), style: spaces(4) };
  assert.deepEqual(reindented(["a", "    b", "        c", "", "       d"], fit), [
    "        a",
    "            b",
    "                c",
    "",
    "               d",
  ]);
});

Deno.test("spaces become the tabs of the file, and tabs its spaces", () => {
  const toTabs = { old: ["  ", "    "], file: ["\t", "\t\t"], written: spaces(2), style: tabs };
  assert.deepEqual(reindented(["  a", "      b", "d"], toTabs), ["\ta", "\t\t\tb", "d"]);
  const toSpaces = { old: ["\t"], file: ["  "], written: tabs, style: spaces(2) };
  assert.deepEqual(reindented(["\ta", "\t\tb", "\t\t c"], toSpaces), ["  a", "    b", "     c"]);
});

Deno.test("levels of another width become those of the file", () => {
  const wider = { old: ["", "  "], file: ["    ", "        "], written: spaces(2), style: spaces(4) };
  assert.deepEqual(reindented(["a", "    b"], wider), ["    a", "            b"]);
});

Deno.test("a line one space off is put where the file has it, so are the lines below it", () => {
  const off = { old: ["", "     ", "    "], file: ["", "    ", "    "], written: spaces(4), style: spaces(4) };
  assert.deepEqual(reindented(["     a", "        b"], off), ["    a", "        b"]);
});

Deno.test("an indentation that the old text has becomes that of the file, however odd", () => {
  const odd = { old: ["        "], file: ["    \t"], written: spaces(4), style: spaces(4) };
  assert.deepEqual(reindented(["        a"], odd), ["    \ta"]);
});

Deno.test("a block nested in another way does not fit", () => {
  const indents = { old: ["", "    ", ""], file: ["", "    ", "    "], written: spaces(4), style: spaces(4) };
  assert.equal(fitIndents(indents), undefined);
});
