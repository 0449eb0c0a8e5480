import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { spreadsheet } from "../../../lib/tools/spreadsheet/spreadsheet.ts";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { type Place, snapshot, withPlace } from "../workspace/places.ts";

/** What the tool says of a call. */
async function told({ context }: Place, input: JsonObject): Promise<string> {
  const result = await spreadsheet.run({ path: "a.csv", ...input }, context);
  return result.ok ? result.output : `${result.code}: ${result.message}`;
}

const text = async ({ root }: Place, path = "a.csv") =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(await Deno.readFile(join(root, path)));

Deno.test("a table is made, added to, changed and read, and all of it can be taken back", async () => {
  await withPlace(async (place) => {
    const before = await snapshot(place.root);
    const rows = [["Ada", 36, true], { score: null, name: 'a "b", c' }];
    const made = await told(place, { operation: "create", headers: ["name", "age", "score"], rows });
    assert.equal(made, "Created `a.csv`: 2 rows, 3 columns");
    assert.equal(
      await told(place, { operation: "add_rows", rows: [["Eve", "", "x"]] }),
      "Added 1 row to `a.csv`: 3 rows, 3 columns",
    );
    const column = { operation: "add_column", column_name: "note", default_value: "-" };
    assert.equal(await told(place, column), "Added the column `note` to `a.csv`: 3 rows, 4 columns");
    const cell = { operation: "update_cell", row_index: 0, column_name: "age", value: 37 };
    assert.equal(await told(place, cell), "Changed `age` of row 0 in `a.csv` from `36` to `37`: 3 rows, 4 columns");
    assert.equal(await text(place), 'name,age,score,note\nAda,37,true,-\n"a ""b"", c",,,-\nEve,,x,-\n');
    assert.equal(
      await told(place, { operation: "read", row_index: 1 }),
      'row_index,name,age,score,note\n1,"a ""b"", c",,,-\n2,Eve,,x,-',
    );
    const result = await spreadsheet.run({ ...cell, path: "a.csv", value: 38 }, place.context);
    assert.ok(result.ok && result.changed?.[0] === "a.csv");
    assert.match(result.diff ?? "", /-Ada,37,true,-\n\+Ada,38,true,-/);
    const { workspace, changes, context: { signal } } = place;
    await undoChanges({ workspace, changes, signal });
    assert.deepEqual(await snapshot(place.root), before);
  });
});

Deno.test("byte order marks, CRLF, quotes and a missing last line end stay as they are", async () => {
  await withPlace(async (place) => {
    await Deno.writeTextFile(join(place.root, "a.csv"), '\ufeff"name",age\r\n"Ada",36\r\nEve,"1"');
    await told(place, { operation: "update_cell", row_index: 1, column_name: "name", value: "Eva" });
    await told(place, { operation: "add_rows", rows: [["Max", 2]] });
    assert.equal(await text(place), '\ufeff"name",age\r\n"Ada",36\r\nEva,"1"\r\nMax,2');
    assert.match(
      await told(place, { operation: "update_cell", row_index: 0, column_name: "name" }),
      /from `Ada` to ``/,
    );
    await told(place, { operation: "create", path: "b.tsv", headers: ["a", "b,c"], rows: [["x\ty", 1]] });
    assert.equal(await text(place, "b.tsv"), 'a\tb,c\n"x\ty"\t1\n');
  });
});

Deno.test("a hundred rows are shown at once, fewer when they are long, with the way to the next", async () => {
  await withPlace(async (place) => {
    const rows = Array.from({ length: 250 }, (_, index) => [index, "x".repeat(index < 100 ? 3 : 600)]);
    await told(place, { operation: "create", headers: ["n", "t"], rows });
    const first = await told(place, { operation: "read" });
    assert.equal(first.split("\n").length, 102);
    assert.ok(first.endsWith("99,99,xxx\n… rows 0 to 99 of 250; go on with `row_index`: 100"));
    const next = await told(place, { operation: "read", row_index: 100 });
    assert.match(next, /\n100,100,x{500} … cut\n/);
    assert.ok(next.length < 41_000 && /go on with `row_index`: 1\d\d$/.test(next));
    assert.match(
      await told(place, { operation: "read", row_index: 250 }),
      /^invalid: There is no row 250 in `a.csv`: 250 rows/,
    );
    await told(place, { operation: "create", headers: ["n"] });
    assert.equal(await told(place, { operation: "read" }), "row_index,n\n(no rows)");
  });
});

Deno.test("a summary tells types, ranges and empty cells", async () => {
  await withPlace(async (place) => {
    await told(place, { operation: "create", headers: ["n", "t"], rows: [[1, "a"], [2.5, ""], ["", "b"]] });
    assert.equal(
      await told(place, { operation: "summary" }),
      "`a.csv`: 3 rows, 2 columns\n`n`: number, 1 to 2.5, mean 1.75, 1 empty cell\n`t`: text, 1 empty cell",
    );
  });
});

Deno.test("a call that does not fit says what to give, and nothing is written or recorded", async () => {
  await withPlace(async (place) => {
    await Deno.writeTextFile(join(place.root, "a.csv"), "a,b\n1,2\n");
    await Deno.writeTextFile(join(place.root, "twice.csv"), "a,a\n1,2\n");
    await Deno.writeTextFile(join(place.root, "bad.csv"), 'a,b\n1,2\n"3,4\n');
    await Deno.writeFile(join(place.root, "latin.csv"), new Uint8Array([0xe9, 0x0a]));
    const before = await snapshot(place.root);
    const refused: readonly (readonly [JsonObject, RegExp])[] = [
      [{ operation: "drop" }, /^invalid: `operation` is one of create, read/],
      [{ operation: "read", path: "none.csv" }, /^missing: /],
      [{ operation: "add_rows", path: "none.csv", rows: [[1]] }, /^missing: .*`create` it/],
      [{ operation: "read", path: "../a.csv" }, /^refused: /],
      [{ operation: "create", path: ".git/a.csv", headers: ["a"] }, /^refused: /],
      [{ operation: "read", path: "bad.csv" }, /^invalid: Cannot read the table `bad.csv`: line 3: .*never closed/],
      [{ operation: "read", path: "latin.csv" }, /^invalid: .*not UTF-8/],
      [{ operation: "create" }, /^invalid: `headers` is missing/],
      [{ operation: "create", headers: ["a", "a"] }, /^invalid: `headers` has `a` twice/],
      [{ operation: "create", headers: ["a"], rows: [[{}]] }, /^invalid: cell 0 of row 0 of `rows` is a list or a map/],
      [{ operation: "create", headers: ["a"], rows: ["x"] }, /^invalid: row 0 of `rows` is neither/],
      [{ operation: "add_rows" }, /^invalid: `rows` is missing/],
      [{ operation: "add_rows", rows: {} }, /^invalid: `rows` is a list/],
      [{ operation: "add_rows", rows: [[1, 2], [1]] }, /^invalid: row 1 of `rows` has 1 cells, there are 2 columns/],
      [{ operation: "add_rows", rows: [{ c: 1 }] }, /^invalid: row 0 of `rows` has the column `c`: there is `a`, `b`/],
      [{ operation: "add_rows", rows: [["\ud800", ""]] }, /^invalid: .*well-formed/],
      [{ operation: "add_column", column_name: "a" }, /^invalid: There is a column `a` already/],
      [{ operation: "add_column" }, /^invalid: `column_name` is missing/],
      [{ operation: "update_cell", column_name: "a" }, /^invalid: `row_index` is missing/],
      [{ operation: "update_cell", column_name: "a", row_index: -1 }, /^invalid: `row_index` is a whole number/],
      [{ operation: "update_cell", column_name: "a", row_index: 1 }, /^invalid: There is no row 1: 1 row/],
      [
        { operation: "update_cell", column_name: "c", row_index: 0 },
        /^invalid: There is no column `c`: there is `a`, `b`/,
      ],
      [{ operation: "update_cell", path: "twice.csv", column_name: "a", row_index: 0 }, /^invalid: There are several/],
    ];
    for (const [input, why] of refused) assert.match(await told(place, input), why, JSON.stringify(input));
    assert.deepEqual(await snapshot(place.root), before);
    assert.deepEqual(await place.changes.list(), []);
  });
});

Deno.test("a table has 5 MB at most, read or written", async () => {
  await withPlace(async (place) => {
    const rows = [["x".repeat(4_999_998)]];
    assert.match(await told(place, { operation: "create", headers: ["a"], rows }), /^invalid: .*5,000,000 are allowed/);
    assert.match(
      await told(place, { operation: "create", headers: ["a"], rows: [["x".repeat(4_999_997)]] }),
      /^Created/,
    );
    assert.match(await told(place, { operation: "add_rows", rows: [["yyyyy"]] }), /^invalid: .*5,000,00\d bytes/);
    await Deno.writeTextFile(join(place.root, "big.csv"), "x".repeat(5_000_001));
    assert.match(await told(place, { operation: "summary", path: "big.csv" }), /^invalid: .*split it/);
  });
});

Deno.test("[V15] a workspace that is a link is written to, and paths begin in it", async () => {
  await withPlace(async (place) => {
    const link = join(place.outside, "link");
    await Deno.symlink(place.root, link);
    const result = await spreadsheet.run({ operation: "create", path: "d/a.csv", headers: ["a"] }, {
      ...place.context,
      workspace: link,
    });
    assert.deepEqual(result.ok && result.changed, ["d/a.csv"]);
    const paths = (await place.changes.list()).map(({ change }) => change.path);
    assert.deepEqual(paths, ["d", "d/a.csv"]);
  });
});
