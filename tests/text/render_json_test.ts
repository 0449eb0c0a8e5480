import assert from "node:assert/strict";
import { diagnostic } from "../../lib/text/diagnostic.ts";
import { render } from "../../lib/text/render.ts";

const options = { format: "json", colour: true, width: 10 } as const;

Deno.test("a diagnostic is an object with its code, words, file, and both ends of its span", () => {
  const source = { name: "dir/a b.yaml", text: "a: 1\n😀b: {\n  c: 1}\n" };
  const found = [
    diagnostic(source, "unknown-key", { start: 7, end: 19 }, { key: "b", near: "c", allowed: [] }),
    diagnostic(source, "syntax", { start: 0, end: 1 }, { reason: "no" }),
  ];
  assert.deepEqual(JSON.parse(render(found, options)), [
    {
      code: "syntax",
      number: "L0101",
      severity: "error",
      message: "no",
      file: "dir/a b.yaml",
      start: { line: 1, column: 1, offset: 0 },
      end: { line: 1, column: 2, offset: 1 },
    },
    {
      code: "unknown-key",
      number: "L0201",
      severity: "error",
      message: "unknown key `b`",
      hint: "did you mean `c`?",
      file: "dir/a b.yaml",
      start: { line: 2, column: 2, offset: 7 },
      end: { line: 3, column: 8, offset: 19 },
    },
  ]);
});

Deno.test("names come back from JSON as they were", () => {
  const name = 'a\x1b[31m"\\\n\x9b\u2028\u202e😀';
  const found = diagnostic({ name, text: "x" }, "unknown-key", { start: 0, end: 1 }, { key: name, allowed: [] });
  const [read] = JSON.parse(render([found], options)) as { file: string; message: string }[];
  assert.equal(read!.file, name);
  assert.ok(read!.message.includes(name));
});
