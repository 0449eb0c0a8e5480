import assert from "node:assert/strict";
import { join } from "node:path";
import { grantFlags, grantProblems } from "../../lib/tools/grants.ts";
import { NOTHING, withFolder } from "./scratch.ts";

Deno.test("no grant is no flag: Deno would read an empty list as everything", async () => {
  assert.deepEqual(await grantFlags(NOTHING, "/nowhere"), { ok: true, flags: [] });
});

Deno.test("paths start from the spec's folder, and a comma in a path divides nothing", async () => {
  const permissions = {
    ...NOTHING,
    read: ["data", "/etc/hosts"],
    write: ["a,b"],
    run: ["git", "./bin/tool"],
    env: ["A", "B"],
  };
  assert.deepEqual(await grantFlags(permissions, "/spec"), {
    ok: true,
    flags: [
      "--allow-read=/spec/data,/etc/hosts",
      "--allow-write=/spec/a,,b",
      "--allow-run=git,/spec/bin/tool",
      "--allow-env=A,B",
    ],
  });
});

Deno.test("words that would grant more than they say are refused, all at once", () => {
  const problems = grantProblems({
    read: [""],
    write: [" "],
    net: ["*", "", "a.com,b.com", "http://a.com", "*.a.com", "10.0.0.0/8", "a.com", "127.0.0.1:80", "[::1]:80"],
    run: [""],
    env: ["A*", "", "A,B", "GOOD"],
  });
  assert.deepEqual(problems.map((problem) => problem.slice(0, problem.indexOf(":"))), [
    ...["Cannot grant read ``", "Cannot grant write ` `"],
    ...["*", "", "a.com,b.com", "http", "*.a.com", "10.0.0.0/8"].map((net) =>
      `Cannot grant net \`${net}${net === "http" ? "" : "`"}`
    ),
    ...["Cannot grant run ``", "Cannot grant env `A*`", "Cannot grant env ``", "Cannot grant env `A,B`"],
  ]);
});

Deno.test("a folder that is itself a link out of the spec's folder is not granted by its innocent name", async () => {
  await withFolder({ "in/spec.yaml": "", "out/secret.txt": "" }, async (folder) => {
    const home = join(folder, "in");
    await Deno.symlink(join(folder, "out"), join(home, "data"));
    assert.deepEqual(await grantFlags({ ...NOTHING, read: ["data"] }, home), {
      ok: false,
      problems: [
        `Cannot grant \`data\`: it is a link to \`${folder}/out\`, outside the spec's folder; grant that path`,
      ],
    });
    assert.ok((await grantFlags({ ...NOTHING, read: ["../out"] }, home)).ok);
  });
});

Deno.test("links out of what is granted are denied for reading, and a problem for writing", async () => {
  await withFolder({ "data/sub/a.txt": "", "out.txt": "" }, async (folder) => {
    await Deno.symlink(join(folder, "out.txt"), join(folder, "data/sub/link"));
    await Deno.symlink(join(folder, "data/sub/a.txt"), join(folder, "data/near"));
    const link = `${folder}/data/sub/link`;
    assert.deepEqual(await grantFlags({ ...NOTHING, read: ["data"] }, folder), {
      ok: true,
      flags: [`--allow-read=${folder}/data`, `--deny-read=${link}`],
    });
    assert.deepEqual(await grantFlags({ ...NOTHING, write: ["data"] }, folder), {
      ok: false,
      problems: [`Cannot grant write: \`${link}\` is a link out of what is granted`],
    });
    assert.ok((await grantFlags({ ...NOTHING, write: ["data", "out.txt"] }, folder)).ok);
  });
});
