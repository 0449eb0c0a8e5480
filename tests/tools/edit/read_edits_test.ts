import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { readEdits } from "../../../lib/tools/edit/read_edits.ts";

const path = "a.txt", pair = { old_str: "a", new_str: "b" };

Deno.test("one pair and a list of pairs are the same to it", () => {
  const expected = { ok: true, path, edits: [{ from: "a", to: "b", all: false }] };
  assert.deepEqual(readEdits({ path, ...pair }), expected);
  assert.deepEqual(readEdits({ path, edits: [pair] }), expected);
  assert.deepEqual(readEdits({ path, ...pair, edits: [], all: null }), expected);
});

Deno.test("what is wrong is named, with what to give instead", () => {
  const message = (input: JsonObject) => {
    const read = readEdits(input);
    return read.ok ? "" : read.message;
  };
  assert.match(message(pair), /`path` is missing/);
  assert.match(message({ path }), /`old_str` is no text/);
  assert.match(message({ path, old_str: "a" }), /`new_str` is no text/);
  assert.match(message({ path, ...pair, edits: [pair] }), /both `edits` and `old_str`/);
  assert.match(message({ path, edits: "a" }), /`edits` is no list/);
  assert.match(message({ path, edits: [pair, { old_str: "a" }] }), /`new_str` of edit 2 is no text/);
  assert.match(message({ path, edits: [null] }), /`old_str` of edit 1 is no text/);
  assert.match(message({ path, ...pair, all: "yes" }), /`all` is neither true nor false/);
});
