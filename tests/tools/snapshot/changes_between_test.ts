import assert from "node:assert/strict";
import { changesBetween } from "../../../lib/tools/snapshot/changes_between.ts";
import type { SnapshotEntry } from "../../../lib/tools/tool.ts";

const KEPT = new Uint8Array([1]);
const file = (path: string, hash = "h", mode = 0o644): SnapshotEntry => ({ is: "file", path, mode, hash, size: 1 });
const folder = (path: string, mode = 0o755): SnapshotEntry => ({ is: "folder", path, mode });
const closed = (path: string, mark = ""): SnapshotEntry => ({ is: "other", path, why: "closed", mark });
/** What differs, in words; a content is kept unless its hash begins with `big`. */
async function words(before: readonly SnapshotEntry[], after: readonly SnapshotEntry[]): Promise<readonly string[]> {
  const changes = await changesBetween(
    before,
    after,
    (hash) => Promise.resolve(hash.startsWith("big") ? undefined : KEPT),
  );
  return changes.map((change) => {
    const more = change.change === "mode" ? ` ${change.mode.toString(8)} ${change.after.toString(8)}` : "";
    return `${change.change} ${change.path}${more}${change.change === "rename" ? ` ${change.to}` : ""}`;
  });
}

Deno.test("what goes comes before what comes, from the inside out and from the outside in", async () => {
  assert.deepEqual(
    await words([folder("a"), file("a/x"), folder("a/y"), file("b")], [
      file("a"),
      folder("b"),
      folder("b/c"),
      file("b/c/d"),
    ]),
    [
      "delete a/x",
      "delete b",
      "make-folder b",
      "make-folder b/c",
      "remove-folder a/y",
      "remove-folder a",
      "create a",
      "create b/c/d",
    ],
  );
});

Deno.test("a folder whose permissions are in the way is opened first and closed last, in either direction", async () => {
  assert.deepEqual(await words([folder("a", 0o500), file("a/x")], [folder("a", 0o500), file("a/y")]), [
    "mode a 500 700",
    "delete a/x",
    "create a/y",
    "mode a 700 500",
  ]);
  assert.deepEqual(await words([], [folder("a", 0o500), folder("a/b", 0o550), file("a/b/x")]), [
    "make-folder a",
    "make-folder a/b",
    "create a/b/x",
    "mode a/b 750 550",
    "mode a 700 500",
  ]);
  assert.deepEqual(await words([folder("a", 0o500), file("a/x")], []), [
    "mode a 500 700",
    "delete a/x",
    "remove-folder a",
  ]);
  assert.deepEqual(await words([folder("a", 0o755)], [folder("a", 0o700)]), ["mode a 755 700"]);
  assert.deepEqual(await words([folder("a", 0o500), file("a/x")], [folder("a", 0o500), file("a/x")]), []);
});

Deno.test("a folder that cannot be looked into is not taken for an empty one", async () => {
  assert.deepEqual(await words([folder("a"), file("a/x"), file("b")], [closed("a"), file("b")]), ["lost a"]);
  assert.deepEqual(await words([closed("a")], [folder("a"), file("a/x")]), ["lost a"]);
  assert.deepEqual(await words([closed("a", "1")], [closed("a", "1")]), []);
  assert.deepEqual(await words([closed("a", "1")], [closed("a", "2")]), ["lost a"]);
});

Deno.test("a large file has been moved where its like is nowhere else and nothing is in the way", async () => {
  assert.deepEqual(await words([folder("d"), file("d/a", "big")], [folder("e"), file("e/a", "big")]), [
    "make-folder e",
    "rename d/a e/a",
    "remove-folder d",
  ]);
  assert.deepEqual(await words([folder("d"), file("d/a", "big")], [file("d", "big")]), [
    "lost d/a",
    "remove-folder d",
    "create d",
  ]);
  assert.deepEqual(await words([file("a", "big")], [folder("a"), file("a/a", "big")]), [
    "lost a",
    "make-folder a",
    "create a/a",
  ]);
  assert.deepEqual(await words([file("a", "big", 0o600)], [file("b", "big", 0o644)]), ["lost a", "create b"]);
  assert.deepEqual(await words([file("a", "big"), file("b", "big")], [file("c", "big")]), ["lost b", "rename a c"]);
});
