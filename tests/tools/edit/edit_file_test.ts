import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { editFile } from "../../../lib/tools/edit/edit_file.ts";
import type { FileAccess } from "../../../lib/tools/edit/file_access.ts";
import { memoryChanges } from "../../../lib/tools/changes/memory_changes.ts";
import type { ToolContext, ToolResult } from "../../../lib/tools/tool.ts";

/** Files in memory; `meddle` is called before each write, as somebody else who works in the same folder. */
class Files implements FileAccess {
  readonly texts = new Map<string, string>();
  readonly writes: string[] = [];
  meddle: () => void = () => {};

  constructor(texts: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(texts)) this.texts.set(path, text);
  }

  read(path: string): ReturnType<FileAccess["read"]> {
    return Promise.resolve({ ok: true, text: this.texts.get(path) });
  }

  replace(path: string, expected: string | undefined, text: string): ReturnType<FileAccess["replace"]> {
    this.meddle();
    if (this.texts.get(path) !== expected) {
      return Promise.resolve({ ok: false, code: "conflict", message: `Cannot write \`${path}\`: it has changed` });
    }
    this.texts.set(path, text);
    this.writes.push(text);
    return Promise.resolve({ ok: true });
  }
}

async function call(files: FileAccess, input: JsonObject, signal = new AbortController().signal): Promise<ToolResult> {
  const context: ToolContext = { workspace: "/workspace", signal, changes: memoryChanges().log("edit") };
  return await editFile(() => files).run(input, context);
}

function failure(result: ToolResult): Extract<ToolResult, { ok: false }> {
  assert.ok(!result.ok, JSON.stringify(result));
  return result;
}

Deno.test("an edit is written, and told with its diff", async () => {
  const files = new Files({ "a.txt": "one\ntwo\nthree\n" });
  const result = await call(files, { path: "a.txt", old_str: "two\n", new_str: "2\n2\n" });
  assert.deepEqual(files.writes, ["one\n2\n2\nthree\n"]);
  assert.ok(result.ok);
  assert.deepEqual(result.changed, ["a.txt"]);
  assert.equal(
    result.output,
    [
      "Edited a.txt: replaced 1 line with 2 lines at line 2",
      "--- a/a.txt",
      "+++ b/a.txt",
      "@@ -1,3 +1,4 @@",
      " one",
      "-two",
      "+2",
      "+2",
      " three",
    ].join("\n"),
  );
  assert.ok(result.output.includes(result.diff!.trimEnd()));
});

Deno.test("an edit that took lines which are only alike says so", async () => {
  const files = new Files({ "a.txt": "first = call( one )\nlast = 2\n" });
  const blanks = await call(files, { path: "a.txt", old_str: "first  = call( one )", new_str: "first = 1" });
  assert.match(blanks.ok ? blanks.output : "", /stand there exactly; these lines are all but for blanks the same\)/);
  const letters = await call(files, { path: "a.txt", old_str: "lost = 2\n", new_str: "last = 3\n" });
  assert.equal(failure(letters).code, "invalid");
  const long = new Files({ "a.txt": "compute(alpha, beta, gamma)\n" });
  const alike = await call(long, { path: "a.txt", old_str: "compute(alpha, beta, gamme)", new_str: "x" });
  assert.match(alike.ok ? alike.output : "", /these lines are 9\d % alike\)/);
});

Deno.test("several edits are made in order, and none where one fails", async () => {
  const files = new Files({ "a.txt": "a\nb\n" });
  const edits = [{ old_str: "a", new_str: "x" }, { old_str: "x\nb", new_str: "y" }];
  const result = await call(files, { path: "a.txt", edits });
  assert.deepEqual(files.writes, ["y\n"]);
  assert.ok(result.ok);
  assert.match(result.output, /^Edited a\.txt: made 2 edits\n1\. replaced 1 line .*\n2\. replaced 2 lines with 1 line/);
  const failed = await call(files, { path: "a.txt", edits: [{ old_str: "y", new_str: "z" }, ...edits] });
  assert.match(failure(failed).message, /^Cannot edit `a\.txt`: edit 2 of 3 cannot be made and none was: /);
  assert.equal(files.writes.length, 1);
});

Deno.test("an edit is tried once more on what somebody else has written meanwhile", async () => {
  const files = new Files({ "a.txt": "a\nb\n" });
  files.meddle = () => {
    files.texts.set("a.txt", "new\na\nb\n");
    files.meddle = () => {};
  };
  const result = await call(files, { path: "a.txt", old_str: "b", new_str: "c" });
  assert.ok(result.ok);
  assert.deepEqual(files.writes, ["new\na\nc\n"]);
});

Deno.test("a file that keeps changing, or has changed so that the edit no longer fits, is a conflict", async () => {
  const restless = new Files({ "a.txt": "a\n" });
  let tries = 0;
  restless.meddle = () => restless.texts.set("a.txt", `a\n${++tries}`);
  const conflict = failure(await call(restless, { path: "a.txt", old_str: "a\n", new_str: "c" }));
  assert.deepEqual([conflict.code, tries], ["conflict", 2]);
  const gone = new Files({ "a.txt": "a\n" });
  gone.meddle = () => gone.texts.set("a.txt", "other\n");
  assert.equal(failure(await call(gone, { path: "a.txt", old_str: "a\n", new_str: "c" })).code, "conflict");
  assert.equal(gone.texts.get("a.txt"), "other\n");
});

Deno.test("an empty old text makes a file, fills an empty one, and leaves others alone", async () => {
  const files = new Files({ "empty.txt": "", "full.txt": "a" });
  const made = await call(files, { path: "new.txt", old_str: "", new_str: "a\r\n" });
  assert.ok(made.ok && made.diff?.startsWith("--- /dev/null\n"));
  assert.ok((await call(files, { path: "empty.txt", old_str: "", new_str: "b" })).ok);
  assert.deepEqual(files.writes, ["a\r\n", "b"]);
  assert.match(failure(await call(files, { path: "full.txt", old_str: "", new_str: "b" })).message, /is empty/);
});

Deno.test("a file that is not there is missing, and what the files refuse is passed on", async () => {
  const missing = failure(await call(new Files({}), { path: "a.txt", old_str: "a", new_str: "b" }));
  assert.equal(missing.code, "missing");
  const refusal = { ok: false, code: "refused", message: "outside" } as const;
  const closed: FileAccess = { read: () => Promise.resolve(refusal), replace: () => Promise.resolve(refusal) };
  assert.deepEqual(await call(closed, { path: "../a", old_str: "a", new_str: "b" }), refusal);
});

Deno.test("an edit that leaves the text as it is writes nothing and says so", async () => {
  const files = new Files({ "a.txt": "value = compute( alpha )\n" });
  const input = { path: "a.txt", old_str: "value  = compute( alpha )", new_str: "value = compute( alpha )" };
  const result = await call(files, input);
  assert.ok(result.ok && result.changed === undefined);
  assert.match(result.output, /nothing was changed/);
  assert.deepEqual(files.writes, []);
});

Deno.test("a call that was ended writes nothing", async () => {
  const files = new Files({ "a.txt": "a" });
  const ended = await call(files, { path: "a.txt", old_str: "a", new_str: "b" }, AbortSignal.abort());
  assert.equal(failure(ended).code, "aborted");
  assert.deepEqual(files.writes, []);
});

Deno.test("a long diff is cut off for the caller and kept whole in the result", async () => {
  const lines = (name: string) => Array.from({ length: 100 }, (_, i) => `${name} ${i}\n`).join("");
  const files = new Files({ "a.txt": lines("a") });
  const result = await call(files, { path: "a.txt", old_str: lines("a"), new_str: lines("b") });
  assert.ok(result.ok);
  assert.equal(result.output.split("\n").length, 1 + 40 + 1);
  assert.match(result.output, /… 163 more lines of the diff are left out$/);
  assert.equal(result.diff!.trimEnd().split("\n").length, 203);
});
