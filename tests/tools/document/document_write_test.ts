import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { appended, composed } from "../../../lib/tools/document/compose.ts";
import { documentWrite } from "../../../lib/tools/document/document_write.ts";
import fc from "../../properties.ts";
import { type Place, snapshot, withPlace } from "../workspace/places.ts";

/** What the tool says of a call. */
async function told({ context }: Place, input: JsonObject): Promise<string> {
  const result = await documentWrite.run({ path: "a.md", ...input }, context);
  return result.ok ? result.output : `${result.code}: ${result.message}`;
}

const text = async ({ root }: Place) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(await Deno.readFile(join(root, "a.md")));

Deno.test("a document has its front matter, its title, its content and its sections, in this order", async () => {
  await withPlace(async (place) => {
    const sections = [
      { heading: "## One", level: 1, body: "\n\n    code\n\n" },
      { heading: "Two", level: 9 },
      { heading: "#3", level: 2.6, body: "text" },
    ];
    const all = { title: " T ", content: "first\n", sections, metadata: { author: "nobody: yes", pages: 1 } };
    assert.match(await told(place, all), /^Created `a.md`: \d+ bytes$/);
    assert.equal(
      await text(place),
      '---\nauthor: "nobody: yes"\npages: 1\n---\n\n# T\n\nfirst\n\n## One\n\n    code\n\n#### Two\n\n### #3\n\ntext\n',
    );
    assert.match(await told(place, { content: "other" }), /^Overwrote `a.md`: 6 bytes$/);
    assert.equal(await text(place), "other\n");
    await told(place, { metadata: { a: [] } });
    assert.equal(await text(place), "---\na: []\n---\n");
  });
});

Deno.test("what is appended stands behind an empty line, in line ends as the file has them, and can be taken back", async () => {
  await withPlace(async (place) => {
    await Deno.writeTextFile(join(place.root, "a.md"), "\ufeffone\r\n\r\n\r\n");
    const before = await snapshot(place.root);
    assert.match(
      await told(place, { append: true, sections: [{ heading: "S", body: "a\nb" }] }),
      /^Wrote more to `a.md`/,
    );
    assert.equal(await text(place), "\ufeffone\r\n\r\n## S\r\n\r\na\r\nb\r\n");
    const { workspace, changes, context: { signal } } = place;
    await undoChanges({ workspace, changes, signal });
    assert.deepEqual(await snapshot(place.root), before);
    await told(place, { path: "a.md", append: true, content: "x" });
    await Deno.remove(join(place.root, "a.md"));
    assert.match(await told(place, { append: true, title: "T", metadata: { a: 1 } }), /^Created/);
    assert.equal(await text(place), "---\na: 1\n---\n\n# T\n");
  });
});

Deno.test("a call that does not fit says what to give, and nothing is written or recorded", async () => {
  await withPlace(async (place) => {
    await Deno.writeTextFile(join(place.root, "a.md"), "text");
    await Deno.writeFile(join(place.root, "latin.md"), new Uint8Array([0xe9]));
    const before = await snapshot(place.root);
    let deep: JsonObject = { a: 1 };
    for (let level = 0; level < 20; level++) deep = { deep };
    const refused: readonly (readonly [JsonObject, RegExp])[] = [
      [{}, /^invalid: The document is empty/],
      [{ content: " \n", sections: [], metadata: {} }, /^invalid: The document is empty/],
      [{ path: "../a.md", content: "x" }, /^refused: /],
      [{ path: ".git/a.md", content: "x" }, /^refused: /],
      [{ title: "a\nb" }, /^invalid: `title` has several lines/],
      [{ title: " " }, /^invalid: `title` is empty/],
      [{ title: "x".repeat(301) }, /^invalid: `title` has 301 characters/],
      [{ title: 5 }, /^invalid: `title` is a text/],
      [{ sections: {} }, /^invalid: `sections` is a list/],
      [{ sections: ["x"] }, /^invalid: section 0 of `sections` is no map/],
      [{ sections: [{ body: "x" }] }, /^invalid: section 0 of `sections` has no `heading`/],
      [{ sections: [{ heading: "a" }, { heading: "## " }] }, /^invalid: `heading` of section 1 of `sections` is empty/],
      [{ sections: [{ heading: "a", level: "2" }] }, /^invalid: `level` of section 0/],
      [{ sections: [{ heading: "a", text: "x" }] }, /^invalid: section 0 of `sections` has `text`/],
      [{ sections: [{ heading: "a", body: 1 }] }, /^invalid: `body` of section 0/],
      [{ content: "\ud800" }, /^invalid: `content` is not a well-formed text/],
      [{ metadata: { a: ["\ud800"] } }, /^invalid: A text of `metadata` is not a well-formed text/],
      [{ metadata: [] }, /^invalid: `metadata` is a map/],
      [{ metadata: deep }, /^invalid: `metadata` is nested/],
      [{ append: true, title: "T" }, /^invalid: Cannot append to `a.md`: `title` belongs at its beginning/],
      [{ append: true, metadata: { a: 1 }, content: "x" }, /^invalid: Cannot append to `a.md`: `metadata`/],
      [{ append: true, path: "latin.md", content: "x" }, /^invalid: .*not UTF-8/],
      [{ append: "yes", content: "x" }, /^invalid: `append` is `true` or `false`/],
      [{ content: "é".repeat(500_001) }, /^invalid: .*1,000,003 bytes, 1,000,000 are allowed/],
      [{ append: true, content: "x".repeat(999_999) }, /^invalid: .*1,000,006 bytes/],
    ];
    for (const [input, why] of refused) {
      assert.match(await told(place, input), why, JSON.stringify(input).slice(0, 100));
    }
    assert.deepEqual(await snapshot(place.root), before);
    assert.deepEqual(await place.changes.list(), []);
    assert.match(await told(place, { content: "x".repeat(999_999) }), /1,000,000 bytes$/);
  });
});

Deno.test("[V15] a workspace that is a link is written to, and paths begin in it", async () => {
  await withPlace(async (place) => {
    const workspace = join(place.outside, "link");
    await Deno.symlink(place.root, workspace);
    const result = await documentWrite.run({ path: "d/a.md", content: "x" }, { ...place.context, workspace });
    assert.deepEqual(result.ok && result.changed, ["d/a.md"]);
    assert.deepEqual((await place.changes.list()).map(({ change }) => change.path), ["d", "d/a.md"]);
  });
});

Deno.test("whatever is composed or appended ends with one line end, and keeps what was there", () => {
  const word = fc.array(fc.constantFrom("a", " ", "\n", "\r\n", "#", "\t"), { maxLength: 12 }).map((all) =>
    all.join("")
  );
  fc.assert(fc.property(word, word, fc.constantFrom("", "\ufeff"), (before, content, mark) => {
    fc.pre(content.trim() !== "");
    const addition = composed({ content, sections: [] });
    assert.match(addition, /\S\n$/);
    const whole = appended(mark + before, addition);
    assert.match(whole, /\S\r?\n$/);
    assert.ok(whole.startsWith(mark + before.trimEnd()));
    assert.ok(!whole.includes("\r\n") || before.includes("\r\n") || addition.includes("\r\n"));
  }));
});
