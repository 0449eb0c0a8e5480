import assert from "node:assert/strict";
import { openDatabase } from "../../../lib/app/database.ts";
import { drive } from "../../../lib/store/conformance/setting.ts";
import { loom, scratch } from "../fake_host.ts";

const DAY = 86_400_000, START = 1_700_000_000_000;

async function taught() {
  const folder = await scratch(), store = await openDatabase({ folder: folder.path, create: true });
  for (const name of ["one", "two"]) {
    const { run } = await drive(store, name);
    await store.learned.learn(run.id, [
      { kind: "retry", key: "write the tests", value: { attempts: 2 }, at: START },
      ...(name === "one" ? [{ kind: "template", key: "a \x1b[31mb", at: START - DAY }] : []),
    ]);
  }
  store.close();
  return folder;
}

Deno.test("what was learned is listed, the most frequent first", async () => {
  await using folder = await taught();
  const { code, out } = await loom(folder.path, ["learned"], { now: () => START + DAY });
  assert.equal(code, 0);
  assert.deepEqual(out.split("\n"), [
    "KIND      RUNS   LAST  PATTERN          VALUE",
    'retry        2  1d00h  write the tests  {"attempts":2}',
    "template     1  2d00h  a ␛[31mb",
    "",
  ]);
  const json = (await loom(folder.path, ["learned", "--json", "--kind", "retry"])).out;
  assert.deepEqual(JSON.parse(json), {
    kind: "retry",
    key: "write the tests",
    count: 2,
    last: new Date(START).toISOString(),
    value: { attempts: 2 },
  });
});

Deno.test("what was learned is forgotten by its kind, or all of it", async () => {
  await using folder = await taught();
  const none = await loom(folder.path, ["learned", "--reset", "--kind", "other"]);
  assert.equal(none.err, "There is nothing to forget\n");
  assert.equal((await loom(folder.path, ["learned", "--reset", "--kind", "retry"])).err, "1 pattern is forgotten\n");
  assert.match((await loom(folder.path, ["learned"])).out, /\ntemplate .*\n$/);
  assert.equal((await loom(folder.path, ["learned", "--reset"])).err, "1 pattern is forgotten\n");
  assert.deepEqual(await loom(folder.path, ["learned"]), { code: 0, out: "", err: "Nothing is learned yet\n" });
  assert.match((await loom(folder.path, ["learned", "--kind", "x"])).err, /^Nothing of the kind `x` is learned\n$/);
});

Deno.test("where nothing has run nothing is learned, and nothing is made", async () => {
  await using folder = await scratch();
  for (const words of [["learned"], ["learned", "--reset"], ["learned", "--json"]]) {
    assert.deepEqual(await loom(folder.path, words), { code: 0, out: "", err: "Nothing is learned yet\n" });
  }
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});
