import assert from "node:assert/strict";
import { placePackage, takeAway } from "../../../../lib/app/processes/package/place_package.ts";
import type { PackageFiles } from "../../../../lib/app/processes/package/select_package.ts";
import { inFolder, namesIn, textIn } from "../../folders.ts";
import { write } from "../packages.ts";

function packageOf(files: { readonly [path: string]: string }): PackageFiles {
  const encoder = new TextEncoder(),
    entries = Object.entries(files).map(([path, text]) => [path, encoder.encode(text)] as const);
  return { main: "process.yaml", files: new Map(entries), python: [], leftOut: [] };
}

Deno.test("a package is written whole, in place of what was there", async () => {
  await inFolder(async (folder) => {
    const to = `${folder}/packages/one`;
    await placePackage(packageOf({ "process.yaml": "new", "tools/lib/a.ts": "1" }), to);
    assert.equal(textIn(to, "tools/lib/a.ts"), "1");
    assert.equal((await Deno.stat(`${to}/process.yaml`)).mode! & 0o777, 0o644);
    await placePackage(packageOf({ "process.yaml": "newer" }), to);
    assert.deepEqual([namesIn(to), textIn(to, "process.yaml")], [["process.yaml"], "newer"]);
    assert.deepEqual(namesIn(`${folder}/packages`), ["one"]);
  });
});

Deno.test("where a package cannot be written the old one stays, and nothing is left lying about", async () => {
  await inFolder(async (folder) => {
    const to = `${folder}/packages/one`;
    await write(to, { "process.yaml": "old" });
    await assert.rejects(() =>
      placePackage(packageOf({ "process.yaml": "new", "tools": "a file", "tools/a.ts": "1" }), to)
    );
    assert.deepEqual([namesIn(`${folder}/packages`), textIn(to, "process.yaml")], [["one"], "old"]);
  });
});

Deno.test("a link that is taken away leaves what it leads to", async () => {
  await inFolder(async (folder) => {
    await write(folder, { "kept/a.txt": "a", "file.txt": "b" });
    await Deno.symlink(`${folder}/kept`, `${folder}/link`);
    for (const name of ["link", "file.txt"]) await takeAway(`${folder}/${name}`);
    assert.deepEqual([namesIn(folder), namesIn(`${folder}/kept`)], [["kept"], ["a.txt"]]);
    await takeAway(`${folder}/kept`);
    assert.deepEqual(namesIn(folder), []);
  });
});
