import assert from "node:assert/strict";
import { ALIKE } from "../../../lib/tools/edit/apply_edits.ts";
import { type AlikeSearch, findAlike } from "../../../lib/tools/edit/find_alike.ts";
import { type Forms, lineTable } from "../../../lib/tools/edit/line_table.ts";

function search(text: string, old: string): AlikeSearch {
  const forms: Forms = new Map();
  return findAlike(lineTable(text, forms), lineTable(old, forms), { ...ALIKE, to: "" });
}

function similarity(text: string, old: string): number {
  const found = search(text, old);
  return found.is === "found" ? found.block.similarity : 0;
}

Deno.test("a block that differs in blanks alone is wholly alike", () => {
  assert.equal(similarity("a\n\tif x:\n\t\treturn  y\nb\n", "    if x:  \n        return y"), 1);
});

Deno.test("one wrong letter is forgiven, in proportion to the block", () => {
  const text = "const total = sum(values);\nprint(total);\n";
  const one = similarity(text, "const total = sum(valeus);\nprint(total);\n");
  assert.ok(one > 0.9 && one < 1, String(one));
  assert.equal(similarity("x = a\n", "x = b\n"), 0);
});

Deno.test("another statement is not made up for by many lines that are the same", () => {
  const same = Array.from({ length: 30 }, (_, i) => `    step(${i}, "the same")`).join("\n");
  assert.equal(search(`begin()\n${same}\n    remove(everything)\n`, `begin()\n${same}\n    log(42)\n`).is, "none");
});

Deno.test("braces and blank lines do not make up for another statement", () => {
  assert.equal(search("{\n{\nreturn first;\n}\n}\n\n\n", "{ \n{\nreturn force;\n}\n}\n\n\n").is, "none");
});

Deno.test("blocks that are about as much alike are several, one that is clearly ahead is found", () => {
  const text = "let alpha = read( a );\n--\nlet alpha = read(  a );\n";
  assert.deepEqual(search(text, "let  alpha = read( a );\n"), { is: "several", firsts: [0, 2] });
  const ahead = search("let alpha = read(a);\nlet alfha = rexd(a);\n", "let  alpha = read(a);\n");
  assert.equal(ahead.is === "found" && ahead.block.first, 0);
});

Deno.test("an old text that begins or ends within a line is no block of lines", () => {
  const text = "export function area(w, h) {\n\treturn multiply(w, h);\n}\n";
  assert.equal(search(text, "function area(w, h) {\n  return multiply(w, h);\n").is, "none");
  assert.equal(search(text, "export function area(w, h) {\n  return multiply(w, h)").is, "none");
});

Deno.test("a block nested in another way is not found", () => {
  assert.equal(search("if a:\n    one()\n    two()\n", "if a:\n    one() \ntwo()\n").is, "none");
});

Deno.test("the search ends soon where everything is alike, and says that it gave up", () => {
  // Letters for numbers, so that all lines differ by little and none by its numbers.
  const name = (n: number) =>
    [...n.toString(26).padStart(4, "0")].map((c) => String.fromCharCode(97 + parseInt(c, 26)));
  const line = (n: number) =>
    `the quick brown fox jumps over the_lazy_${name(n).join("")}_dogs and does it again and again`;
  const text = Array.from({ length: 12_000 }, (_, i) => line(i)).join("\n");
  const old = Array.from({ length: 200 }, (_, i) => line(20_000 + 31 * i)).join("\n");
  assert.equal(search(text, old).is, "costly");
});

Deno.test("where nothing can decide any more, no further places are looked for", () => {
  const found = search("}\n".repeat(50_000), "} \n".repeat(200));
  assert.deepEqual(found, { is: "several", firsts: Array.from({ length: 20 }, (_, i) => i) });
});

Deno.test("a block is found in a long text, wherever it stands", () => {
  const lines = Array.from({ length: 25_000 }, (_, i) => `    value_${i} = compute(${i}, "item") # ${i % 7}`);
  const old = lines.slice(20_000, 20_200).map((line) => `${line.replaceAll(" = ", "  = ")} `);
  const found = search(lines.join("\n"), old.join("\n"));
  assert.equal(found.is === "found" && found.block.first, 20_000);
  old[100] = 'nothing of this = "stands there"';
  assert.equal(search(lines.join("\n"), old.join("\n")).is, "none");
});
