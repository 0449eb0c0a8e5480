import assert from "node:assert/strict";
import { PACKAGE_LIMITS } from "../../../../lib/app/processes/package/package_entry.ts";
import { readArchive } from "../../../../lib/app/processes/package/read_archive.ts";
import { unpack } from "../../../../lib/app/processes/package/unpack.ts";
import { inFolder } from "../../folders.ts";
import { gzip, tarOf, zipOf } from "../packages.ts";

Deno.test("an archive is what its first bytes say, whatever it is called", async () => {
  await inFolder(async (folder) => {
    const tar = tarOf({ "a.txt": "one" }), path = `${folder}/archive`;
    for (const bytes of [tar, await gzip(tar), await zipOf({ "a.txt": "one" })]) {
      await Deno.writeFile(path, bytes);
      assert.deepEqual((await readArchive(path)).map((entry) => entry.path), ["a.txt"]);
    }
    await Deno.writeTextFile(path, "name: x\n");
    await assert.rejects(() => readArchive(path), /is no archive/);
  });
});

Deno.test("a bomb is given up as soon as it is more than may be unpacked", async () => {
  const bomb = await gzip(new Uint8Array(3_000_000));
  assert.ok(bomb.length < 10_000);
  await assert.rejects(() => unpack(bomb, "gzip", 1_000_000), /more than 1,000,000 bytes/);
  assert.equal((await unpack(bomb, "gzip", 3_000_000)).length, 3_000_000);
  await inFolder(async (folder) => {
    const zeros = tarOf({}, [{ path: "zeros", bytes: new Uint8Array(PACKAGE_LIMITS.unpacked) }]);
    await Deno.writeFile(`${folder}/bomb.tar.gz`, await gzip(zeros));
    await assert.rejects(() => readArchive(`${folder}/bomb.tar.gz`), /unpacks to more than/);
  });
});

Deno.test("what was cut off on the way is damaged", async () => {
  const packed = await gzip(tarOf({ "a.txt": "one".repeat(1_000) }));
  await assert.rejects(() => unpack(packed.slice(0, packed.length - 20), "gzip", 1e6), /damaged/);
});
