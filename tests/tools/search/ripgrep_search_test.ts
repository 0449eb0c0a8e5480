import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { ripgrepSearch } from "../../../lib/tools/search/ripgrep_search.ts";
import { type Place, withPlace } from "../workspace/places.ts";

/** Runs with a workspace that holds these files. */
async function withFiles(
  files: Readonly<Record<string, string>>,
  test: (place: Place) => Promise<void>,
): Promise<void> {
  await withPlace(async (place) => {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(place.root, path)), { recursive: true });
      await Deno.writeTextFile(join(place.root, path), text);
    }
    await test(place);
  });
}

/** What the tool says of a call. */
async function told({ context }: Place, input: JsonObject): Promise<string> {
  const result = await ripgrepSearch.run(input, context);
  return result.ok ? result.output : `${result.code}: ${result.message}`;
}

Deno.test("lines are found with those around them, groups apart", async () => {
  const files = { "a.ts": "one\r\nfound\r\nthree\r\nfour\r\nfive\r\nFound\r\n", "d/b.md": "found", c: "found\0" };
  await withFiles(files, async (place) => {
    assert.equal(await told(place, { pattern: "f(ou|x)nd\\b" }), "a.ts:2: found\nd/b.md:1: found");
    assert.equal(
      await told(place, { pattern: "found", case_insensitive: true, context: 1 }),
      "a.ts-1- one\na.ts:2: found\na.ts-3- three\n--\na.ts-5- five\na.ts:6: Found\n--\nd/b.md:1: found",
    );
    assert.equal(
      await told(place, { pattern: "found|four", context: 1, path: "a.ts" }),
      "a.ts-1- one\na.ts:2: found\na.ts-3- three\na.ts:4: four\na.ts-5- five",
    );
    assert.equal(await told(place, { pattern: "x{9}", context: 0 }), "No line fits");
    const result = await ripgrepSearch.run({ pattern: "o", files_only: true }, place.context);
    assert.deepEqual(result, { ok: true, output: "a.ts\nd/b.md", data: { matches: 2, files: 2 } });
  });
});

Deno.test("[V15] paths begin in the workspace, and lead neither out nor along links", async () => {
  await withFiles({ "d/a.txt": "secret", "b.txt": "secret" }, async (place) => {
    await Deno.symlink(place.outside, join(place.root, "out"));
    assert.equal(await told(place, { pattern: "secret", path: "d" }), "d/a.txt:1: secret");
    assert.equal(await told(place, { pattern: "secret", path: `${place.root}/d` }), "d/a.txt:1: secret");
    assert.equal(await told(place, { pattern: "secret" }), "b.txt:1: secret\nd/a.txt:1: secret");
    assert.match(await told(place, { pattern: "x", path: "../outside" }), /^refused: /);
    assert.match(await told(place, { pattern: "x", path: "out" }), /^refused: .*links are not followed/);
    assert.match(await told(place, { pattern: "x", path: "none" }), /^missing: /);
  });
});

Deno.test("glob and type narrow the files, alone and together", async () => {
  const files = { "a.ts": "x", "a.test.ts": "x", "d/b.tsx": "x", "c.py": "x", Makefile: "x" };
  await withFiles(files, async (place) => {
    const found = (input: JsonObject) => told(place, { pattern: "x", files_only: true, ...input });
    assert.equal(await found({ type: "ts" }), "a.test.ts\na.ts\nd/b.tsx");
    assert.equal(await found({ type: "typescript", glob: "!*.test.ts" }), "a.ts\nd/b.tsx");
    assert.equal(await found({ glob: "d/*" }), "d/b.tsx");
    assert.equal(await found({ type: "make" }), "Makefile");
    assert.equal(await found({ path: "c.py", type: "ts" }), "No line fits");
    assert.match(await found({ type: "pyton" }), /^invalid: `pyton` is no type of file: did you mean `python`/);
    assert.match(await found({ type: "constructor" }), /^invalid: .*there are c, config/);
  });
});

Deno.test("what .gitignore leaves out is not searched unless it is named, and hidden files are", async () => {
  const files = {
    ".gitignore": "*.log\n/out/\n",
    "a.log": "x",
    "out/b": "x",
    "d/out/c": "x",
    "d/.gitignore": "!keep.log\nsecret",
    "d/keep.log": "x",
    "d/secret": "x",
    ".hidden/e": "x",
    "node_modules/f": "x",
  };
  await withFiles(files, async (place) => {
    assert.equal(await told(place, { pattern: "x", files_only: true }), ".hidden/e\nd/keep.log\nd/out/c");
    assert.equal(await told(place, { pattern: "x", path: "d", files_only: true }), "d/keep.log\nd/out/c");
    assert.equal(await told(place, { pattern: "x", path: "out" }), "No line fits");
    assert.equal(await told(place, { pattern: "x", path: "a.log" }), "a.log:1: x");
  });
});

Deno.test("matches, lines and the whole answer are bounded, and the answer says so", async () => {
  const lines = "x\n".repeat(1_500), long = `${"y".repeat(400)}\n`.repeat(150);
  await withFiles({ a: lines, b: long, c: "one\ntwo" }, async (place) => {
    const found = await told(place, { pattern: "x" });
    assert.equal(found.split("\n").length, 201);
    assert.ok(found.endsWith("a:200: x\n… only the first 200 are given; narrow the search or raise `max_matches`"));
    assert.match(await told(place, { pattern: "x", max_matches: 5_000 }), /only the first 1000 are given/);
    assert.equal(await told(place, { pattern: "o", path: "c", max_matches: 2 }), "c:1: one\nc:2: two");
    assert.match(await told(place, { pattern: "o", path: "c", max_matches: 1 }), /^c:1: one\n… only the first 1 are/);
    const cut = await told(place, { pattern: "y", path: "b" });
    assert.ok(cut.length < 30_200 && cut.endsWith("… cut: narrow `path`, `glob` or `type`"));
    assert.match(cut, /^b:1: y{300} … cut\n/);
    assert.match(await told(place, { pattern: "(a+)+$", path: "c" }), /^No line fits$/);
  });
});

Deno.test("a call that does not fit says what to give", async () => {
  await withFiles({ a: "x" }, async (place) => {
    for (
      const input of [
        {},
        { pattern: "" },
        { pattern: "(a)\\1" },
        { pattern: "x", glob: "" },
        { pattern: "x", context: -1 },
        { pattern: "x", files_only: "yes" },
        { pattern: "x", max_matches: 0 },
      ]
    ) assert.match(await told(place, input), /^invalid: /, JSON.stringify(input));
    const aborted = { ...place.context, signal: AbortSignal.abort() };
    const result = await ripgrepSearch.run({ pattern: "x" }, aborted);
    assert.equal(result.ok || result.code, "aborted");
  });
});
