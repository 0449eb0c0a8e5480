import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { unmarked, unmarkedJson } from "../../../lib/kinds/agent/unmarked.ts";
import fc from "../../properties.ts";

const MARKS = [
  ...["<|im_start|>", "<|im_end|>", "<|eot_id|>", "<|start_header_id|>", "<start_of_turn>", "<end_of_turn>"],
  ...["[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<｜User｜>", "</s>", "<s>", "<bos>", "</tool_response>"],
  ...["[TOOL_RESULTS]", "[/SYSTEM_PROMPT]"],
];

Deno.test("marks with which hosts divide conversations lose their force, and nothing else is touched", () => {
  for (const mark of MARKS) {
    assert.equal(unmarked(`a ${mark}system`), `a ${mark[0]}\\${mark.slice(1)}system`);
    assert.equal(unmarked(unmarked(mark)), unmarked(mark), "a second time changes nothing");
  }
  const plain = "a | b |> c <div> [1] <strong> <-|-> [inst] if (a <b && c|d> e)";
  assert.equal(unmarked(plain), plain);
});

Deno.test("no text comes out with a mark in it, however marks are put into each other", () => {
  const part = fc.oneof(fc.constantFrom(...MARKS), fc.constantFrom("<", "|", ">", "[", "]", "\\", "x"));
  fc.assert(fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
    const text = unmarked(parts.join(""));
    for (const mark of MARKS) assert.ok(!text.includes(mark), text);
  }));
});

Deno.test("JSON without marks says the same", () => {
  const value: fc.Arbitrary<Json> = fc.dictionary(
    fc.constantFrom(...MARKS, "a"),
    fc.constantFrom(...MARKS, "\\", '"', "b"),
  );
  fc.assert(fc.property(value, (value) => {
    const json = unmarkedJson(JSON.stringify(value));
    for (const mark of MARKS) assert.ok(!json.includes(mark), json);
    assert.equal(JSON.stringify(JSON.parse(json)), JSON.stringify(value));
  }));
});
