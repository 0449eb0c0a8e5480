import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../../lib/base/hash.ts";
import { takeSnapshot } from "../../../lib/tools/snapshot/take_snapshot.ts";
import { HOLDS, withPlace } from "../workspace/places.ts";

for (const hold of HOLDS) {
  Deno.test(`a snapshot holds everything, folders before what is in them, and follows no link (${hold})`, async () => {
    await withPlace(async ({ root, outside, workspace }) => {
      await Deno.mkdir(join(root, "d/.git"), { recursive: true });
      await Deno.writeTextFile(join(root, "d/.git/x"), "x");
      await Deno.chmod(join(root, "d/.git/x"), 0o751);
      await Deno.chmod(join(root, "d"), 0o750);
      await Deno.chmod(join(root, "d/.git"), 0o755);
      await Deno.symlink(outside, join(root, "out"));
      await Deno.symlink("loop", join(root, "loop"));
      const { entries, content } = await takeSnapshot(workspace), hash = sha256("x");
      assert.deepEqual(entries, [
        { is: "folder", path: "d", mode: 0o750 },
        { is: "folder", path: "d/.git", mode: 0o755 },
        { is: "file", path: "d/.git/x", mode: 0o751, hash, size: 1 },
        { is: "link", path: "loop", target: "loop" },
        { is: "link", path: "out", target: outside },
      ]);
      assert.deepEqual(await content(hash), new Uint8Array([120]));
      assert.equal(await content(sha256("secret")), undefined);
    }, hold);
  });

  Deno.test(`a change that leaves size and times as they were is seen (${hold})`, async () => {
    await withPlace(async ({ root, workspace }) => {
      const hashes = async () =>
        (await takeSnapshot(workspace)).entries.map((entry) => entry.is === "file" && entry.hash);
      const old = new Date(1_000_000_000_000);
      for (const text of ["one", "two", "six", "ten"]) {
        await Deno.writeTextFile(join(root, "a"), text);
        await Deno.utime(join(root, "a"), old, old);
        assert.deepEqual(await hashes(), [sha256(text)]);
      }
    }, hold);
  });
}

Deno.test("folders far too deep to be gone into are told of, not gone into", async () => {
  await withPlace(async ({ root, workspace }) => {
    const deep = Array.from({ length: 700 }, () => "d").join("/");
    await Deno.mkdir(join(root, deep), { recursive: true });
    const { entries } = await takeSnapshot(workspace), last = entries.at(-1);
    assert.ok(last?.is === "other" && last.why === "closed");
    assert.equal(last.path.split("/").length, 501);
  });
});
