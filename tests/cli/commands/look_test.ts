/** `runs`, `show`, `status`, `text`, `export`: what one looks at. */
import assert from "node:assert/strict";
import { loom, scratch } from "../fake_host.ts";
import { scripted, STORY } from "../specs.ts";

async function ran() {
  const folder = await scratch({ "story.yaml": STORY });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one", "--seed", "1"]);
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "two", "--seed", "2", "--budget-calls", "4"]);
  return folder;
}

Deno.test("runs lists the newest first, as a table and as JSON", async () => {
  await using folder = await ran();
  const { out } = await loom(folder.path, ["runs"]);
  assert.match(
    out,
    /^ID +STATUS +STEPS +COST +CREATED\ntwo +exhausted +\d+ +\$0 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\none +done /,
  );
  const json = (await loom(folder.path, ["runs", "--json"])).out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(json.map(({ id, status, spent }) => [id, status, spent.calls]), [["two", "exhausted", 4], [
    "one",
    "done",
    9,
  ]]);
  assert.equal((await loom(folder.path, ["runs", "-n", "1"])).out.trimEnd().split("\n").length, 2);
});

Deno.test("a folder where nothing has run says so, and looking makes nothing", async () => {
  await using folder = await scratch();
  const { code, out, err } = await loom(folder.path, ["runs"]);
  assert.deepEqual([code, out, err], [0, "", "No runs here yet: `loom run SPEC` starts one\n"]);
  for (
    const words of [["show", "x"], ["status", "x"], ["logs", "x"], ["text", "x"], ["export", "x"], ["pause", "x"], [
      "settle",
      "x",
    ]]
  ) {
    const { code, err } = await loom(folder.path, words);
    assert.deepEqual(
      [code, /Cannot find the database `.*`: nothing has run here yet/.test(err)],
      [2, true],
      words.join(" "),
    );
  }
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});

Deno.test("a run is found by its name, its beginning, and its age", async () => {
  await using folder = await ran();
  const name = async (address: string) => JSON.parse((await loom(folder.path, ["status", address, "--json"])).out).id;
  assert.deepEqual(await Promise.all(["one", "on", "@1", "@last", "@2"].map(name)), [
    "one",
    "one",
    "two",
    "two",
    "one",
  ]);
  const none = await loom(folder.path, ["status", "@3"]);
  assert.deepEqual([none.code, none.err], [
    2,
    "error: Cannot find the run `@3`: there are 2, and `@1` is the newest\n",
  ]);
});

Deno.test("status is one line and the code of where the run stands", async () => {
  await using folder = await ran();
  const one = await loom(folder.path, ["status", "one"]), two = await loom(folder.path, ["status", "two"]);
  assert.match(one.out, /^one done: depth 3 is reached · \d+ steps · 9 calls · [\d,]+ tokens · [\d.]+s\n$/);
  assert.deepEqual([one.code, two.code], [0, 4]);
  assert.match(two.out, /^two exhausted: .* 4 of 4 calls/);
});

Deno.test("show tells every step with its grade, the choice, and why the run ended", async () => {
  await using folder = await ran();
  const { out } = await loom(folder.path, ["show", "one"]), lines = out.split("\n");
  assert.equal(lines[0], "one  done: depth 3 is reached");
  assert.match(lines[1]!, /^autoloom@1 · created .* steps · 9 calls/);
  assert.equal(lines.filter((line) => /round\/\d\/expand\/\d/.test(line)).length, 9);
  assert.equal(lines.filter((line) => /✓/.test(line)).length, 3, "one choice a round");
});

Deno.test("show tells what each step cost, what it came to by then, and how often it was tried", async () => {
  const fail = { failure: "rate", message: "too many requests", times: 1 };
  await using folder = await scratch({
    "paid.yaml": scripted({
      replies: [{ text: " ab", usage: { input: 1_000, output: 1_000 }, fail }],
      price: { input: 1, output: 2 },
      width: 1,
      depth: 1,
    }),
  });
  await loom(folder.path, ["run", "paid.yaml", "-q", "--name", "one"]);
  const { out } = await loom(folder.path, ["show", "one"]);
  const [step] = out.split("\n").filter((line) => / 2 +tried again after: too many requests/.test(line));
  assert.match(step!, /round\/1\/expand\/0 +call +\$0\.0030 +\$0\.0030 +3 /);
  const costs = await loom(folder.path, ["show", "one", "--costs"]);
  assert.match(costs.out, /STEPS +COST +CALLS +TOKENS +RETRIES\nround\/\*\/expand\/\* +\$0\.0030 +2 +[\d,]+ +1\n/);
  assert.match(costs.out, /MODEL +COST.*\nscripted\/writer +\$0\.0030/);
});

Deno.test("a failure that nothing followed is not told as tried again, while it is driven, in the log or later", async () => {
  const fail = { failure: "rate", message: "too many requests", times: 9 };
  await using folder = await scratch({
    "paid.yaml": scripted({ replies: [{ text: " ab", fail }], width: 1, depth: 1, budget: "{calls: 1}" }),
  });
  const ran = await loom(folder.path, ["run", "paid.yaml", "--name", "one"]);
  assert.equal(ran.code, 4);
  const failed = /round\/1\/expand\/0 failed, to be tried again at \d\d:\d\d:\d\d: too many requests/;
  const logged = await loom(folder.path, ["logs", "one"]), shown = await loom(folder.path, ["show", "one"]);
  assert.match(ran.err, failed);
  assert.match(logged.out, failed);
  assert.match(shown.out, /round\/1\/expand\/0 .* failed, not tried again so far: too many requests\n/);
  assert.doesNotMatch(ran.err + logged.out + shown.out, /is tried again|tried again after/);
});

Deno.test("costs are told by model for judges and scorers too, not only for texts", async () => {
  const replies = [{ text: " ab", usage: { input: 1_000, output: 1_000 } }], price = { input: 1, output: 2 };
  const judged = (grade: string) => scripted({ replies, price, depth: 1 }).replace("{by: size(candidate.text)}", grade);
  await using folder = await scratch({
    "scored.yaml": judged("{model: ngram/builtin, mode: logprob}"),
    "chosen.yaml": judged("{model: writer, mode: score}").replace('" ab"', '"7"'),
  });
  await loom(folder.path, ["run", "scored.yaml", "-q", "--name", "one"]);
  const scored = await loom(folder.path, ["show", "one", "--costs"]);
  assert.match(scored.out, /MODEL .*\nscripted\/writer +\$0\.0060 +2 .*\nngram\/builtin +\$0 +1 /);
  await loom(folder.path, ["run", "chosen.yaml", "-q", "--name", "two"]);
  const chosen = await loom(folder.path, ["show", "two", "--costs"]);
  assert.match(chosen.out, /MODEL .*\nscripted\/writer +\$0\.0120 +4 /);
  const models = (await loom(folder.path, ["show", "one", "--json"])).out.trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  ).map(({ key, model }) => [key, model]);
  assert.deepEqual(models.filter(([key]) => /^round.*\d$/.test(key)), [
    ["round/1/expand/0", "scripted/writer"],
    ["round/1/expand/1", "scripted/writer"],
    ["round/1/grade/0", "ngram/builtin"],
  ]);
});

Deno.test("on a narrow terminal the table keeps to its width", async () => {
  await using folder = await ran();
  for (const columns of [30, 40, 80]) {
    const { out } = await loom(folder.path, ["show", "one", "--no-color"], { terminal: { columns, rows: 24 } });
    for (const line of out.split("\n").slice(2)) assert.ok([...line].length <= columns, line);
  }
});

Deno.test("text prints the best text to the byte, for a run that has ended or rests", async () => {
  await using folder = await ran();
  const one = await loom(folder.path, ["text", "one"]), two = await loom(folder.path, ["text", "two"]);
  assert.match(one.out, /^It began with[^]*[^\n]$/);
  assert.match(two.out, /^It began with/);
  const shown = await loom(folder.path, ["text", "one"], { terminal: { columns: 40, rows: 10 } });
  assert.equal(shown.out, `${one.out}\n`, "a terminal gets a line end");
});

Deno.test("export is of the documented shape, children and texts included", async () => {
  await using folder = await ran();
  const { RUN_EXPORT } = await import("../../../lib/views/export_schema.ts");
  const { out } = await loom(folder.path, ["export", "one"]), exported = JSON.parse(out);
  assert.deepEqual(RUN_EXPORT.parse(exported), exported);
  const chosen = exported.steps.filter((step: { chosen: boolean }) => step.chosen);
  assert.equal(
    exported.steps[0].text + chosen.map((step: { text: string }) => step.text).join(""),
    exported.run.outputs.text,
  );
  assert.equal((await loom(folder.path, ["export", "one", "--compact"])).out.trimEnd().includes("\n"), false);
});
