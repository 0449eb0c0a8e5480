import assert from "node:assert/strict";
import { join } from "node:path";
import { openScratchRoom, runInScratch } from "../../lib/tools/scratch.ts";
import { until, withFolder } from "./scratch.ts";
import { fileOf, parentOf, printed, TOOLS, withBench } from "./scratch_bench.ts";

Deno.test("a written text replaces the copy of its path, also one that may not be written to", async () => {
  await withBench({ "src/fix.txt": "old", "src/kept.txt": "kept" }, async ({ run, folder }) => {
    await Deno.chmod(join(folder, "src/fix.txt"), 0o444);
    await Deno.chmod(join(folder, "src"), 0o555);
    const asked = { write: { "src/fix.txt": "new" }, copy: ["src", "src/fix.txt"], read: "src/fix.txt" };
    assert.equal(fileOf(await run(["sh", "-c", "echo more >> src/kept.txt; rm src/kept.txt"], asked)), "new");
    await Deno.chmod(join(folder, "src"), 0o755);
    assert.equal(await Deno.readTextFile(join(folder, "src/fix.txt")), "old");
    assert.equal(await Deno.readTextFile(join(folder, "src/kept.txt")), "kept");
  });
});

Deno.test("copies keep whether they may be run, and a granted path names the program in the spec's folder", async () => {
  await withBench({ "tools/count.sh": "#!/bin/sh\npwd; exec wc -c < text.txt" }, async ({ run, folder, fails }) => {
    await Deno.chmod(join(folder, "tools/count.sh"), 0o755);
    const scratch = { write: { "text.txt": "12345" } };
    const [place, count] = printed(await run(["tools/count.sh"], scratch)).split("\n");
    assert.notEqual(place, folder);
    assert.equal(count?.trim(), "5");
    const copied = await run(["sh", "-c", "tools/count.sh"], { ...scratch, copy: ["tools"] });
    assert.equal(printed(copied).split("\n")[1]?.trim(), "5");
    const planted = await fails(["./planted.sh"], { write: { "planted.sh": "#!/bin/sh\necho planted" } }, {
      permissions: { run: ["./planted.sh"], env: [] },
    });
    assert.equal(planted.code, "missing");
  });
});

Deno.test("no path leads out of either folder", async () => {
  await withBench({ "a.txt": "a" }, async ({ fails }) => {
    const touch = ["sh", "-c", "echo ran"];
    const refused: readonly [path: string, why: RegExp][] = [
      ["../a.txt", /`\.\.`/],
      ["b/../../a.txt", /`\.\.`/],
      ["b/..", /`\.\.`/],
      ["/etc/passwd", /not at the root$/],
      ["", /name a file/],
      [".", /name a file/],
      ["./", /name a file/],
      ["a\0b", /zero character/],
    ];
    for (const [path, why] of refused) {
      for (const scratch of [{ write: { [path]: "text" } }, { copy: [path] }, { read: path }]) {
        const { code, message, partial } = await fails(touch, scratch);
        assert.equal(code, "refused", message);
        assert.equal(partial, undefined);
        assert.match(message, why);
        assert.ok(message.includes(`\`${path}\``), message);
      }
    }
  });
});

Deno.test("links lead into no copy and out of none", async () => {
  await withFolder({ "secret.txt": "secret", "deep/secret.txt": "secret" }, async (outside) => {
    const links: readonly [name: string, target: string][] = [
      ["tree/out", `${outside}/secret.txt`],
      ["tree/folder", outside],
      ["tree/up", "../beside.txt"],
      ["tree/round", "sub/../../beside.txt"],
      ["tree/turns", "sub/../a.txt"],
      ["tree/sub/climbs", "../../../x"],
    ];
    for (const [name, target] of links) {
      await withBench({ "tree/a.txt": "a", "tree/sub/b.txt": "b", "beside.txt": "beside" }, async (bench) => {
        await Deno.symlink(target, join(bench.folder, name));
        const { code, message } = await bench.fails(["true"], { copy: ["tree"] });
        assert.equal(code, "refused");
        assert.ok(message.includes(`\`${name}\``) && message.includes(target), message);
      });
    }
    await withBench({}, async ({ folder, fails }) => {
      await Deno.symlink(outside, join(folder, "away"));
      for (const path of ["away", "away/secret.txt", "away/deep"]) {
        const { code, message } = await fails(["true"], { copy: [path] });
        assert.equal(code, "refused");
        assert.ok(message.startsWith(`Cannot copy \`${path}\`: it is a link to \`${outside}`), message);
      }
      await Deno.symlink(".", join(folder, "self"));
      assert.equal((await fails(["true"], { copy: ["self"] })).code, "refused");
    });
  });
});

Deno.test("links that stay in what is copied are copied as links, also in a circle and to nothing", async () => {
  await withBench({ "tree/sub/b.txt": "b", "other/c.txt": "c" }, async ({ folder, run }) => {
    await Deno.symlink("sub/b.txt", join(folder, "tree/link.txt"));
    await Deno.symlink("..", join(folder, "tree/sub/round"));
    await Deno.symlink("gone.txt", join(folder, "tree/nothing"));
    await Deno.symlink("other", join(folder, "named"));
    const outcome = await run([
      "sh",
      "-c",
      "cat tree/link.txt tree/sub/round/sub/b.txt named/c.txt; find . -type l | sort",
    ], {
      copy: ["tree", "named"],
    });
    assert.equal(printed(outcome), "bbc./tree/link.txt\n./tree/nothing\n./tree/sub/round\n");
  });
});

Deno.test("what is not there, and what is no file, is named before anything runs", async () => {
  await withBench({ "tree/a.txt": "a" }, async ({ folder, fails }) => {
    const missing = await fails(["true"], { copy: ["tree/b.txt"] });
    assert.equal(missing.code, "missing");
    assert.equal(missing.message, "Cannot copy `tree/b.txt`: there is no such file or folder in the spec's folder");
    assert.ok((await new Deno.Command("mkfifo", { args: [join(folder, "tree/pipe")] }).output()).success);
    const pipe = await fails(["true"], { copy: ["tree"] });
    assert.equal(pipe.code, "refused");
    assert.equal(pipe.message, "Cannot copy `tree/pipe`: it is neither a file nor a folder");
    const clash = await fails(["true"], { write: { "a": "file", "a/b": "below a file" } });
    assert.equal(clash.code, "failed");
    assert.match(clash.message, /^Cannot write `a\/b`: /);
    const refused = await fails(["rm", "x"], { copy: ["tree/b.txt"] });
    assert.equal(refused.message, "Running `rm` is not granted: add it to `permissions.run`");
  });
});

Deno.test("a command is given no more bytes and files than it may have", async () => {
  await withBench({ "tree/a.txt": "12345", "tree/b.txt": "12345", "tree/sub/c.txt": "" }, async ({ run, fails }) => {
    const limits = { bytes: 13, files: 6, text: 10 }, write = { "d.txt": "é1" };
    assert.equal(printed(await run(["cat", "d.txt"], { copy: ["tree"], write }, { limits })), "é1");
    const bytes = await fails(["true"], { copy: ["tree"], write: { "d.txt": "é12" } }, { limits });
    assert.equal(bytes.code, "refused");
    assert.equal(bytes.message, "Cannot lay out `d.txt`: a command is given 13 bytes at most; copy less");
    const files = await fails(["true"], { copy: ["tree"], write: { "d.txt": "", "e.txt": "" } }, { limits });
    assert.equal(files.code, "refused");
    assert.equal(files.message, "Cannot lay out `e.txt`: a command is given 6 files and folders at most; copy less");
  });
});

Deno.test("an abort that comes while files are laid out starts nothing", async () => {
  await withBench({ "a.txt": "a" }, async ({ fails }) => {
    for (const scratch of [{ copy: ["a.txt"] }, { write: { "b.txt": "b" } }, {}]) {
      const { code, message } = await fails(["sh", "-c", "echo ran"], scratch, { signal: AbortSignal.abort() });
      assert.equal(code, "aborted");
      assert.match(message, /the call was aborted$/);
    }
  });
});

Deno.test("a room that is closed while files are laid out is not made anew by them", async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`tree/${i % 20}/${i}.txt`, `${i}`]));
  await withFolder(files, async (folder) => {
    const room = await openScratchRoom(), parent = await parentOf(room);
    const running = Array.from({ length: 8 }, () =>
      runInScratch(["true"], {
        folder,
        permissions: { run: TOOLS, env: [] },
        scratch: { write: {}, copy: ["tree"] },
        room,
      }));
    await until(async () => (await Array.fromAsync(Deno.readDir(parent))).length === 8);
    await room.close();
    await assert.rejects(Deno.stat(parent), Deno.errors.NotFound);
    for (const outcome of await Promise.all(running)) assert.ok(!outcome.ok && outcome.code === "aborted");
    await assert.rejects(Deno.stat(parent), Deno.errors.NotFound);
  });
});
