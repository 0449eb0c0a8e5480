import assert from "node:assert/strict";
import { readDenoError, readLoadError, relative, spokenFolder } from "../../lib/tools/deno_error.ts";

const folder = spokenFolder("file:///tmp/copy/code/");

Deno.test("an error that nothing caught is read with the first place in the user's files", () => {
  const printed = `log line
\x1b[0m\x1b[1m\x1b[31merror\x1b[0m: Uncaught (in promise) TypeError: no such thing.
  throw new TypeError("no such thing.");
        ^
    at node:fs:10:3
    at deep (file:///tmp/copy/code/my%20lib/a.ts:4:9)
    at file:///tmp/copy/code/score.ts:1:1`;
  assert.deepEqual(readDenoError(printed, folder), {
    message: "TypeError: no such thing",
    path: "my lib/a.ts",
    line: 4,
    column: 9,
  });
});

Deno.test("an error of the parser is read without its drawing", () => {
  const printed =
    "SyntaxError: Expression expected\n  |\n1 | export const a = ;\n  |                  ~\n    at file:///tmp/copy/code/a.ts:1:18";
  assert.deepEqual(readLoadError(printed, folder), {
    message: "Expression expected",
    path: "a.ts",
    line: 1,
    column: 18,
  });
});

Deno.test("an error of linking is said in our words", () => {
  const printed =
    "error: Uncaught SyntaxError: The requested module './b.ts' does not provide an export named 'no'\nimport { no } from './b.ts';\n         ^\n    at <anonymous> (file:///tmp/copy/code/a.ts:1:10)";
  assert.deepEqual(readLoadError(printed, folder), {
    message: "`./b.ts` has no export `no`",
    path: "a.ts",
    line: 1,
    column: 10,
  });
});

Deno.test("an error that names no file of ours has no place", () => {
  assert.deepEqual(readDenoError("error: Uncaught Error: far away\n    at file:///elsewhere/a.ts:1:1", folder), {
    message: "Error: far away",
  });
});

Deno.test("the private folder is never named", () => {
  assert.equal(relative("at file:///tmp/copy/code/a.ts:1:1, /tmp/copy/code/b.ts", folder), "at a.ts:1:1, b.ts");
});
