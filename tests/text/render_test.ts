import assert from "node:assert/strict";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { diagnostic } from "../../lib/text/diagnostic.ts";
import { FORMATS, render } from "../../lib/text/render.ts";

const text = "a: 1\nb: 2\nc: 3\n";

function unknown(file: string, start: number, key: string): Diagnostic {
  return diagnostic({ name: file, text }, "unknown-key", { start, end: start + 1 }, { key, allowed: ["d"] });
}

const found = [
  unknown("z.yaml", 0, "a"),
  unknown("b.yaml", 10, "c"),
  unknown("b.yaml", 0, "a"),
  unknown("b.yaml", 5, "b"),
];
const options = { colour: false, width: 80 } as const;

Deno.test("diagnostics come by file and place in every format, whatever the order they were found in", () => {
  for (const format of FORMATS) {
    const said = render(found, { ...options, format });
    assert.equal(render(found.toReversed(), { ...options, format }), said);
    const places = ["b.yaml", "b.yaml", "b.yaml", "z.yaml"].map((name, i) => [name, ["`a`", "`b`", "`c`", "`a`"][i]!]);
    let at = 0;
    for (const [name, key] of places) {
      const next = Math.min(...[name!, key!].map((part) => said.indexOf(part, at)).filter((index) => index >= 0));
      assert.ok(Number.isFinite(next), `${format}: ${name} ${key} after ${at}`);
      at = next + 1;
    }
  }
});

Deno.test("what is said twice of one place is said once, even of two copies of a source", () => {
  for (const format of FORMATS) {
    const twice = [...found, ...found.map((one) => ({ ...one, source: { ...one.source } }))];
    assert.equal(render(twice, { ...options, format }), render(found, { ...options, format }));
  }
});

Deno.test("two things said of one place are both said", () => {
  const two = [unknown("a.yaml", 0, "a"), unknown("a.yaml", 0, "b")];
  assert.match(render(two, { ...options, format: "human" }), /2 errors in a\.yaml/);
});

Deno.test("nothing found is an empty text, an empty array or a log without results", () => {
  assert.equal(render([], { ...options, format: "human" }), "");
  assert.equal(render([], { ...options, format: "github" }), "");
  assert.deepEqual(JSON.parse(render([], { ...options, format: "json" })), []);
  assert.deepEqual(JSON.parse(render([], { ...options, format: "sarif" })).runs[0].results, []);
});
