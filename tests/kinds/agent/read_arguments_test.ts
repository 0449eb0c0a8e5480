import assert from "node:assert/strict";
import { readArguments } from "../../../lib/kinds/agent/read_arguments.ts";

const WHOLE = { whole: true };

Deno.test("arguments are an object, however it was wrapped, and nothing at all is an empty one", () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['{"a": 1}', { a: 1 }],
    ["", {}],
    ["  \n", {}],
    ["null", {}],
    ['"{\\"a\\": 1}"', { a: 1 }],
    ["```json\n{'a': 1}\n```", { a: 1 }],
    ['{"a": {"b": [1', { a: { b: [1] } }],
  ];
  for (const [text, input] of cases) assert.deepEqual(readArguments(text, WHOLE), { ok: true, input }, text);
});

Deno.test("what is no object is named, and what cannot be read is shown where it fails", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["[1, 2]", "the arguments are no JSON object but `[1, 2]`"],
    ["3", "the arguments are no JSON object but `3`"],
    ['"hello"', "the JSON cannot be read: expected a value, found `hello`"],
    ['{"a": 1 "b"}', 'the JSON cannot be read: expected `,` or `}` after `{"a": 1`, found `"b"}`'],
    ['{"a": "x', 'the JSON cannot be read: expected the closing `"` of a text after `{"a": "x`, found the end'],
  ];
  for (const [text, problem] of cases) assert.deepEqual(readArguments(text, WHOLE), { ok: false, problem }, text);
});

Deno.test("what was cut off is never closed: half a file is no file", () => {
  assert.equal(readArguments('{"path": "a", "content": "half"', { whole: false }).ok, false);
  assert.equal(readArguments('{"path": "a", "content": "half"', WHOLE).ok, true);
  assert.equal(readArguments('{"path": "a", "content": "ha', WHOLE).ok, false);
});
