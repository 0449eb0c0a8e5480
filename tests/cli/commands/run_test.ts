import assert from "node:assert/strict";
import { main } from "../../../lib/cli/main.ts";
import { fakeHost, loom, memorySink, scratch } from "../fake_host.ts";
import { scripted, STORY } from "../specs.ts";

Deno.test("a run prints its text and nothing else on standard output, and tells of its rounds beside it", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const { code, out, err } = await loom(folder.path, ["run", "story.yaml", "--seed", "1", "--name", "one"]);
  assert.equal(code, 0);
  assert.match(out, /^It began with\S* /);
  assert.match(err, /one begins · ngram\/builtin\n/);
  assert.match(err, /round 3 · ✓ \d of 3/);
  assert.match(err, /\none done: depth 3 is reached · 9 calls\n$/);
  assert.ok(!(out + err).includes("\x1b"));
});

Deno.test("the same seed gives the same text, and inputs come in by their types", async () => {
  await using folder = await scratch({ "story.yaml": STORY, "in.toml": 'seed = "The sea"\n', "text.txt": "The lamp" });
  const text = async (...more: readonly string[]) =>
    (await loom(folder.path, ["run", "story.yaml", "-q", "--seed", "5", ...more])).out;
  assert.equal(await text(), await text());
  assert.match(await text("--input-file", "in.toml"), /^The sea/);
  assert.match(await text("--input-file", "in.toml", "-i", "seed=The rain"), /^The rain/);
  assert.match(await text("-i", "seed=@text.txt"), /^The lamp/);
  const piped = await loom(folder.path, ["run", "story.yaml", "-q", "-i", "seed=@-"], {
    stdin: { text: "From a pipe" },
  });
  assert.match(piped.out, /^From a pipe/);
});

Deno.test("quiet says nothing but the text", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const { out, err } = await loom(folder.path, ["run", "story.yaml", "-q"]);
  assert.equal(err, "");
  assert.match(out, /^It began with/);
});

Deno.test("quiet says nothing of what is merely unusual, and why a run has not come to its end", async () => {
  const unused = STORY.replace("inputs: {", "inputs: {unused: {type: text, default: x}, ");
  await using folder = await scratch({
    "unused.yaml": unused,
    "fails.yaml": STORY.replace("novelty(candidate.text)", "1 / (depth - depth)"),
  });
  assert.match((await loom(folder.path, ["run", "unused.yaml"])).err, /warning\[L\d+\]: input `unused` is not used/);
  assert.equal((await loom(folder.path, ["run", "unused.yaml", "-q"])).err, "");
  const failed = await loom(folder.path, ["run", "fails.yaml", "-q", "--name", "one"]);
  assert.equal(failed.code, 1);
  assert.match(
    failed.err,
    /^one failed: .*`loom show one --steps` tells every attempt · `loom resume one` tries again what had failed\n$/,
  );
  const spent = await loom(folder.path, ["run", "unused.yaml", "-q", "--name", "two", "--budget-calls", "1"]);
  assert.equal(spent.code, 4);
  assert.match(
    spent.err,
    /^two exhausted: the budget of 1 call.*`loom resume two --add-budget calls=1` adds as much again and goes on\n$/,
  );
});

Deno.test("with --json every line is an event and the last one is the end", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const { code, out } = await loom(folder.path, ["run", "story.yaml", "--json", "--name", "one"]);
  const events = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(code, 0);
  assert.deepEqual([...new Set(events.map(({ type }) => type))].toSorted(), ["end", "entry", "started", "text"]);
  const { type, run, kind, outputs } = events.at(-1);
  assert.deepEqual([type, run, kind], ["end", "one", "done"]);
  assert.match(outputs.text, /^It began with/);
  const seqs = events.filter((event) => event.type === "entry").map(({ entry }) => entry.seq);
  assert.deepEqual(seqs, seqs.toSorted((a, b) => a - b));
});

Deno.test("outputs that are no text are printed as JSON", async () => {
  await using folder = await scratch({ "story.yaml": `${STORY}outputs: {score: best.score, rounds: depth}\n` });
  const { out } = await loom(folder.path, ["run", "story.yaml", "-q"]);
  assert.deepEqual(Object.keys(JSON.parse(out)).toSorted(), ["rounds", "score"]);
});

Deno.test("a budget on the command line takes the place of the spec's, and using it up has a code of its own", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const { code, err } = await loom(folder.path, ["run", "story.yaml", "--budget-calls", "4", "--name", "one"]);
  assert.equal(code, 4);
  assert.match(
    err,
    /one exhausted: the budget of 4 calls.*`loom resume one --add-budget calls=4` adds as much again and goes on/,
  );
  const resumed = await loom(folder.path, ["resume", "one", "--add-budget", "calls=20"]);
  assert.equal(resumed.code, 0, resumed.err);
});

Deno.test("a run whose deadline has passed is not told to add to its budget", async () => {
  await using folder = await scratch({ "story.yaml": `${STORY}budget: {deadline: "2001-01-01T00:00:00Z"}\n` });
  const { code, err } = await loom(folder.path, ["run", "story.yaml", "--name", "late"]);
  assert.equal(code, 4);
  assert.match(err, /late exhausted: the deadline .* has passed.*start another run with a later one\n$/);
  assert.doesNotMatch(err.slice(err.indexOf("late exhausted")), /--add-budget/);
});

Deno.test("a run that fails says why and has its own code; one that stalls, too", async () => {
  const fail = { failure: "auth", message: "the key was refused" };
  await using folder = await scratch({
    "fails.yaml": scripted({ replies: [{ fail }] }),
    "stalls.yaml": scripted({ replies: [""], depth: 9 }),
  });
  const failed = await loom(folder.path, ["run", "fails.yaml", "--name", "one"]);
  assert.equal(failed.code, 1);
  assert.match(
    failed.err,
    /one failed: .*the key was refused.*the provider refuses the key: `loom keys` tells which there are/,
  );
  const stalled = await loom(folder.path, ["run", "stalls.yaml"]);
  assert.equal(stalled.code, 3, stalled.err);
});

Deno.test("the summary names the saved file as it is written from here", async () => {
  await using folder = await scratch({ "story.yaml": `${STORY}save: out/story.txt\n` });
  const { err, out } = await loom(folder.path, ["run", "story.yaml"]);
  assert.match(err, / · saved to out\/story\.txt\n$/);
  assert.equal(await Deno.readTextFile(`${folder.path}/out/story.txt`), out);
});

Deno.test("a text that cannot be saved is told while the run goes on and at its end, with how to get it, even quietly", async () => {
  await using folder = await scratch({ "story.yaml": `${STORY}save: out/story.txt\n` });
  const said = memorySink(), out = `${folder.path}/out`;
  // The folder turns into a file when the first round is told.
  const write = (text: string) => {
    said.write(text);
    if (/ round 1 /.test(text)) Deno.removeSync(out, { recursive: true }), Deno.writeTextFileSync(out, "");
  };
  const host = fakeHost({ folder: folder.path, errors: { ...said, write } });
  const code = await main(["run", "story.yaml", "--name", "one"], host);
  const why =
    "Cannot save to `out/story.txt`: a folder on the way to it is a file; move that file or give another path";
  const how = "`loom text one` prints the text, `loom resume one` saves it";
  assert.equal(code, 1, "whoever goes on with the file has to know that it is not there");
  assert.match(
    said.text(),
    /\d Cannot save to `out\/story\.txt`: a folder on the way to it is a file; .*; the run goes on/,
  );
  assert.ok(said.text().endsWith(`\nwarning: ${why}\n  ${how}\none done: depth 3 is reached · 9 calls\n`), said.text());
  const still = await loom(folder.path, ["resume", "one", "-q"]);
  assert.deepEqual([still.code, still.err], [1, `warning: ${why}\n  ${how}\n`]);
  await Deno.remove(out);
  const saved = await loom(folder.path, ["resume", "one", "-q"]);
  assert.deepEqual([saved.code, saved.err, saved.out], [0, "", await Deno.readTextFile(`${out}/story.txt`)]);
});

Deno.test("what a model writes cannot steer a terminal", async () => {
  await using folder = await scratch({
    "evil.yaml": scripted({ replies: [" \u001b]0;owned\u0007 \u009b2J"], depth: 1 }),
  });
  const shown = await loom(folder.path, ["run", "evil.yaml"], { terminal: { columns: 80, rows: 24 } });
  assert.doesNotMatch((shown.out + shown.err).replaceAll("\n", ""), /\p{Cc}/u);
  const piped = await loom(folder.path, ["text", "@last"]);
  assert.ok(piped.out.includes("\x1b]0;owned"), "a pipe gets the text as it is");
});

Deno.test("a process works in the folder that is named, else as it says, else as a loom.toml says", async () => {
  const where =
    "loom: 1\nkind: process\nname: where\npermissions: {run: [pwd]}\ntasks: {a: {command: [pwd]}}\noutputs: {text: tasks.a.stdout}\n";
  await using folder = await scratch({ "loom.toml": '[workspace]\ndefault_path = "near"\n', "where.yaml": where });
  for (const name of ["near", "named", "said"]) await Deno.mkdir(`${folder.path}/${name}`);
  await Deno.writeTextFile(`${folder.path}/says.yaml`, `${where}workspace: said\n`);
  const at = async (...words: readonly string[]) => (await loom(folder.path, ["run", ...words, "-q"])).out.trim();
  assert.equal(await at("where.yaml"), `${folder.path}/near`);
  assert.equal(await at("says.yaml"), `${folder.path}/said`);
  assert.equal(await at("says.yaml", "-w", "named"), `${folder.path}/named`);
  const { code, err } = await loom(folder.path, ["run", "where.yaml", "-w", "nope"]);
  assert.equal(code, 2);
  assert.match(err, /Cannot work in `nope`: there is no such folder; make it, or name another one with `-w`/);
});
