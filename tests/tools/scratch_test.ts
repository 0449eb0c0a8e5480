import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { openScratchRoom, runInScratch } from "../../lib/tools/scratch.ts";
import { besideTests, until, withFolder } from "./scratch.ts";
import { fileOf, NOTHING, parentOf, printed, TOOLS, withBench } from "./scratch_bench.ts";

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
