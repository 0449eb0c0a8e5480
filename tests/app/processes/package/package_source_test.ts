import assert from "node:assert/strict";
import { packageSource } from "../../../../lib/app/processes/package/package_source.ts";
import { inFolder } from "../../folders.ts";
import { write } from "../packages.ts";

Deno.test("what is there comes first; a name with a slash that is not there is a repository", async () => {
  await inFolder(async (folder) => {
    await write(folder, {
      "somebody/there/process.yaml": "",
      "a.zip": "",
      "bare.git/HEAD": "ref",
      "bare.git/objects/x": "",
    });
    const source = (written: string) => packageSource(written, folder);
    assert.deepEqual(await source("somebody/there"), { from: "folder", path: `${folder}/somebody/there` });
    assert.deepEqual(await source("a.zip"), { from: "archive", path: `${folder}/a.zip` });
    assert.deepEqual(await source("bare.git"), { from: "repository", url: `${folder}/bare.git`, file: true });
    assert.deepEqual(await source("somebody/else"), {
      from: "repository",
      url: "https://github.com/somebody/else",
      file: false,
    });
    for (const url of ["https://example.com/a.git", "ssh://git@example.com/a", "git@example.com:team/a.git"]) {
      assert.deepEqual(await source(url), { from: "repository", url, file: false });
    }
    assert.deepEqual(await source(`file://${folder}`), { from: "repository", url: `file://${folder}`, file: true });
  });
});

Deno.test("what runs programs, or is reached without a lock, is refused", async () => {
  for (const url of ["ext::sh -c id", "http://example.com/a.git", "git://example.com/a", "fd::17", "ftp://x/y"]) {
    await assert.rejects(() => packageSource(url, "/"), /reached by https or ssh/, url);
  }
  for (const word of ["--upload-pack=id", "-c", "nothing", "a/b/c", "../x", "a b/c"]) {
    await assert.rejects(() => packageSource(word, "/nowhere"), /there is no such folder and no such archive/, word);
  }
});
