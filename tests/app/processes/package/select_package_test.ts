import assert from "node:assert/strict";
import type { PackageEntry } from "../../../../lib/app/processes/package/package_entry.ts";
import { PACKAGE_LIMITS } from "../../../../lib/app/processes/package/package_entry.ts";
import type { PackageFiles } from "../../../../lib/app/processes/package/select_package.ts";
import { selectPackage } from "../../../../lib/app/processes/package/select_package.ts";

function file(path: string, size = 1): PackageEntry {
  return { is: "file", path, read: () => Promise.resolve(new Uint8Array(size)) };
}

async function selected(...entries: readonly (string | PackageEntry)[]): Promise<PackageFiles> {
  return await selectPackage(entries.map((entry) => typeof entry === "string" ? file(entry) : entry), "here");
}

Deno.test("of a folder the definition, tools and papers are taken, and nothing else", async () => {
  const { main, files, python, leftOut } = await selected(
    ...["process.yaml", "tools/a.ts", "tools/lib/b.ts", "tools/data.json", "README.md", "LICENSE", "license.txt"],
    ...[
      "other.yaml",
      ".env",
      "src/c.ts",
      "tools/d.py",
      "tools/__pycache__/d.pyc",
      "tools/run.sh",
      "package.json",
      "READMEX",
    ],
  );
  assert.equal(main, "process.yaml");
  assert.deepEqual([...files.keys()], [
    ...["process.yaml", "tools/a.ts", "tools/lib/b.ts", "tools/data.json", "README.md", "LICENSE", "license.txt"],
  ]);
  assert.deepEqual([python, leftOut], [
    ["tools/d.py"],
    [".env", "READMEX", "other.yaml", "package.json", "src/c.ts", "tools/run.sh"],
  ]);
});

Deno.test("a package may lie one folder down, also in an archive that has one folder around everything", async () => {
  for (const at of ["", "pkg/", "repo-main/", "repo-main/pkg/"]) {
    const { files } = await selected(
      `${at}process.yaml`,
      `${at}tools/a.ts`,
      ...(at.includes("pkg") ? [`${at.replace("pkg/", "")}x`] : []),
    );
    assert.deepEqual([...files.keys()], ["process.yaml", "tools/a.ts"], at);
  }
  await assert.rejects(() => selected("a/b/process.yaml", "x"), /there is no `process\.yaml` in it/);
  await assert.rejects(
    () => selected("a/process.yaml", "b/process.yaml"),
    /several packages, `a`, `b`; name the folder/,
  );
  await assert.rejects(() => selected(), /there is no `process\.yaml`/);
});

Deno.test("a link where something would be taken is refused; elsewhere it is nobody's", async () => {
  const link = (path: string): PackageEntry => ({ is: "link", path });
  for (const path of ["process.yaml", "tools/a.ts", "README.md"]) {
    await assert.rejects(
      () => selected(...(path === "process.yaml" ? [] : ["process.yaml"]), link(path)),
      /is a link/,
      path,
    );
  }
  assert.equal((await selected("process.yaml", link("docs/latest"))).files.size, 1);
});

Deno.test("what is too large, too many or there twice is refused", async () => {
  await assert.rejects(
    () => selected("process.yaml", file("tools/a.ts", PACKAGE_LIMITS.file + 1)),
    /more than 2,097,152 bytes/,
  );
  const many = Array.from({ length: 6 }, (_, i) => file(`tools/a${i}.ts`, PACKAGE_LIMITS.file));
  await assert.rejects(() => selected("process.yaml", ...many), /more than 10,485,760 bytes/);
  const all = Array.from({ length: PACKAGE_LIMITS.files }, (_, i) => `tools/a${i}.ts`);
  await assert.rejects(() => selected("process.yaml", ...all), /more than 500 files/);
  await assert.rejects(() => selected("process.yaml", "tools/a.ts", "tools/a.ts"), /`tools\/a\.ts` twice/);
});
