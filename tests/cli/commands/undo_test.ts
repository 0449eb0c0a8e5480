import assert from "node:assert/strict";
import { join } from "node:path";
import { openDatabase } from "../../../lib/app/database.ts";
import { namesIn, textIn } from "../../app/folders.ts";
import { changedRun } from "../changed_run.ts";
import { loom } from "../fake_host.ts";

const TERMINAL = { terminal: { columns: 80, rows: 24 } };
const typed = (text: string) => ({ ...TERMINAL, stdin: { text, typed: true } });

Deno.test("a trial tells what would be undone and undoes nothing", async () => {
  await using folder = await changedRun();
  const { code, out, err } = await loom(folder.path, ["undo", "fixer", "--dry-run"]);
  assert.equal(code, 0);
  assert.deepEqual(out.split("\n").map((line) => line.trimEnd()), [
    "#  TASK   WHAT         PATH",
    "5  clean  created      data.bin",
    "4  clean  moved        gone.txt → src/moved.txt",
    "3  fix    created      src/new.txt",
    "2  fix    made folder  src",
    "1  fix    changed      old.txt",
    "",
  ]);
  assert.equal(err, `Would undo 5 changes in ${folder.path}\n`);
  assert.deepEqual(namesIn(folder.path), ["data.bin", "old.txt", "src"]);
});

Deno.test("a run is undone when a person says yes, and not when they say anything else", async () => {
  await using folder = await changedRun();
  for (const answer of ["", "n", "no", "yess"]) {
    const { code, err } = await loom(folder.path, ["undo", "fixer"], typed(answer));
    assert.deepEqual([code, err], [0, `Undo 5 changes in ${folder.path}? [y/N] ${answer}\nNothing is undone\n`]);
  }
  assert.deepEqual(namesIn(folder.path), ["data.bin", "old.txt", "src"]);
  const { code, err } = await loom(folder.path, ["undo", "fixer"], typed("Y"));
  assert.equal(code, 0);
  assert.match(err, /\? \[y\/N\] Y\nUndid 5 changes in .*: 5 paths are as before\n$/);
  assert.deepEqual(namesIn(folder.path), ["gone.txt", "old.txt"]);
  assert.equal(textIn(folder.path, "old.txt"), "one\ntwo\n");
  const again = await loom(folder.path, ["undo", "fixer", "--yes"]);
  assert.deepEqual([again.code, again.err], [0, "There is nothing to undo: no change of `fixer` stands\n"]);
});

Deno.test("where nobody can be asked, it is not undone without being told so", async () => {
  await using folder = await changedRun();
  const { code, err } = await loom(folder.path, ["undo", "fixer"]);
  assert.equal(code, 2);
  assert.match(err, /Cannot ask whether to undo it: write --yes to do it, or --dry-run/);
  assert.deepEqual((await loom(folder.path, ["undo", "fixer", "--yes", "--task", "clean"])).code, 0);
  assert.deepEqual(namesIn(folder.path), ["gone.txt", "old.txt", "src"]);
  assert.deepEqual(namesIn(join(folder.path, "src")), ["new.txt"]);
});

Deno.test("nothing is undone where something made later would be lost, and that is named", async () => {
  await using folder = await changedRun();
  await Deno.writeTextFile(join(folder.path, "old.txt"), "by hand\n");
  for (const more of [["--yes"], ["--dry-run"]]) {
    const { code, err } = await loom(folder.path, ["undo", "fixer", ...more]);
    assert.equal(code, 1);
    assert.match(err, /^error: Cannot undo the change of `old\.txt`: it was edited afterwards.*\nNothing is undone\n$/);
  }
  assert.equal(textIn(folder.path, "old.txt"), "by hand\n");
  assert.deepEqual(namesIn(folder.path), ["data.bin", "old.txt", "src"]);
});

Deno.test("a run that somebody drives is not undone, and what it knows nothing of is refused", async () => {
  await using folder = await changedRun();
  const store = await openDatabase({ folder: folder.path }), { id } = await store.findRun("fixer");
  const epoch = (await store.acquire(id, "somebody", { ttl: 60_000 }))!;
  const driven = await loom(folder.path, ["undo", "fixer", "--yes"]);
  assert.equal(driven.code, 7);
  assert.match(driven.err, /Cannot drive `fixer`: /);
  await store.release(id, epoch);
  store.close();
  for (
    const [words, message] of [
      [["--change", "9"], /Cannot undo change 9: its changes are 1 to 5/],
      [
        ["--task", "none"],
        /Cannot undo what `none` changed: it has changed nothing \(tasks that have: `fix`, `clean`\)/,
      ],
      [["--change", "0"], /Cannot read `--change 0`: expected the number of a change/],
      [["--change", "1", "--task", "fix"], /Cannot undo a task and one change at once/],
    ] as [string[], RegExp][]
  ) {
    const { code, err } = await loom(folder.path, ["undo", "fixer", "--yes", ...words]);
    assert.equal(code, 2, err);
    assert.match(err, message);
  }
});

Deno.test("what parts of a run have changed is told to be undone by their names", async () => {
  await using folder = await changedRun();
  const store = await openDatabase({ folder: folder.path }), root = await store.findRun("fixer");
  const child = await store.createRun({
    ...{ name: "fixer.part", title: "t", program: "t@1", inputs: {}, limits: {}, seed: 1, at: 1, durability: "normal" },
    parent: { run: root.id, key: "task/part" },
  });
  const epoch = (await store.acquire(root.id, "", { ttl: 60_000 }))!;
  await store.changes.add(child.id, epoch, { by: "task/a", change: { change: "make-folder", path: "d" } });
  await store.release(root.id, epoch);
  store.close();
  assert.match((await loom(folder.path, ["changes", "fixer"])).err, /`fixer\.part` has made 1 change of its own/);
  const { err } = await loom(folder.path, ["undo", "fixer", "--yes"]);
  assert.match(err, /\nIts part `fixer\.part` has made 1 change of its own: `loom undo fixer\.part`/);
});
