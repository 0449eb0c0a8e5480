import assert from "node:assert/strict";
import { failureKind } from "../../../lib/kinds/process/failure_kind.ts";

Deno.test("words of a failure tell its kind, the surer signs first, and each kind has a hint", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["SyntaxError: invalid syntax (a.py, line 3)", "syntax_error"],
    ["- file a.json: it does not parse: line 1: Unexpected token", "syntax_error"],
    ["Safety violation: rm -rf /", "safety_violation"],
    ["Cannot use the path `../x`: it may lead out of the workspace", "safety_violation"],
    ["Cannot read `a`: there is no such file or folder in the workspace", "file_not_found"],
    ["ENOENT: no such file or directory", "file_not_found"],
    ["Permission denied", "permission_error"],
    ["it took longer: the command timed out after 30s", "timeout"],
    ["Verification failed:\n- check: `size(out) < 3` is false", "validation_error"],
    ["Tool error: Unknown tool: foo", "tool_error"],
    ["the model `m` gave no answer", "model_error"],
    ["Traceback (most recent call last)", "runtime_error"],
    ["it ended with exit code 2", "runtime_error"],
    ["something else", "unknown"],
    ["", "unknown"],
  ];
  for (const [text, kind] of cases) assert.equal(failureKind(text).kind, kind, text);
  const hints = cases.map(([text]) => failureKind(text).hint);
  assert.equal(new Set(hints).size, 10);
  assert.ok(hints.every((hint) => hint.length > 20));
});

Deno.test("of a text as long as a book both ends are looked at, and no text takes long", () => {
  const book = "expected ".repeat(100_000);
  assert.equal(failureKind(`${book} ENOENT`).kind, "file_not_found");
  assert.equal(failureKind(`${"x".repeat(50_000)} ENOENT ${"x".repeat(50_000)}`).kind, "unknown");
});
