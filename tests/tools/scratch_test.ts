import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { Scratch } from "../../lib/plan/effect.ts";
import type { CommandFailure, CommandOutcome } from "../../lib/tools/command.ts";
import { openScratchRoom, runInScratch } from "../../lib/tools/scratch.ts";
import type { ScratchOptions, ScratchRoom } from "../../lib/tools/scratch.ts";
import { besideTests, until, withFolder } from "./scratch.ts";

const NOTHING: Scratch = { write: {}, copy: [] };
const TOOLS = ["sh", "cat", "true", "pwd", "sleep", "find", "./tools/count.sh"];

interface Bench {
  readonly folder: string;
  readonly room: ScratchRoom;
  run(argv: readonly string[], scratch: Partial<Scratch>, more?: Partial<ScratchOptions>): Promise<CommandOutcome>;
  fails(argv: readonly string[], scratch: Partial<Scratch>, more?: Partial<ScratchOptions>): Promise<CommandFailure>;
  /** Names of the folders that commands have now. */
  places(): Promise<readonly string[]>;
}

/** Runs with a spec's folder that holds these files; whatever happens, no folder of a command may be left. */
async function withBench(
  files: { readonly [path: string]: string },
  test: (bench: Bench) => Promise<void>,
): Promise<void> {
  await withFolder(files, async (folder) => {
    const room = await openScratchRoom(), parent = await parentOf(room);
    const run: Bench["run"] = (argv, scratch, more = {}) =>
      runInScratch(argv, {
        folder,
        permissions: { run: TOOLS, env: [] },
        scratch: { ...NOTHING, ...scratch },
        room,
        ...more,
      });
    const places = () => Array.fromAsync(Deno.readDir(parent), ({ name }) => name);
    const fails: Bench["fails"] = async (...asked) => {
      const outcome = await run(...asked);
      assert.ok(!outcome.ok, "the command was expected to fail");
      return outcome;
    };
    try {
      await test({ folder, room, run, fails, places });
      assert.deepEqual(await places(), []);
    } finally {
      await room.close();
    }
    await assert.rejects(Deno.stat(parent), Deno.errors.NotFound);
  });
}

/** Where a room makes its folders. */
async function parentOf(room: ScratchRoom): Promise<string> {
  return await room.lend((place) => Promise.resolve(dirname(place)));
}

function printed(outcome: CommandOutcome): string {
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.message);
  return outcome.result.stdout;
}

function fileOf(outcome: CommandOutcome): string | undefined {
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.message);
  return outcome.result.file;
}

Deno.test("a command runs in a folder of its own that holds its texts and copies, and what it leaves is given back", async () => {
  await withBench(
    { "spec.yaml": "not copied", "lib/a.txt": "copied", "lib/deep/b.txt": "also", "one.txt": "one" },
    async (bench) => {
      const script = "find . -type f | sort; cat fix/new.txt lib/deep/b.txt; echo done > out.txt";
      const outcome = await bench.run(["sh", "-c", script], {
        write: { "fix/new.txt": "héllo 🌊\n" },
        copy: ["./lib/", "one.txt"],
        read: "out.txt",
      });
      assert.deepEqual(outcome, {
        ok: true,
        result: {
          code: 0,
          stdout: "./fix/new.txt\n./lib/a.txt\n./lib/deep/b.txt\n./one.txt\nhéllo 🌊\nalso",
          stderr: "",
          file: "done\n",
        },
      });
      await assert.rejects(Deno.stat(join(bench.folder, "out.txt")), Deno.errors.NotFound);
    },
  );
});

Deno.test("nobody else may enter the folder, and it is not the spec's", async () => {
  await withBench({}, async ({ run, folder }) => {
    const outcome = await run(["sh", "-c", "pwd; ls -ld . | cut -c1-10; ls -ld .. | cut -c1-10"], {});
    const [place, own, room] = printed(outcome).split("\n");
    assert.deepEqual([own, room], ["drwx------", "drwx------"]);
    assert.notEqual(place, folder);
    assert.ok(!place!.startsWith(`${folder}/`));
  });
});

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

Deno.test("commands that run side by side do not meet", async () => {
  await withBench({ "shared.txt": "shared" }, async ({ run }) => {
    const meet = "echo $1 > mine.txt; cat mine.txt text.txt shared.txt > out.txt; find . -type f | wc -l";
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) =>
      run(["sh", "-c", meet, "sh", String(i)], {
        write: { "text.txt": `text ${i} ` },
        copy: ["shared.txt"],
        read: "out.txt",
      })));
    assert.deepEqual(outcomes.map(fileOf), Array.from({ length: 12 }, (_, i) => `${i}\ntext ${i} shared`));
    assert.deepEqual(new Set(outcomes.map((one) => printed(one).trim())), new Set(["4"]));
  });
});

Deno.test("a command that fails gives its file back all the same, and a file that is not there is absent", async () => {
  await withBench({}, async ({ run }) => {
    const failed = await run(["sh", "-c", "echo half > out.txt; exit 3"], { read: "out.txt" });
    assert.ok(failed.ok && failed.result.code === 3 && failed.result.file === "half\n");
    for (const read of ["out.txt", "no/such/out.txt", "file/out.txt"]) {
      const outcome = await run(["true"], { read, write: { file: "a file, not a folder" } });
      assert.ok(outcome.ok && !("file" in outcome.result), JSON.stringify(outcome));
    }
    const asked = await run(["true"], { write: { "in.txt": "\uFEFFas it was\r\n\0" }, read: "in.txt" });
    assert.equal(fileOf(asked), "\uFEFFas it was\r\n\0");
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

Deno.test("what is read back is a file of text, inside, and not too long; what was printed is kept", async () => {
  await withBench({}, async ({ run, fails }) => {
    const limits = { bytes: 100, files: 10, text: 10 };
    const refusals: readonly [script: string, why: RegExp][] = [
      ["printf 12345678901 > out", /it has more than 10 bytes; let the command write less$/],
      ["printf 'a\\377b' > out", /it is not UTF-8 text$/],
      ["printf 'a\\303' > out", /it is not UTF-8 text$/],
      ["ln -s /etc/passwd out", /it is no regular file/],
      ["echo x > other; ln -s other out", /it is no regular file/],
      ["mkdir out", /it is no regular file/],
      ["mkfifo out", /it is no regular file/],
    ];
    for (const [script, why] of refusals) {
      const failed = await fails(["sh", "-c", `echo printed; ${script}`], { read: "out" }, { limits });
      assert.equal(failed.code, "failed");
      assert.match(failed.message, /^Cannot read back `out`: /);
      assert.match(failed.message, why);
      assert.equal(failed.partial?.stdout, "printed\n");
    }
    assert.equal(fileOf(await run(["sh", "-c", "printf 1234567890 > out"], { read: "out" }, { limits })), "1234567890");
    const led = await fails(["sh", "-c", "ln -s /etc sub"], { read: "sub/passwd" });
    assert.equal(led.message, "Cannot read back `sub/passwd`: its folder is a link that leads out");
  });
});

Deno.test("a big file comes back whole, and output without end is bounded", async () => {
  await withBench({}, async ({ run }) => {
    const text = "0123456789abcdef".repeat(65_536);
    const script = "cat in.txt in.txt in.txt; cp in.txt out.txt";
    const outcome = await run(["sh", "-c", script], { write: { "in.txt": text }, read: "out.txt" });
    assert.ok(fileOf(outcome) === text);
    assert.ok(printed(outcome).length < 1_100_000);
  });
});

/** What a program can do to hinder its removal. */
const STUBBORN = "mkdir -p a/b; echo x > a/b/c; chmod 400 a/b/c; chmod 000 a/b a";

Deno.test("folders that nobody may enter are removed as well, and what links lead to is left alone", async () => {
  await withFolder({ "kept.txt": "kept" }, async (outside) => {
    await Deno.chmod(outside, 0o750);
    await withBench({}, async ({ run }) => {
      assert.equal(printed(await run(["sh", "-c", `ln -s ${outside} link; ${STUBBORN}`], {})), "");
    });
    assert.equal((await Deno.stat(outside)).mode! & 0o777, 0o750);
    assert.equal(await Deno.readTextFile(join(outside, "kept.txt")), "kept");
  });
});

Deno.test("after its time and after an abort nothing is left", async () => {
  await withBench({}, async ({ fails, places, folder }) => {
    const slow = ["sh", "-c", `${STUBBORN}; echo begun; : > "$1/ready"; sleep 600`, "sh", folder];
    const late = await fails(slow, { read: "out.txt" }, { timeout: 200 });
    assert.equal(late.code, "timeout");
    assert.deepEqual(await places(), []);
    await Deno.remove(join(folder, "ready")).catch(() => {});
    const abort = new AbortController(), running = fails(slow, {}, { signal: abort.signal });
    await until(() => Deno.stat(join(folder, "ready")).then(() => true, () => false));
    assert.equal((await places()).length, 1);
    abort.abort();
    const { code, partial } = await running;
    assert.deepEqual([code, partial?.stdout], ["aborted", "begun\n"]);
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

Deno.test("closing the room ends what runs in it and removes all", async () => {
  await withFolder({}, async (folder) => {
    const room = await openScratchRoom(), parent = await parentOf(room);
    const asked = { folder, permissions: { run: TOOLS, env: [] }, scratch: NOTHING, room };
    const running = runInScratch(["sh", "-c", `${STUBBORN}; : > "$1/ready"; sleep 600`, "sh", folder], asked);
    await until(() => Deno.stat(join(folder, "ready")).then(() => true, () => false));
    await room.close();
    const outcome = await running, late = await runInScratch(["true"], asked);
    assert.ok(!outcome.ok && outcome.code === "aborted", JSON.stringify(outcome));
    assert.ok(!late.ok && late.code === "aborted", JSON.stringify(late));
    await assert.rejects(Deno.stat(parent), Deno.errors.NotFound);
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

Deno.test("of a process that is killed no folder is left, whatever its command did", async () => {
  await withFolder({}, async (folder) => {
    const parent = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", besideTests("./killed_in_scratch.ts"), folder, STUBBORN],
      stdin: "null",
      stdout: "null",
      stderr: "inherit",
    }).spawn();
    const told = join(folder, "place");
    await until(() => Deno.readTextFile(told).then((text) => text.endsWith("\n"), () => false));
    const place = (await Deno.readTextFile(told)).trim();
    assert.ok((await Deno.stat(dirname(place))).isDirectory);
    parent.kill("SIGKILL");
    await parent.status;
    await until(() => Deno.stat(dirname(place)).then(() => false, () => true));
  });
});
