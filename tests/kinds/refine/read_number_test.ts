import assert from "node:assert/strict";
import { readNumber } from "../../../lib/kinds/refine/read_number.ts";

const printed = (stdout: string, code = 0) => ({ code, stdout, stderr: "" });

Deno.test("an exit code is 1 when it is good, else 0", () => {
  assert.deepEqual(readNumber({ as: "exit" }, printed("")), { value: 1 });
  assert.deepEqual(readNumber({ as: "exit" }, printed("", 3)), { value: 0 });
});

Deno.test("what a program prints is a number, or it is none", () => {
  assert.deepEqual(readNumber({ as: "number" }, printed(" 0.83\n")), { value: 0.83 });
  assert.deepEqual(readNumber({ as: "number" }, printed("-2e3", 1)), { value: -2000 });
  for (const text of ["", "  ", "7 of 9", "NaN", "Infinity", "1e999"]) {
    assert.match(JSON.stringify(readNumber({ as: "number" }, printed(text))), /which is no number/, text);
  }
});

Deno.test("a path leads to a number in what it prints, or it is said where it leads", () => {
  const read = (stdout: string, path: readonly (string | number)[]) =>
    readNumber({ as: "path", path }, printed(stdout));
  assert.deepEqual(read('{"a":[{"b":2.5}]}', ["a", 0, "b"]), { value: 2.5 });
  assert.deepEqual(read("4", []), { value: 4 });
  assert.match(JSON.stringify(read('{"a":[1]}', ["a", "length"])), /at `a.length` it printed nothing/);
  assert.match(JSON.stringify(read('{"a":"7"}', ["a"])), /which is no number/);
  assert.match(JSON.stringify(read('{"a":1}', ["toString"])), /it printed nothing/);
  assert.match(JSON.stringify(read("{", ["a"])), /which is no JSON/);
});
