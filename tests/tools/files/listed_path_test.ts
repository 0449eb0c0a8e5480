import assert from "node:assert/strict";
import { listedPath } from "../../../lib/tools/files/listed_path.ts";
import fc from "../../properties.ts";

Deno.test("a path is shown as it is, unless it would not be seen as what it is", () => {
  for (const plain of ["a.txt", "src/b c.md", "été/日本.txt", 'a"b', "x\\n", "(2 more)"]) {
    assert.equal(listedPath(plain), plain);
  }
  assert.equal(listedPath("a\n(2 more)\u202e"), '"a\\n(2 more)\\u202e"');
  assert.equal(listedPath('"a"'), '"\\"a\\""');
  assert.equal(listedPath("a\u{e0041}"), '"a\\udb40\\udc41"');
});

Deno.test("a listed path is one line of what can be seen, and can be read back", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (path) => {
    const listed = listedPath(path);
    assert.doesNotMatch(listed, /[\p{C}\p{Zl}\p{Zp}]/u);
    assert.equal(listed.startsWith('"') ? JSON.parse(listed) : listed, path);
  }));
});
