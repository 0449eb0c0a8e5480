import assert from "node:assert/strict";
import { cloneRepository } from "../../../../lib/app/processes/package/clone_repository.ts";
import { inFolder } from "../../folders.ts";
import { git, WORD_COUNT, write } from "../packages.ts";

/** A bare repository of a package, whose history has what must not be seen, and whose settings would run programs. */
async function repository(folder: string): Promise<string> {
  const work = `${folder}/work`, bare = `${folder}/package.git`;
  await write(work, { ...WORD_COUNT, "old.txt": "gone" });
  await git(work, "init", "--quiet");
  await git(work, "add", ".");
  await git(work, "commit", "--quiet", "-m", "one");
  await Deno.remove(`${work}/old.txt`);
  await write(work, { ".gitattributes": "* filter=evil export-subst\n" });
  await Deno.symlink("/etc/hostname", `${work}/host`);
  await git(work, "add", "--all");
  await git(work, "commit", "--quiet", "-m", "two");
  await git(folder, "clone", "--quiet", "--bare", work, bare);
  return bare;
}

Deno.test("a repository gives the files of its newest commit, links told as links", async () => {
  await inFolder(async (folder) => {
    const bare = await repository(folder);
    for (const url of [bare, `file://${bare}`]) {
      const entries = await cloneRepository({ url, file: true }), paths = entries.map(({ path }) => path).sort();
      assert.deepEqual(paths, [...Object.keys(WORD_COUNT), ".gitattributes", "host"].sort());
      assert.equal(entries.find(({ path }) => path === "host")!.is, "link");
    }
  });
});

Deno.test("nothing of a repository is run: no hook of a template, no filter of its attributes", async () => {
  await inFolder(async (folder) => {
    const bare = await repository(folder), mark = `${folder}/ran`;
    const config =
      `[filter "evil"]\n\tsmudge = touch ${mark}\n\trequired = true\n[core]\n\thooksPath = ${folder}/hooks\n`;
    await write(folder, { ".gitconfig": config, "hooks/post-checkout": `#!/bin/sh\ntouch ${mark}\n` });
    await Deno.chmod(`${folder}/hooks/post-checkout`, 0o755);
    const home = Deno.env.get("HOME");
    Deno.env.set("HOME", folder);
    try {
      assert.ok((await cloneRepository({ url: bare, file: true })).length > 0);
    } finally {
      if (home === undefined) Deno.env.delete("HOME");
      else Deno.env.set("HOME", home);
    }
    await assert.rejects(() => Deno.stat(mark), Deno.errors.NotFound);
  });
});

Deno.test("a repository of this machine is taken only where it was named as one", async () => {
  await inFolder(async (folder) => {
    const bare = await repository(folder);
    await assert.rejects(
      () => cloneRepository({ url: `file://${bare}`, file: false }),
      /^PackageError: Cannot install from .*not allowed/,
    );
    await assert.rejects(() => cloneRepository({ url: "ext::sh -c id", file: true }), /not allowed/);
  });
});

Deno.test("a repository that is not there, is given up or has nothing in it says so, and leaves nothing behind", async () => {
  await inFolder(async (folder) => {
    await assert.rejects(
      () => cloneRepository({ url: `${folder}/none.git`, file: true }),
      /Cannot install from `.*none\.git`: \w/,
    );
    await git(folder, "init", "--quiet", "--bare", "empty.git");
    await assert.rejects(() => cloneRepository({ url: `${folder}/empty.git`, file: true }), /Cannot install from/);
    const bare = await repository(folder), signal = AbortSignal.abort();
    await assert.rejects(() => cloneRepository({ url: bare, file: true, signal }), /given up/);
  });
});
