import assert from "node:assert/strict";
import { codeLines, codeWords } from "../../lib/cli/code_lines.ts";

const run = { name: "fixer-7f3kq2", program: "fixer@1" };
const code = { file: "/projects/fix it.ts", line: 12, name: "fixer" };

Deno.test("a run of code is gone on with by what its file exports", () => {
  const exported = { ...run, code: { ...code, held: "fix", exported: true } };
  assert.equal(codeWords(exported), "the export `fix` of `/projects/fix it.ts`");
  assert.deepEqual(codeLines(exported), [
    'import { fix } from "file:///projects/fix%20it.ts";',
    'await fix.resume("fixer-7f3kq2");',
  ]);
  const asDefault = { ...run, code: { ...code, exported: "default" as const } };
  assert.equal(codeWords(asDefault), "the default export of `/projects/fix it.ts`");
  assert.deepEqual(codeLines(asDefault)[0], 'import fixer from "file:///projects/fix%20it.ts";');
});

Deno.test("what is not exported is gone on with in its file, and told by its line", () => {
  const inside = { ...run, code: { ...code, held: "fix", exported: false } };
  assert.equal(codeWords(inside), "what `/projects/fix it.ts` makes at line 12, `fix`");
  assert.deepEqual(codeLines(inside), ['await fix.resume("fixer-7f3kq2"); // in the file itself']);
  const nameless = { ...run, code: { ...code, name: "my-loop", exported: false } };
  assert.equal(codeWords(nameless), "what `/projects/fix it.ts` makes at line 12");
  assert.deepEqual(codeLines(nameless), ['await loop.resume("fixer-7f3kq2"); // in the file itself']);
});

Deno.test("a module that is no file is named by its URL; a program whose file is not known by itself", () => {
  const far = { ...run, code: { ...code, file: "https://example.com/fix.ts", held: "fix", exported: true } };
  assert.equal(codeLines(far)[0], 'import { fix } from "https://example.com/fix.ts";');
  assert.equal(codeWords(run), "the program `fixer@1`, whose file is not known here");
  assert.deepEqual(codeLines(run), ['await loom.resume("fixer-7f3kq2", { program }); // the program "fixer@1"']);
});
