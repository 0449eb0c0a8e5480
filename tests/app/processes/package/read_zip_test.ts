import assert from "node:assert/strict";
import { PackageError } from "../../../../lib/app/processes/package/package_entry.ts";
import { readZip } from "../../../../lib/app/processes/package/read_zip.ts";
import fc from "../../../properties.ts";
import { zipOf } from "../packages.ts";

Deno.test("the files of a zip archive are read with what they hold, its folders left out", async () => {
  const entries = await readZip(await zipOf({ "a.txt": "one", "b/": "", "b/c.md": "x".repeat(70_000) }));
  const read = await Promise.all(
    entries.map(async (entry) => [entry.path, entry.is === "file" && (await entry.read()).length]),
  );
  assert.deepEqual(read, [["a.txt", 3], ["b/c.md", 70_000]]);
});

Deno.test("links in a zip archive are told, and paths that lead out of it refused", async () => {
  const [entry] = await readZip(await zipOf({}, [{ path: "link", mode: 0o120777 }]));
  assert.deepEqual([entry!.is, entry!.path], ["link", "link"]);
  for (const path of ["../a", "/etc/passwd", "a/../../b", "..\\a"]) {
    await assert.rejects(async () => await readZip(await zipOf({ [path]: "x" })), /leads out of it/, path);
  }
});

Deno.test("a zip archive that says more than is there, or less, is refused and never a mistake of ours", async () => {
  const whole = await zipOf({ "a.txt": "one", "b.txt": "two two two" });
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
      const changed = cut ? whole.slice(0, at) : whole.slice();
      if (!cut) changed[at] = byte;
      try {
        await readZip(changed);
      } catch (error) {
        assert.ok(error instanceof PackageError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
