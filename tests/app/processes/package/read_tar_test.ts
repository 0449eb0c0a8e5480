import assert from "node:assert/strict";
import type { PackageEntry } from "../../../../lib/app/processes/package/package_entry.ts";
import { PackageError } from "../../../../lib/app/processes/package/package_entry.ts";
import { readTar } from "../../../../lib/app/processes/package/read_tar.ts";
import fc from "../../../properties.ts";
import { tarOf } from "../packages.ts";

async function shown(entries: readonly PackageEntry[]): Promise<readonly (readonly [string, string])[]> {
  const decoder = new TextDecoder();
  return await Promise.all(
    entries.map(async (entry) =>
      [entry.path, entry.is === "file" ? decoder.decode(await entry.read()) : entry.is] as const
    ),
  );
}

Deno.test("the files of a tar archive are read with what they hold", async () => {
  const long = `${"a".repeat(99)}/b.txt`, record = `${`30 path=${long}\n`.length + 1} path=${long}\n`;
  const bytes = new TextEncoder().encode(record);
  const entries = readTar(tarOf({ "./a.txt": "one", "b/c.md": "x".repeat(1_500) }, [
    { path: "folder/", type: "5" },
    { path: "pax", type: "x", bytes },
    { path: "short.txt", bytes: new TextEncoder().encode("two") },
    { path: "longlink", type: "L", bytes: new TextEncoder().encode(`${"d/".repeat(80)}e.txt\0`) },
    { path: "short.txt", bytes: new TextEncoder().encode("three") },
  ]));
  assert.deepEqual(await shown(entries), [
    ["a.txt", "one"],
    ["b/c.md", "x".repeat(1_500)],
    [long, "two"],
    [`${"d/".repeat(80)}e.txt`, "three"],
  ]);
});

Deno.test("links and devices in a tar archive are told, and are no files", async () => {
  const odd = ["1", "2", "3", "4", "6"].map((type) => ({ path: `odd-${type}`, type }));
  assert.deepEqual((await shown(readTar(tarOf({}, odd)))).map(([, is]) => is), Array(5).fill("link"));
});

Deno.test("a tar archive that leads out of itself is refused, by its own names and by long ones", () => {
  const out = ["../a", "/etc/passwd", "a/../../b", "C:/x", "a\\b", "a\u0001b", ""];
  for (const path of out) assert.throws(() => readTar(tarOf({}, [{ path }])), PackageError, path);
  for (const type of ["x", "L"]) {
    const bytes = new TextEncoder().encode(type === "x" ? "20 path=../../evil1\n" : "../../evil\0");
    const archive = tarOf({}, [{ path: "long", type, bytes }, { path: "innocent" }]);
    assert.throws(() => readTar(archive), /leads out of it/, type);
  }
});

Deno.test("a damaged tar archive is refused, wherever it is cut off or changed", () => {
  assert.throws(() => readTar(tarOf({ a: "b" }, [{ path: "x", wrong: "checksum" }])), /checksum/);
  assert.throws(() => readTar(tarOf({}, [{ path: "x", wrong: "size" }])), /cut off/);
  const whole = tarOf({ "a.txt": "one", "b.txt": "two" });
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const changed = whole.slice();
      changed[at] = byte;
      try {
        readTar(changed);
      } catch (error) {
        assert.ok(error instanceof PackageError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
