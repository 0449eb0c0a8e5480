import assert from "node:assert/strict";
import { PACKAGE_LIMITS } from "../../../../lib/app/processes/package/package_entry.ts";
import { readFolder } from "../../../../lib/app/processes/package/read_folder.ts";
import { inFolder } from "../../folders.ts";
import { write } from "../packages.ts";

Deno.test("a folder is looked through without what is no part of a package; links are told and not followed", async () => {
  await inFolder(async (folder) => {
    await write(folder, {
      "process.yaml": "a",
      "tools/lib/b.ts": "b",
      ".git/config": "x",
      "node_modules/c/index.js": "x",
      "deep/er/and/deeper/still/on/and/on.txt": "x",
      "elsewhere/secret.txt": "x",
    });
    await Deno.symlink(`${folder}/elsewhere`, `${folder}/tools/linked`);
    await Deno.symlink("/etc/hostname", `${folder}/README.md`);
    const entries = await readFolder(folder);
    assert.deepEqual(entries.map(({ path, is }) => `${is} ${path}`).sort(), [
      "file elsewhere/secret.txt",
      "file process.yaml",
      "file tools/lib/b.ts",
      "link README.md",
      "link tools/linked",
    ]);
  });
});

Deno.test("a file is read when it is wanted: one that has become a link, or too large, is refused then", async () => {
  await inFolder(async (folder) => {
    await write(folder, { "process.yaml": "a", "large.md": "" });
    await Deno.truncate(`${folder}/large.md`, PACKAGE_LIMITS.file + 1);
    const entries = await readFolder(folder);
    const read = async (path: string) => {
      const entry = entries.find((one) => one.path === path)!;
      assert.equal(entry.is, "file");
      return entry.is === "file" ? await entry.read() : undefined;
    };
    assert.deepEqual(await read("process.yaml"), new TextEncoder().encode("a"));
    await assert.rejects(() => read("large.md"), /Cannot take `large\.md`: it has more than 2,097,152 bytes/);
    await Deno.remove(`${folder}/process.yaml`);
    await Deno.symlink("/etc/hostname", `${folder}/process.yaml`);
    await assert.rejects(() => read("process.yaml"), /Cannot take `process\.yaml`: it is no file/);
  });
});
