import assert from "node:assert/strict";
import type { ListedChange } from "../../lib/app/changes/list_changes.ts";
import { paintFor } from "../../lib/cli/ansi.ts";
import { changeDiffs, changeTable } from "../../lib/cli/change_lines.ts";

const CHANGE: ListedChange = { number: 1, id: 9, by: "task/a", task: "a", at: 1, what: "modify", path: "p" };
const plain = { paint: paintFor({ ansi: false }) };

Deno.test("what cannot be set side by side says why", () => {
  const lines = (is: "none" | "binary" | "large" | "unknown") => changeDiffs([{ change: CHANGE, text: { is } }], plain);
  assert.deepEqual(lines("none"), ["1  changed  p  a"]);
  assert.deepEqual(lines("binary").slice(1), ["it is no text"]);
  assert.deepEqual(lines("large").slice(1), ["too much of it has changed to be shown"]);
  assert.deepEqual(lines("unknown").slice(1), ["what it held is not kept"]);
});

Deno.test("a line of a text that looks like a head of a diff is still a line of it", () => {
  const diff = "--- a/p\n+++ b/p\n@@ -1 +1 @@\n--- old\n+++ new\n\\ No newline at end of file\n";
  const text = { is: "text", added: 1, removed: 1, diff } as const;
  const painted = changeDiffs([{ change: CHANGE, text }], { paint: (style, shown) => `${style}:${shown}` });
  assert.deepEqual(painted.slice(1), [
    "faint:--- a/p",
    "faint:+++ b/p",
    "accent:@@ -1 +1 @@",
    "bad:--- old",
    "good:+++ new",
    "faint:\\ No newline at end of file",
  ]);
});

Deno.test("where there is little room tasks and lines are left out before paths are cut", () => {
  const change = { ...CHANGE, path: "a/rather/long/path.txt", what: "lost" } as const;
  const text = { is: "text", added: 1_200, removed: 0, diff: "" } as const;
  assert.deepEqual(changeTable([{ change, text }], { ...plain, width: 24 }), [
    "#  WHAT  PATH",
    "1  lost  a/rather/long/…",
  ]);
});
