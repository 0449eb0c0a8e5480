import assert from "node:assert/strict";
import { openLibsqlStore } from "../../../lib/store/libsql_store.ts";
import { loom, scratch } from "../fake_host.ts";
import { STORY } from "../specs.ts";

async function ran(...names: readonly string[]) {
  const folder = await scratch({ "story.yaml": STORY });
  for (const [i, name] of names.entries()) {
    await loom(folder.path, ["run", "story.yaml", "-q", "--name", name, "--seed", String(i)]);
  }
  return folder;
}

async function names(folder: string): Promise<readonly string[]> {
  const { out } = await loom(folder, ["runs", "--json"]);
  return out.split("\n").filter(Boolean).map((line) => (JSON.parse(line) as { readonly id: string }).id);
}

Deno.test("gc lists what it would remove, and removes nothing until it is told to", async () => {
  await using folder = await ran("one", "two", "three");
  const none = await loom(folder.path, ["gc"]);
  assert.deepEqual([none.code, none.out], [0, "There is nothing to remove\n"]);
  const { code, out } = await loom(folder.path, ["gc", "--older-than", "0s"]);
  assert.equal(code, 0);
  assert.match(
    out,
    /^ID +STATUS +AGE +ROWS +SIZE\ntwo +done +[\d.]+s +\d+ +[\d.]+ kB\none +done .*\n\n1 run stays .*`--keep 0` keeps none\n2 runs, \d+ rows, about [\d.]+ kB: nothing is removed without `--apply`\n$/,
  );
  assert.deepEqual(await names(folder.path), ["three", "two", "one"]);
  const done = await loom(folder.path, ["gc", "--older-than", "0s", "--apply"]);
  assert.match(done.out, /\nRemoved 2 runs, \d+ rows, about [\d.]+ kB\n/);
  assert.deepEqual(await names(folder.path), ["three"]);
  assert.equal((await loom(folder.path, ["gc", "--older-than", "0s", "--apply"])).code, 0);
});

Deno.test("gc removes the runs that are named, by any address, and says what stays", async () => {
  await using folder = await ran("one", "two");
  const store = await openLibsqlStore({ url: `file:${folder.path}/.loom/loom.db` });
  const { id } = await store.findRun("two"), epoch = (await store.acquire(id, "somebody", { ttl: 60_000 }))!;
  const { code, out } = await loom(folder.path, ["gc", "on", "two", "--apply"]);
  assert.match(
    out,
    /^ID .*\none .*\n\n`two` stays: it is being driven\nRemoved 1 run, .*\nThe file keeps its size: `two` is being driven\. New runs use the space in it\n$/,
  );
  assert.deepEqual([code, await names(folder.path)], [1, ["two"]]);
  await store.release(id, epoch);
  store.close();
  const last = await loom(folder.path, ["gc", "@1", "--apply"]);
  assert.deepEqual([last.code, await names(folder.path)], [0, []]);
  assert.match((await loom(folder.path, ["gc", "one"])).err, /Cannot find the run `one`/);
});

Deno.test("gc keeps documents and saved files, and takes documents when it is asked to", async () => {
  await using folder = await ran("one");
  await Deno.writeTextFile(`${folder.path}/saved.yaml`, `${STORY}save: "out.md"\n`);
  await loom(folder.path, ["run", "saved.yaml", "-q", "--name", "saved"]);
  const text = await Deno.readTextFile(`${folder.path}/out.md`);
  const kept = await loom(folder.path, ["gc", "one", "--apply"]);
  assert.doesNotMatch(kept.out, /document/);
  const told = await loom(folder.path, ["gc", "saved", "--documents"]);
  assert.match(told.out, /\nThe document `saved` would be removed: 10 nodes\n/);
  const { out } = await loom(folder.path, ["gc", "saved", "--documents", "--apply"]);
  assert.match(out, /\nThe document `saved` is removed: 10 nodes\nRemoved 1 run,/);
  assert.equal(await Deno.readTextFile(`${folder.path}/out.md`), text);
  const again = await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  assert.match(again.err, /`one`: a run of that name was removed; choose another/);
});

Deno.test("gc says all of it as one JSON value", async () => {
  await using folder = await ran("one", "two");
  const { out } = await loom(folder.path, ["gc", "--older-than", "0s", "--apply", "--json"]);
  const { runs, stays, applied, swept, rows, stopped } = JSON.parse(out);
  assert.deepEqual([applied, stopped, runs[0].name, runs[0].status, stays], [true, false, "one", "done", [
    { name: "two", status: "done", why: "newest" },
  ]]);
  assert.deepEqual([swept.rows, runs[0].rows], [rows, rows]);
  assert.match(runs[0].updated, /^\d{4}-\d\d-\d\dT.*Z$/);
});

Deno.test("gc where nothing has run makes nothing, and says which words it cannot read", async () => {
  await using folder = await scratch();
  assert.deepEqual(await loom(folder.path, ["gc", "--apply"]), {
    code: 0,
    out: "",
    err: "No runs here yet: there is nothing to remove\n",
  });
  for (
    const [words, message] of [
      [["--older-than", "soon"], /Cannot read `--older-than soon`: expected a time such as 30d/],
      [["--keep", "few"], /Cannot read `--keep few`: expected a whole number/],
      [["--status", "done,gone"], /Cannot remove runs that are `gone`: expected done, /],
    ] as [string[], RegExp][]
  ) {
    const { code, err } = await loom(folder.path, ["gc", ...words]);
    assert.equal(code, 2, err);
    assert.match(err, message);
  }
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});
