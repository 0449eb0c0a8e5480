import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { cameOf } from "../../../lib/kinds/agent/result_text.ts";
import fc from "../../properties.ts";

const came = (value: Json) => cameOf({ type: "value", value });

Deno.test("a result is told with its output, the files it changed and its diff", () => {
  const diff = "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n";
  assert.equal(
    came({ ok: true, output: "Wrote a.", changed: ["a", "b\n"], diff }).text,
    `Wrote a.\n\nChanged: a, b?\n\n${diff}`,
  );
  assert.equal(came({ ok: true, output: `Edited:\n${diff}`, diff }).text, `Edited:\n${diff}`);
  assert.equal(came({ ok: true, output: "", data: { n: 1 } }).text, '{"n":1}');
  assert.equal(came({ ok: true, output: "" }).text, "(It returned nothing.)");
});

Deno.test("an error is told as one", () => {
  const { ok, text, problem } = came({ ok: false, code: "missing", message: "there is no file a" });
  assert.deepEqual([ok, text, problem], [false, "Error: there is no file a", "there is no file a"]);
  assert.equal(cameOf({ type: "failed", failure: { code: "tool", message: "gone" } }).text, "Error: gone");
});

Deno.test("what a library's tool returns is told as it is", () => {
  for (
    const [value, text] of [["hi", "hi"], [3, "3"], [null, "(It returned nothing.)"], [{ a: 1 }, '{"a":1}'], [
      [1],
      "[1]",
    ]] as const
  ) {
    assert.equal(came(value).text, text);
  }
  assert.equal(came({ output: "hi", changed: ["a"] }).text, "hi\n\nChanged: a");
});

Deno.test("a long output keeps its beginning and its end", () => {
  const { text } = came({ ok: true, output: `begin${"x".repeat(1_000_000)}end` });
  assert.ok(text.length < 31_000);
  assert.match(text, /^beginx+\n… 969,288 characters left out …\nx+end$/);
});

Deno.test("whatever a tool returns, it is told in bounds and nothing breaks", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const json = JSON.parse(JSON.stringify(value)) as Json;
    for (
      const one of [json, { ok: true, output: json, changed: json, diff: json, data: json }, {
        ok: false,
        message: json,
      }]
    ) {
      const { text, changed, images } = came(one as Json);
      assert.ok(text !== "" && text.length < 45_000);
      assert.ok(changed.every((path) => typeof path === "string"));
      assert.deepEqual(images, []);
    }
  }));
});

Deno.test("images are taken out of data where hosts can show them", () => {
  const image = { type: "image/png", data: "aGk=" };
  assert.deepEqual(came({ ok: true, output: "a", data: { image } }).images, [image]);
  assert.deepEqual(came({ ok: true, output: "a", data: { images: [image, image] } }).images, [image, image]);
  assert.deepEqual(came({ ok: true, output: "a", data: { image: { type: "text/html", data: "aGk=" } } }).images, []);
});
