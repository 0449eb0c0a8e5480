import assert from "node:assert/strict";
import { jsonLines } from "../../lib/views/json_lines.ts";

Deno.test("the same value is the same text, whatever the order of its keys", () => {
  const text = '{\n  "a": [\n    {\n      "x": null,\n      "y": "é"\n    }\n  ],\n  "b": 1\n}\n';
  assert.equal(jsonLines({ b: 1, a: [{ y: "é", x: null }] }), text);
  assert.equal(jsonLines({ a: [{ x: null, y: "é" }], b: 1 }), text);
  assert.equal(jsonLines("one"), '"one"\n');
});
