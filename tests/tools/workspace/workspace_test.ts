import assert from "node:assert/strict";
import { join } from "node:path";
import { changeFile, moveFile, removeEntry } from "../../../lib/tools/workspace/change_file.ts";
import { readFile } from "../../../lib/tools/workspace/read_file.ts";
import { WorkspaceTrouble } from "../../../lib/tools/workspace/trouble.ts";
import { HOLDS, type Place, snapshot, withPlace } from "./places.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const write = ({ workspace, context }: Place, path: string, content: string) =>
  changeFile(workspace, path, {
    log: context.changes,
    signal: context.signal,
    make: () => new TextEncoder().encode(content),
  });
const changing = ({ context }: Place) => ({ log: context.changes, signal: context.signal });
const code = (...codes: readonly string[]) => (error: unknown) =>
  error instanceof WorkspaceTrouble && codes.includes(error.code);

Deno.test("paths that could lead out of a workspace are refused before the disk is touched", async () => {
  await withPlace(async ({ workspace, root }) => {
    const long = "a".repeat(256);
    for (
      const path of [
        "..",
        "a/../b",
        "/etc/passwd",
        `${root}x/a`,
        "a\0b",
        long,
        `x/${long}`,
        "\ud800",
        "a/".repeat(2500),
      ]
    ) {
      assert.throws(() => workspace.path(path), code("refused"), path);
    }
    assert.equal(workspace.path(`${root}/a//./b`), "a/b");
    assert.equal(workspace.path("."), "");
    await Promise.resolve();
  });
});

for (const hold of HOLDS) {
  Deno.test(`links are followed at no level, and special files never hang a call (${hold})`, async () => {
    await withPlace(async (place) => {
      const { root, outside, workspace } = place;
      await Deno.symlink(outside, join(root, "out"));
      await Deno.symlink(join(outside, "secret.txt"), join(root, "file"));
      await Deno.symlink(join(outside, "new.txt"), join(root, "dangling"));
      await new Deno.Command("mkfifo", { args: [join(root, "pipe")] }).output();
      const before = await snapshot(root);
      for (const path of ["out/secret.txt", "file", "pipe", "dangling"]) {
        await assert.rejects(readFile(workspace, path), code("refused"), path);
        await assert.rejects(write(place, path, "x"), code("refused"), path);
        await assert.rejects(removeEntry(workspace, path, changing(place)), code("refused"), path);
        await assert.rejects(moveFile(workspace, { from: path, to: "b" }, changing(place)), code("refused"), path);
      }
      await assert.rejects(write(place, "out/deep/new.txt", "x"), code("refused"));
      assert.deepEqual(await snapshot(root), before);
      assert.deepEqual(Object.keys(await snapshot(outside)), ["secret.txt"]);
      assert.deepEqual(await place.changes.list(), []);
    }, hold);
  });

  Deno.test(`a folder that is swapped for a link again and again never leads out (${hold})`, async () => {
    await withPlace(async (place) => {
      const { root, outside, workspace } = place;
      await Deno.mkdir(join(root, "d"));
      await Deno.writeTextFile(join(root, "d/secret.txt"), "ours");
      await Deno.symlink(outside, join(root, "link"));
      const names = JSON.stringify(["d", "link", "aside"].map((name) => join(root, name)));
      // What the tools put in the way of the swapping is cleared away, and it goes on.
      const swap = `const [d, l, a] = ${names}; console.log("on");
        for (;;) try { for (const [x, y] of [[d, a], [l, d], [d, l], [a, d]]) Deno.renameSync(x, y); } catch {
          try {
            for (const x of [d, l, a]) try { Deno.removeSync(x, { recursive: true }); } catch { continue; }
            Deno.mkdirSync(d);
            Deno.writeTextFileSync(d + "/secret.txt", "ours");
            Deno.symlinkSync(${JSON.stringify(outside)}, l);
          } catch { continue; }
        }`;
      const child = new Deno.Command(Deno.execPath(), { args: ["run", "-A", "-"], stdin: "piped", stdout: "piped" })
        .spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(swap));
      await writer.close();
      const reader = child.stdout.getReader();
      await reader.read();
      try {
        for (let count = 0; count < 150; count++) {
          const read = await readFile(workspace, "d/secret.txt").catch((error) => error);
          if (!(read instanceof Error)) assert.match(text(read.bytes), /^(ours|mine \d+|)$/);
          else assert.ok(read instanceof WorkspaceTrouble, String(read));
          const wrote = await write(place, "d/secret.txt", `mine ${count}`).catch((error) => error);
          if (wrote instanceof Error) assert.ok(wrote instanceof WorkspaceTrouble, String(wrote));
          assert.equal(await Deno.readTextFile(join(outside, "secret.txt")), "secret");
        }
      } finally {
        child.kill("SIGKILL");
        await child.status;
        await reader.cancel();
      }
      const left = Object.values(await snapshot(outside));
      // Without handles an empty file may have been made outside before that was noticed; nothing is ever written to it.
      assert.equal(left.filter((one) => !one.endsWith(" ")).length, 1);
      if (hold === "handles") assert.equal(left.length, 1);
    }, hold);
  });

  Deno.test(`a written file keeps its permissions, and nothing is left beside it (${hold})`, async () => {
    await withPlace(async (place) => {
      const { root } = place;
      await write(place, "a/b/run.sh", "one");
      await Deno.chmod(join(root, "a/b/run.sh"), 0o751);
      await write(place, "a/b/run.sh", "two");
      assert.equal((await Deno.stat(join(root, "a/b/run.sh"))).mode! & 0o777, 0o751);
      assert.deepEqual(Object.keys(await snapshot(root)), ["a", "a/b", "a/b/run.sh"]);
      await Deno.chmod(join(root, "a/b/run.sh"), 0o444);
      await assert.rejects(write(place, "a/b/run.sh", "three"), code("refused"));
    }, hold);
  });
}

Deno.test("what Git and Loom keep is not changed, however it is spelled", async () => {
  await withPlace(async (place) => {
    for (const path of [".git/config", "a/.GIT/x", ".loom/loom.db", ".git. /x", ".g\u200cit/x", ".git", "git~1/x"]) {
      await assert.rejects(write(place, path, "x"), code("refused"), path);
    }
    assert.deepEqual(await snapshot(place.root), {});
  });
});

Deno.test("if a change cannot be recorded, nothing changes", async () => {
  await withPlace(async (place) => {
    const { workspace, root, context } = place, log = { record: () => Promise.reject(new Error("no disk")) };
    await write(place, "a.txt", "a");
    await Deno.mkdir(join(root, "empty"));
    const before = await snapshot(root), refusing = { log, signal: context.signal };
    const make = () => new Uint8Array([1]);
    await assert.rejects(changeFile(workspace, "a.txt", { ...refusing, make }), /no disk/);
    await assert.rejects(changeFile(workspace, "new/b.txt", { ...refusing, make }), /no disk/);
    await assert.rejects(removeEntry(workspace, "a.txt", refusing), /no disk/);
    await assert.rejects(removeEntry(workspace, "empty", refusing), /no disk/);
    await assert.rejects(moveFile(workspace, { from: "a.txt", to: "x/b" }, refusing), /no disk/);
    assert.deepEqual(await snapshot(root), before);
  });
});

Deno.test("changes asked for at the same time are made one after the other, and none is lost", async () => {
  await withPlace(async ({ workspace, context, root, changes }) => {
    const make = (before?: { readonly bytes: Uint8Array }) =>
      new TextEncoder().encode(`${before ? text(before.bytes) : ""}x`);
    const add = () => changeFile(workspace, "count", { log: context.changes, signal: context.signal, make });
    await Promise.all(Array.from({ length: 40 }, add));
    assert.equal(await Deno.readTextFile(join(root, "count")), "x".repeat(40));
    assert.equal((await changes.list()).length, 40);
    const moves = await Promise.allSettled(
      Array.from(
        { length: 5 },
        () => moveFile(workspace, { from: "count", to: "moved" }, { log: context.changes, signal: context.signal }),
      ),
    );
    assert.equal(moves.filter(({ status }) => status === "fulfilled").length, 1);
  });
});

Deno.test("a file that another program changes while the new content is made is not overwritten", async () => {
  await withPlace(async (place) => {
    const { workspace, context, root } = place;
    await write(place, "a.txt", "one");
    const log = { record: () => Deno.writeTextFile(join(root, "a.txt"), "theirs") };
    const make = () => new TextEncoder().encode("ours");
    await assert.rejects(changeFile(workspace, "a.txt", { log, signal: context.signal, make }), code("conflict"));
    const there = { record: () => Deno.writeTextFile(join(root, "b.txt"), "theirs") };
    await assert.rejects(
      changeFile(workspace, "b.txt", { log: there, signal: context.signal, make }),
      code("conflict"),
    );
    assert.equal(
      await Deno.readTextFile(join(root, "a.txt")) + await Deno.readTextFile(join(root, "b.txt")),
      "theirstheirs",
    );
  });
});
