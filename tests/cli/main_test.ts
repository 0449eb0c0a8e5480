/** What goes wrong, and what is said and told by the exit code. */
import assert from "node:assert/strict";
import { createClient } from "@libsql/client/sqlite3";
import { main } from "../../lib/cli/main.ts";
import { until } from "../engine/models.ts";
import { fakeHost, loom, scratch } from "./fake_host.ts";
import { scripted, STORY } from "./specs.ts";

/** One message, on standard error alone, with this code. */
async function fails(folder: string, words: readonly string[], code: number, message: RegExp): Promise<void> {
  const came = await loom(folder, words);
  assert.equal(came.code, code, `${words.join(" ")}: ${came.err}`);
  assert.match(came.err, message);
  assert.equal(came.out, "");
  assert.equal([...came.err.matchAll(/^error/gm)].length, 1, `one message: ${came.err}`);
  assert.doesNotMatch(came.err, /\n\s+at |mistake of its own/, "no stack");
}

Deno.test("a command that is not there is told with the one that was meant", async () => {
  await using folder = await scratch();
  await fails(folder.path, ["rnu"], 2, /^error: Unknown command `rnu`: did you mean `run`\?\n/);
  await fails(folder.path, ["story.yaml"], 2, /write `loom run story\.yaml` to run it/);
  await fails(folder.path, ["help", "shwo"], 2, /Unknown command `shwo`: did you mean `show`\?/);
  await fails(folder.path, ["runs", "--jsn"], 2, /`loom help runs` says what it takes/);
});

Deno.test("loom alone shows its help as a mistake, asked for it is the answer", async () => {
  await using folder = await scratch();
  const alone = await loom(folder.path, []), asked = await loom(folder.path, ["--help"]);
  assert.deepEqual([alone.code, alone.out], [2, ""]);
  assert.deepEqual([asked.code, asked.err, asked.out], [0, "", alone.err]);
  assert.equal((await loom(folder.path, ["help"])).out, asked.out);
  assert.equal((await loom(folder.path, ["run", "--help"])).out, (await loom(folder.path, ["help", "run"])).out);
});

Deno.test("a spec that is missing, a folder, empty, not UTF-8 or of an unknown provider is told with its place", async () => {
  await using folder = await scratch({ "empty.yaml": "", "far.yaml": STORY.replace("ngram/builtin", "opnai/x") });
  await Deno.writeFile(`${folder.path}/bytes.yaml`, Uint8Array.of(0x61, 0xff, 0xfe));
  await Deno.mkdir(`${folder.path}/folder.yaml`);
  await fails(folder.path, ["run", "no.yaml"], 2, /error\[L\d+\].*no\.yaml.*there is no such file/);
  await fails(folder.path, ["run", "folder.yaml"], 2, /error\[L\d+\].*it is a folder/);
  await fails(folder.path, ["run", "empty.yaml"], 2, /error\[L\d+\]: the file is empty/);
  await fails(folder.path, ["run", "bytes.yaml"], 2, /error\[L\d+\].*UTF-8/);
  await fails(folder.path, ["run", "far.yaml"], 2, /error\[L\d+\].*provider `opnai`.*[^]*did you mean `openai`/);
});

Deno.test("inputs that are missing, unknown, unreadable or of another type are told", async () => {
  const spec = STORY.replace(
    "{seed: {type: text, default: It began with}}",
    "{seed: {type: text}, n: {type: int, default: 1}}",
  );
  await using folder = await scratch({ "story.yaml": spec, "list.json": "[1]", "bad.json": "{" });
  await fails(folder.path, ["run", "story.yaml"], 2, /input `seed` is missing: give it with `-i seed=…`/);
  await fails(folder.path, ["run", "story.yaml", "-i", "sead=x"], 2, /unknown input `sead`, did you mean `seed`\?/);
  await fails(folder.path, ["run", "story.yaml", "-i", "seed=x", "-i", "n=many"], 2, /input `n`: expected /);
  await fails(folder.path, ["run", "story.yaml", "-i", "seed"], 2, /Cannot read the input `seed`: write NAME=VALUE/);
  await fails(
    folder.path,
    ["run", "story.yaml", "-i", "seed=@no.txt"],
    2,
    /Cannot read `no\.txt`: there is no such file/,
  );
  await fails(folder.path, ["run", "story.yaml", "--input-file", "list.json"], 2, /expected a map of names and values/);
  await fails(
    folder.path,
    ["run", "story.yaml", "--input-file", "bad.json"],
    2,
    /Cannot read the inputs in `bad\.json`/,
  );
  await fails(folder.path, ["run", "story.yaml", "--budget-wall", "soon"], 2, /expected a time such as 90s/);
  await fails(folder.path, ["run", "story.yaml", "--seed", "-1"], 2, /expected a whole number below/);
  await fails(folder.path, ["run", "story.yaml", "-i", "seed=x", "--name", "@last"], 2, /Cannot name a run `@last`/);
  assert.equal((await loom(folder.path, ["run", "story.yaml", "-q", "-i", "seed=x", "-i", "n=3"])).code, 0);
});

Deno.test("a run that is unknown, ambiguous, taken or part of another is told", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  for (const name of ["tale-a", "tale-b"]) await loom(folder.path, ["run", "story.yaml", "-q", "--name", name]);
  await fails(
    folder.path,
    ["show", "saga"],
    2,
    /Cannot find the run `saga`: none is called so; `loom runs` lists those there are/,
  );
  await fails(folder.path, ["show", "tale"], 2, /Cannot tell which run `tale` is: .*tale-a, tale-b/);
  await fails(folder.path, ["resume", "tale"], 2, /Cannot tell which run/);
  await fails(folder.path, ["run", "story.yaml", "--name", "tale-a"], 2, /the name is in use/);
});

Deno.test("a run that another process drives is told with a code of its own", async () => {
  await using folder = await scratch({
    "slow.yaml": scripted({ replies: [{ text: " a", delay_ms: 20 }], depth: 90, budget: "{calls: 500}" }),
  });
  const host = fakeHost({ folder: folder.path }), running = main(["run", "slow.yaml", "--name", "one"], host);
  await until(() => /one begins/.test(host.said()));
  await fails(folder.path, ["resume", "one"], 7, /Cannot drive `one`: process \d+ on this machine does/);
  await fails(folder.path, ["settle", "one", "--others", "0"], 7, /Cannot drive `one`/);
  host.interrupt();
  assert.equal(await running, 6);
});

Deno.test("a database that is newer, foreign or damaged is told with a code of its own", async () => {
  await using folder = await scratch({ "story.yaml": STORY, "text.db": "This is no database.\n".repeat(100) });
  const db = `${folder.path}/new.db`;
  await loom(folder.path, ["--db", db, "run", "story.yaml", "-q"]);
  const client = createClient({ url: `file:${db}` });
  await client.execute("UPDATE schema_version SET version = 999");
  client.close();
  await fails(folder.path, ["runs", "--db", db], 8, /of schema version 999.*use a newer loom/);
  await fails(folder.path, ["--db", "text.db", "runs"], 8, /it is not a database, or it is damaged/);
  await fails(folder.path, ["--db", "no.db", "runs"], 2, /Cannot find the database `.*no\.db`/);
  await fails(folder.path, ["--db", "story.yaml/x.db", "run", "story.yaml"], 8, /story\.yaml/);
});

Deno.test("a folder that is not there cannot be worked in; one that is, is", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await fails(folder.path, ["-C", "nowhere", "runs"], 2, /Cannot work in `nowhere`: there is no such folder/);
  await Deno.mkdir(`${folder.path}/inside`);
  assert.equal((await loom(`${folder.path}/inside`, ["-C", "..", "run", "story.yaml", "-q"])).code, 0);
  assert.match((await loom(`${folder.path}/inside`, ["runs", "-C", folder.path])).out, /story-/);
  assert.match((await loom(`${folder.path}/inside`, ["runs"])).out, /story-/, "the nearest folder that has a database");
});

Deno.test("a mistake of our own says so, with what to report", async () => {
  await using folder = await scratch();
  const host = fakeHost({ folder: folder.path });
  const broken = {
    ...host,
    out: {
      ...host.out,
      write: () => {
        throw new TypeError("x is undefined");
      },
    },
  };
  assert.equal(await main(["help"], broken), 1);
  assert.match(
    host.said(),
    /^error: loom has a mistake of its own[^]*TypeError: x is undefined\n +at [^]*Please report this/,
  );
});
