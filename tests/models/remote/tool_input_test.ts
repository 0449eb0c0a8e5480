import assert from "node:assert/strict";
import { toolInput } from "../../../lib/models/remote/tool_input.ts";

Deno.test("arguments that are an object are that object", () => {
  assert.deepEqual(toolInput('{"where":"here","n":[1]}'), { where: "here", n: [1] });
});

Deno.test("no arguments are an empty object", () => {
  assert.deepEqual(toolInput(" "), {});
});

Deno.test("arguments that cannot be read, or are no object, are kept for the model to see", () => {
  for (const written of ['{"where":', "[1]", "3", "null", "here"]) {
    assert.deepEqual(toolInput(written), { unreadable: written });
  }
});
