import assert from "node:assert/strict";
import { openDatabase } from "../../../lib/app/database.ts";
import { keptRun } from "../../app/changes/kept_run.ts";
import { processPlan, task } from "../../kinds/processing.ts";
import { changedRun } from "../changed_run.ts";
import { loom, scratch } from "../fake_host.ts";
import { STORY } from "../specs.ts";

Deno.test("changes are listed with their numbers, tasks, paths and lines", async () => {
  await using folder = await changedRun();
  const { code, out, err } = await loom(folder.path, ["changes", "@last"]);
  assert.deepEqual([code, err], [0, ""]);
  assert.deepEqual(out.split("\n"), [
    "#  TASK   WHAT         LINES   PATH",
    "1  fix    changed      +2 -1   old.txt",
    "2  fix    made folder          src",
    "3  fix    created      +1 -0   src/new.txt",
    "4  clean  moved                gone.txt → src/moved.txt",
    "5  clean  created      binary  data.bin",
    "",
  ]);
});

Deno.test("the changes of a task are shown line by line, and in colours on a terminal alone", async () => {
  await using folder = await changedRun();
  const { out } = await loom(folder.path, ["changes", "fixer", "--task", "fix", "--diff"]);
  assert.deepEqual(out.split("\n"), [
    "1  changed  old.txt  fix",
    "--- a/old.txt",
    "+++ b/old.txt",
    "@@ -1,2 +1,3 @@",
    " one",
    "-two",
    "+2",
    "+three",
    "",
    "2  made folder  src  fix",
    "",
    "3  created  src/new.txt  fix",
    "--- /dev/null",
    "+++ b/src/new.txt",
    "@@ -0,0 +1,1 @@",
    "+new",
    "",
  ]);
  const coloured = await loom(folder.path, ["changes", "fixer", "--diff"], { terminal: { columns: 80, rows: 24 } });
  assert.ok(coloured.out.includes("\x1b[31m-two\x1b[0m\n\x1b[32m+2\x1b[0m"));
  assert.match(coloured.out, /data\.bin.*\n.*it is no text/);
});

Deno.test("changes that were undone are marked, and told apart in JSON", async () => {
  await using folder = await changedRun();
  await loom(folder.path, ["undo", "fixer", "--change", "3", "--yes"]);
  const { out } = await loom(folder.path, ["changes", "fixer"]);
  assert.match(out, /^3 +fix +created, undone +\+1 -0 +src\/new\.txt$/m);
  const lines = (await loom(folder.path, ["changes", "fixer", "--json", "--diff"])).out.trimEnd().split("\n");
  const [first, , third, fourth] = lines.map((line) => JSON.parse(line));
  assert.deepEqual([first.number, first.task, first.step, first.what, first.path, first.added, first.removed], [
    ...[1, "fix", "task/fix/turn/1/call/0", "modify", "old.txt", 2, 1],
  ]);
  assert.match(first.diff, /^--- a\/old\.txt\n/);
  assert.match(first.before, /^[0-9a-f]{64}$/);
  assert.deepEqual([first.undone, fourth.to, fourth.diff], [null, "src/moved.txt", null]);
  assert.match(third.undone, /^\d{4}-/);
});

Deno.test("a run that has changed nothing says so, and one that is not there is named", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "calm"]);
  assert.deepEqual(await loom(folder.path, ["changes", "calm"]), {
    code: 0,
    out: "",
    err: "`calm` has changed nothing in its workspace\n",
  });
  assert.match((await loom(folder.path, ["changes", "none"])).err, /Cannot find the run `none`/);
});

Deno.test("a task that a run does not have is refused, and one that has changed nothing is told so", async () => {
  await using folder = await changedRun();
  const plan = processPlan({}, [task("look", { by: "ask", ask: { question: "Well?" } } as never)]);
  const store = await openDatabase({ folder: folder.path });
  await (await keptRun({ store, root: folder.path, name: "calm", more: { plan } })).rest();
  store.close();
  const unknown = await loom(folder.path, ["changes", "fixer", "--task", "fxi"]);
  assert.deepEqual([unknown.code, unknown.out], [2, ""]);
  assert.match(unknown.err, /Cannot find the task `fxi` in `fixer`: did you mean `fix`\?/);
  assert.equal((await loom(folder.path, ["changes", "calm", "--task", "zzz"])).code, 2);
  const idle = await loom(folder.path, ["changes", "calm", "--task", "look"]);
  assert.deepEqual([idle.code, idle.err], [0, "`calm` has changed nothing for the task `look`\n"]);
});

Deno.test("neither a path nor a text can steer the terminal", async () => {
  await using folder = await scratch();
  const store = await openDatabase({ folder: folder.path, create: true });
  const kept = await keptRun({ store, root: folder.path, name: "sly" });
  await kept.write("task/a\x1b[2J", "red\x1b[31m.txt", "one\n\x1b]0;title\x07\n");
  store.close();
  for (const more of [[], ["--diff"], ["--json", "--diff"]]) {
    const { out } = await loom(folder.path, ["changes", "sly", ...more]);
    assert.ok(out.includes("red") && !out.includes("\x1b") && !out.includes("\x07"), out);
  }
});
