import assert from "node:assert/strict";
import { folderOf, type Layer, LAYERS, PURE } from "../lint/table.ts";
import { FILE_LINES, FUNCTION_LINES } from "../lint/size.ts";
import { files, textOf } from "./tree.ts";

const LIB = Object.keys(LAYERS) as Layer[];

/** Rows of a table such as ``| `lib/plan` | … | base |``: the folder, and the layers its last cell names. */
function rowsOf(paper: string): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>();
  for (const line of textOf(paper).split("\n")) {
    const cells = line.split("|").map((cell) => cell.trim()).slice(1, -1);
    const folder = cells[0] ?? "", allowed = cells.at(-1) ?? "";
    if (cells.length < 2 || !/^(`(lib\/\w+|web)`|the top level)$/.test(folder)) continue;
    rows.set(
      folder,
      allowed.split(/[,\s]+/).map((name) => name.replace(/^`(lib\/)?|`$/g, "")).filter((name) => /^\w+$/.test(name)),
    );
  }
  return rows;
}

Deno.test("the layer table of CONTRIBUTING.md is the one that lint enforces", () => {
  const rows = rowsOf("CONTRIBUTING.md");
  assert.equal(rows.size, LIB.length);
  for (const layer of LIB) assert.deepEqual(rows.get(folderOf(layer))?.toSorted(), LAYERS[layer].toSorted(), layer);
});

Deno.test("CONTRIBUTING.md tells the limits that lint enforces", () => {
  const text = textOf("CONTRIBUTING.md").replaceAll(/\s+/g, " ");
  assert.ok(text.includes(`allows ${FILE_LINES} lines a file and ${FUNCTION_LINES} a function`));
  const pure = PURE.map((layer) => `\`${layer}\``);
  assert.ok(text.includes(`(${pure.slice(0, -1).join(", ")} and ${pure.at(-1)})`));
});

Deno.test("every folder of lib is a layer of the table", () => {
  const folders = new Set(files().filter((path) => path.startsWith("lib/")).map((path) => path.split("/")[1]!));
  assert.deepEqual([...folders].filter((folder) => !Object.hasOwn(LAYERS, folder)), []);
});
