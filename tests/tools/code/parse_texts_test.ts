import assert from "node:assert/strict";
import { parseTexts } from "../../../lib/tools/code/parse_texts.ts";
import { shownAnalysis } from "../../../lib/tools/code/show_outline.ts";

const calm = new AbortController().signal;

Deno.test("a text that a parser never gets through, or that takes all memory, has no outline, and holds nobody up", async () => {
  const endless = { language: "java", text: "a<b<".repeat(200_000) }, short = { language: "go", text: "package p\n" };
  const late = await parseTexts([short, endless, short], calm, { timeout: 500 });
  assert.equal(late.end, "timeout");
  assert.ok(late.parsed.length <= 1);
  const yaml = await parseTexts([{ language: "yaml", text: "[".repeat(900_000) }], calm, { timeout: 500 });
  assert.deepEqual(yaml, { parsed: [], end: "timeout" });
  const large = await parseTexts([{ language: "java", text: "(".repeat(1_000_000) }], calm, { memory: 1 });
  assert.deepEqual(large, { parsed: [], end: "broken" });
});

Deno.test("texts of several languages are parsed by one process, in their order", async () => {
  const texts = [
    { language: "python", text: "def f(): pass\n" },
    { language: "yaml", text: "a: [" },
    { language: "none", text: "" },
    { language: "typescript", text: "type T = {" },
  ];
  const { parsed, end } = await parseTexts(texts, calm);
  assert.equal(end, "done");
  assert.deepEqual(parsed.map((one) => one.ok && [one.outline?.functions.length, one.faults.length]), [
    [1, 0],
    [undefined, 1],
    false,
    [0, 1],
  ]);
  assert.deepEqual(await parseTexts([], calm), { parsed: [], end: "done" });
});

Deno.test("a text without an outline is told as one that could not be parsed", () => {
  const shown = shownAnalysis({ name: "a.go", language: "go", lines: 3, faults: [], strict: true }, "full");
  assert.equal(shown, "`a.go`: go, 3 lines\n  it could not be parsed in time; split it, or read it with `read_file`");
});
