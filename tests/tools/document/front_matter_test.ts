import assert from "node:assert/strict";
import { parse } from "yaml";
import type { JsonObject } from "../../../lib/base/json.ts";
import { frontMatter } from "../../../lib/tools/document/front_matter.ts";
import fc from "../../properties.ts";

function yamlIn(written: string): string {
  const found = /^---\n([^]*)\n---\n$/.exec(written);
  assert.ok(found, written);
  return found[1]!;
}

Deno.test("texts that look like something else are read as texts, by readers of every version", () => {
  const fields = {
    date: "2024-01-31",
    no: "no",
    version: "1.10",
    tags: ["on", "~", "- a"],
    "#x": "a: b # c",
    n: 1.5,
    "": null,
  };
  const written = frontMatter(fields);
  assert.equal(written.split("\n").slice(0, 4).join("\n"), '---\ndate: "2024-01-31"\n"no": "no"\nversion: "1.10"');
  for (const version of ["1.1", "1.2"] as const) assert.deepEqual(parse(yamlIn(written), { version }), fields);
});

Deno.test("no text ends the front matter or hides a line end", () => {
  const written = frontMatter({ a: "x\n---\ny: 1", b: "\u2028---\u0085" });
  assert.equal(written, '---\na: "x\\n---\\ny: 1"\nb: "\\L---\\N"\n---\n');
});

Deno.test("whatever the fields hold, they are read as they were given", () => {
  const text = fc.string({ unit: "grapheme" }), leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(text, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(fc.property(fc.dictionary(text, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (fields) => {
    const read = parse(yamlIn(frontMatter(fields as JsonObject)), { version: "1.2" });
    assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(fields)));
  }));
});
