import assert from "node:assert/strict";
import { join } from "node:path";
import type { TextChange } from "../../../lib/app/changes/change_texts.ts";
import { changeTexts } from "../../../lib/app/changes/change_texts.ts";
import { listChanges } from "../../../lib/app/changes/list_changes.ts";
import type { KeptRun } from "./kept_run.ts";
import { withKeptRun } from "./kept_run.ts";

async function textsOf({ store, run }: KeptRun): Promise<readonly TextChange[]> {
  return await changeTexts(store, run, { changes: await listChanges(store, run) });
}

Deno.test("texts are told line by line: what came, what changed and what went, as later changes and files have it", () =>
  withKeptRun(async (kept) => {
    await kept.write("task/a", "a.txt", "one\ntwo\n");
    await kept.write("task/a", "a.txt", "one\n2\nthree\n");
    await kept.remove("task/a", "a.txt");
    await kept.write("task/a", "b.txt", "last without an end");
    const texts = await textsOf(kept);
    assert.deepEqual(texts.map((text) => text.is === "text" ? [text.added, text.removed] : text.is), [
      [2, 0],
      [2, 1],
      [0, 3],
      [1, 0],
    ]);
    assert.deepEqual(texts.map((text) => text.is === "text" && text.diff), [
      "--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n",
      "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,3 @@\n one\n-two\n+2\n+three\n",
      "--- a/a.txt\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-one\n-2\n-three\n",
      "--- /dev/null\n+++ b/b.txt\n@@ -0,0 +1,1 @@\n+last without an end\n\\ No newline at end of file\n",
    ]);
  }));

Deno.test("what is no text, what is not known any more and what holds nothing is said so", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await kept.write("task/a", "edited", "one\n");
    await Deno.writeTextFile(join(root, "edited"), "by hand\n");
    await kept.write("task/a", "deep/empty", "");
    await Deno.writeFile(join(root, "binary"), new Uint8Array([0, 1]));
    await kept.remove("task/a", "binary");
    await kept.move("task/a", "deep/empty", "moved");
    await kept.command("task/a", () => Deno.writeTextFile(join(root, "long"), "line\n".repeat(5_000)));
    await kept.write("task/a", "long", "other\n".repeat(5_000));
    const texts = await textsOf(kept);
    assert.deepEqual(texts.map((text) => text.is === "text" ? [text.added, text.removed] : text.is), [
      "unknown",
      "none",
      [0, 0],
      "binary",
      "none",
      [5_000, 0],
      "large",
    ]);
    const nowhere = await changeTexts(store, run, { changes: await listChanges(store, run), project: "/nowhere" });
    assert.deepEqual(nowhere.at(-1), { is: "unknown" }, "what it holds was in the file alone");
  }));
