/** Z, A: what the command line says of loops, and what it leaves alone. */
import "../store/collect_garbage.ts";
import { createClient } from "@libsql/client/sqlite3";
import assert from "node:assert/strict";
import { refine } from "../../mod.ts";
import { loom, scratch } from "../cli/fake_host.ts";
import { count, made } from "./code_form.ts";
import { specOf } from "./spec_form.ts";

Deno.test("[Z21] a duration that is none is a compile error with its line and column (spec)", async () => {
  await using folder = await scratch({ "fix.yaml": specOf({ budget: "{usd: 1, wall: 10x}" }) });
  const { code, err, out } = await loom(folder.path, ["check", "fix.yaml"]);
  assert.equal(code, 2);
  assert.match(err + out, /^error\[L0210\]: .*`10x`/m);
  assert.match(err + out, /fix\.yaml:9:24$/m);
});

Deno.test("[Z21] a duration that is none is an error of the line that makes the loop, which names the option (library)", () => {
  assert.throws(() => made<number>({ budget: { usd: 1, wall: "10x" } }, count), (error: Error) => {
    return error instanceof RangeError && /`budget\.wall` is `10x`/.test(error.message);
  });
  assert.throws(() => made<number>({ errors: { pause: "soon" } }, count), /`errors\.pause` is `soon`/);
});

const LOOKING: readonly (readonly string[])[] = [
  ["runs"],
  ["runs", "--json"],
  ["show", "r"],
  ["why", "r"],
  ["status", "r"],
  ["logs", "r"],
  ["text", "r"],
  ["export", "r"],
  ["diff", "r", "r"],
  ["inbox"],
  ["check", "fix.yaml"],
  ["explain", "fix.yaml"],
  ["plan", "fix.yaml"],
  ["schema"],
  ["models"],
];

/** All files below a folder; those that a database keeps beside it while it is open are not looked at. */
function filesIn(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? [name, ...filesIn(`${folder}/${name}`).map((file) => `${name}/${file}`)] : [name]
  ).filter((name) => !/-(wal|shm)$/.test(name)).sort();
}

Deno.test("[Z22] commands that only look make no file, whether there is a database or not (spec)", async () => {
  await using folder = await scratch({ "fix.yaml": specOf({ stop: "{depth: 1}" }) });
  for (const words of LOOKING) await loom(folder.path, words);
  assert.deepEqual(filesIn(folder.path), ["fix.yaml"]);
  assert.equal((await loom(folder.path, ["run", "fix.yaml", "--name", "r", "-q"])).code, 0);
  const before = filesIn(folder.path);
  assert.deepEqual(before, [".loom", ".loom/loom.db", "fix.yaml"]);
  for (const words of LOOKING) assert.equal((await loom(folder.path, words)).code, 0, words.join(" "));
  assert.deepEqual(filesIn(folder.path), before);
});

Deno.test("[Z22] a loop that is made and not run makes no file, and neither do commands that look for its runs (library)", async () => {
  await using folder = await scratch();
  const fix = refine<number>({ store: `${folder.path}/.loom/loom.db`, budget: { iterations: 1 } }, count);
  for (const words of [["runs"], ["show", "r"], ["why", "r"], ["inbox"]]) await loom(folder.path, words);
  assert.deepEqual(filesIn(folder.path), []);
  await fix(0, { name: "r" });
  const before = filesIn(folder.path);
  for (const words of [["runs"], ["show", "r"], ["why", "r"], ["inbox"]]) {
    assert.equal((await loom(folder.path, words)).code, 0, words.join(" "));
  }
  assert.deepEqual(filesIn(folder.path), before);
});

Deno.test("[defect A3] to import the library and to make a loop needs no right to write, and writes nothing (library)", async () => {
  await using folder = await scratch();
  const mod = new URL("../../mod.ts", import.meta.url).href;
  const code = `import { refine } from "${mod}"; refine({ budget: { iterations: 1 } }, (n) => n + 1);`;
  await Deno.writeTextFile(`${folder.path}/making.ts`, code);
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const { code: exit, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-check",
      "--quiet",
      "--config",
      config,
      "--allow-read",
      "--allow-env",
      `${folder.path}/making.ts`,
    ],
    cwd: folder.path,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  assert.equal(exit, 0, new TextDecoder().decode(stderr));
  assert.deepEqual(filesIn(folder.path), ["making.ts"]);
});

Deno.test("[defect A4] a loop is a file: it has a schema, it is checked, and what it may cost is told before it costs anything (spec)", async () => {
  const models = "{writer: {use: scripted/writer, replies: ['1'], price: {input: 0, output: 10000}}}";
  const propose = "{model: writer, prompt: '?', max_tokens: 25}";
  await using folder = await scratch({ "fix.yaml": specOf({ models, propose, stop: "{depth: 4}" }) });
  assert.equal((await loom(folder.path, ["check", "fix.yaml"])).code, 0);
  assert.match((await loom(folder.path, ["plan", "fix.yaml"])).out, /^4 rounds .* \$1\.00$/m);
  assert.ok("$defs" in JSON.parse((await loom(folder.path, ["schema"])).out));
  await Deno.writeTextFile(`${folder.path}/fix.yaml`, specOf({ stop: "{depht: 4}", bugdet: "{usd: 1}" }));
  const { code, err, out } = await loom(folder.path, ["check", "fix.yaml"]);
  assert.deepEqual([code, (err + out).match(/did you mean `\w+`/g)], [2, [
    "did you mean `depth`",
    "did you mean `budget`",
  ]]);
  assert.deepEqual(filesIn(folder.path), ["fix.yaml"]);
});

Deno.test("[defect A5] a list of runs reads no state of any of them (library)", async () => {
  await using folder = await scratch();
  const db = `${folder.path}/.loom/loom.db`, cost = () => 0.25;
  const fix = refine<number>({ name: "fix", store: db, budget: { iterations: 2 }, cost }, count);
  for (const name of ["one", "two"]) await fix(0, { name });
  const client = createClient({ url: `file:${db}` });
  for (const trigger of ["journal_stays", "journal_kept"]) await client.execute(`DROP TRIGGER ${trigger}`);
  for (const table of ["journal", "snapshot"]) await client.execute(`DELETE FROM ${table}`);
  client.close();
  const { code, out } = await loom(folder.path, ["runs"]);
  assert.equal(code, 0);
  for (const name of ["one", "two"]) assert.match(out, new RegExp(`^${name} .*exhausted.*\\$0\\.50`, "m"));
});

Deno.test("[defect A6] a run is followed, compared, forked and removed (spec)", async () => {
  const models = "{writer: {use: scripted/writer, replies: ['1', '2', '3']}}";
  await using folder = await scratch({ "fix.yaml": specOf({ models, stop: "{depth: 2}" }) });
  const did = async (...words: readonly string[]) => {
    const { code, out, err } = await loom(folder.path, words);
    assert.equal(code, 0, `${words.join(" ")}: ${err}`);
    return out;
  };
  for (const name of ["one", "two"]) await did("run", "fix.yaml", "--name", name, "-q");
  assert.match(await did("logs", "one"), /round\/2\/propose\/0/);
  assert.match(await did("diff", "one", "two"), /./);
  const half = /(\d+) round 1 /.exec(await did("logs", "one"))?.[1];
  await did("fork", `one@${half}`, "--name", "three", "-q");
  await did("gc", "one", "--apply");
  assert.doesNotMatch(await did("runs"), /^one /m);
});

Deno.test("[defect A6] a run is followed as it goes, paused and cancelled (library)", async () => {
  const { fix } = made<number>({}, (n) => new Promise((resolve) => setTimeout(resolve, 1, n + 1)));
  const stream = fix.stream(0), seen: (number | null)[] = [];
  for await (const step of stream) {
    seen.push(step.state);
    if (seen.length === 3) break;
  }
  const paused = await stream.end, run = await fix.start(0);
  run.cancel("no more of that");
  const cancelled = await run.end;
  assert.deepEqual([seen, paused.kind], [[1, 2, 3], "paused"]);
  assert.deepEqual([cancelled.kind, cancelled.reason], ["cancelled", "no more of that"]);
});
