/** What a run has left in its workspace is told alike, wherever it is told. */
import assert from "node:assert/strict";
import { openDatabase } from "../../lib/app/database.ts";
import { keptRun } from "../app/changes/kept_run.ts";
import { processPlan, task } from "../kinds/processing.ts";
import { loom, scratch } from "./fake_host.ts";

const THREE = "loom: 1\nkind: process\nname: p\npermissions: {run: [sh]}\ntasks:\n" +
  '  two: {command: [sh, -c, "echo a >a.txt; mkdir d; echo b >d/b.txt"]}\n' +
  '  one: {command: [sh, -c, "echo c >c.txt"], needs: [two]}\n';

const json = (out: string) => out.trim().split("\n").map((line) => JSON.parse(line));

Deno.test("files that programs have changed are counted at the end, by task, and in what can be done now", async () => {
  await using folder = await scratch({ "p.yaml": THREE });
  const told = await loom(folder.path, ["run", "p.yaml", "--name", "r"]);
  assert.match(told.err, /r done: .* · 3 files changed, `loom undo r` takes that back\n$/);
  const shown = json((await loom(folder.path, ["show", "r", "--json"])).out);
  assert.deepEqual(shown.map(({ task, changed }) => [task, changed]), [["two", ["a.txt", "d/b.txt"]], ["one", [
    "c.txt",
  ]]]);
  assert.match((await loom(folder.path, ["show", "r"])).out, /FILES/);
  assert.match((await loom(folder.path, ["why", "r"])).out, /`loom changes r` lists what it changed/);
});

Deno.test("what was undone is counted no more, at the end or anywhere", async () => {
  await using folder = await scratch({ "p.yaml": THREE });
  await loom(folder.path, ["run", "p.yaml", "--name", "r", "-q"]);
  await loom(folder.path, ["undo", "r", "--task", "two", "--yes"]);
  assert.match((await loom(folder.path, ["resume", "r"])).err, / · 1 file changed, `loom undo r` takes that back\n$/);
  await loom(folder.path, ["undo", "r", "--yes"]);
  assert.doesNotMatch((await loom(folder.path, ["resume", "r"])).err, /changed/);
  assert.doesNotMatch((await loom(folder.path, ["show", "r"])).out, /FILES/);
  assert.doesNotMatch((await loom(folder.path, ["why", "r"])).out, /loom undo/);
  const [view] = json((await loom(folder.path, ["why", "r", "--json"])).out);
  assert.equal(view.tasks.changed, 0);
});

Deno.test("where a program was cut off everybody says so, and how to see and put back what it left", async () => {
  await using folder = await scratch();
  await Deno.mkdir(`${folder.path}/.loom`);
  const store = await openDatabase({ folder: folder.path, create: true });
  const plan = processPlan({}, [task("look", { by: "ask", ask: { question: "Well?" } } as never)]);
  const kept = await keptRun({ store, root: folder.path, name: "r", more: { plan } });
  await kept.cutOff("task/look", () => Deno.writeTextFile(`${folder.path}/left.txt`, "half"));
  const fact = "A program was cut off: `loom undo r --dry-run` shows what it left, `loom resume r` puts it back";
  await kept.rest();
  store.close();
  assert.deepEqual(await loom(folder.path, ["changes", "r"]), {
    code: 0,
    out: "",
    err: `No change of \`r\` is recorded\n${fact}\n`,
  });
  for (const command of ["why", "show"]) {
    const { out } = await loom(folder.path, [command, "r"]);
    assert.ok(out.includes(fact), out);
  }
  assert.ok((await loom(folder.path, ["status", "r"])).err.includes(fact));
  for (const command of ["why", "status"]) {
    assert.equal(json((await loom(folder.path, [command, "r", "--json"])).out)[0].cut_off, true);
  }
  const trial = await loom(folder.path, ["undo", "r", "--dry-run"]);
  assert.match(trial.out, /created +left\.txt/);
  assert.match(
    trial.err,
    /Somebody else may have made `left\.txt`: what is there would be kept, `loom undo r --taken-back` would bring it back/,
  );
  const done = await loom(folder.path, ["undo", "r", "--yes"]);
  assert.match(done.err, /made `left\.txt`: what was there is kept, `loom undo r --taken-back` brings it back/);
  assert.match((await loom(folder.path, ["changes", "r"])).out, /created, undone/);
  assert.doesNotMatch((await loom(folder.path, ["why", "r"])).out, /cut off/);
});

Deno.test("what was put back after a kill is told at the end of the run as well", async () => {
  await using folder = await scratch({ "p.yaml": THREE });
  await loom(folder.path, ["run", "p.yaml", "--name", "r", "-q"]);
  const store = await openDatabase({ folder: folder.path }), { id, driver } = await store.findRun("r");
  const epoch = (await store.acquire(id, "", { ttl: 60_000 }))!, change = { change: "left", path: "x", why: "later" };
  await store.changes.add(id, epoch, { by: "take-back/task/two", change });
  await store.release(driver, epoch);
  store.close();
  const { err } = await loom(folder.path, ["resume", "r"]);
  assert.match(
    err,
    / · 3 files changed, .* · After a kill, a resume left 1 path alone that somebody has changed since: /,
  );
});
