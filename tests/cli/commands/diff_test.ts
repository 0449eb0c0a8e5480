import assert from "node:assert/strict";
import { loom, scratch } from "../fake_host.ts";
import { STORY } from "../specs.ts";

async function ran() {
  const folder = await scratch({ "story.yaml": STORY, "wide.yaml": STORY.replace("width: 3", "width: 4") });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one", "--seed", "1"]);
  await loom(folder.path, ["run", "wide.yaml", "-q", "--name", "two", "--seed", "2", "-i", "seed=It ended with"]);
  return folder;
}

Deno.test("diff shows what differs between two runs, found by any address", async () => {
  await using folder = await ran();
  const { code, out } = await loom(folder.path, ["diff", "@2", "tw"]);
  assert.equal(code, 0);
  assert.match(out, /^--- one {2}autoloom@1 · done: depth 3 is reached\n\+\+\+ two {2}autoloom@1 · done/);
  assert.match(out, /\nPLANS\nexpand\.by\[0\]\.width: 3 → 4\n\nINPUTS\nseed: "It began with" → "It ended with"\n/);
  assert.match(out, /\n\d+ steps only in `two`\n {2}round\/1\/expand\/3\n/);
  assert.match(out, /\nSCORES\nROUND +one +two +CHANGE\n +1 /);
  assert.match(out, /\ncalls: 9 → 12\n/);
  assert.match(out, /\nTEXT\n@@ -\d.* @@\n-It began with/);
});

Deno.test("diff of a run and itself says that all is the same", async () => {
  await using folder = await ran();
  const { out } = await loom(folder.path, ["diff", "one", "one"]);
  assert.equal(out.match(/^the same$/gm)?.length, 4);
  assert.match(out, /\nSTEPS\n\d+ steps the same\n\n/);
});

Deno.test("diff knows a fork from its origin", async () => {
  await using folder = await ran();
  const { steps } = JSON.parse((await loom(folder.path, ["export", "one"])).out) as {
    readonly steps: readonly { readonly key: string; readonly seq: number }[];
  };
  const { seq } = steps.findLast(({ key }) => key.startsWith("round/2/expand"))!;
  await loom(folder.path, ["fork", `one@${seq}`, "-q", "--name", "fork"]);
  const { out } = await loom(folder.path, ["diff", "one", "fork"]);
  assert.match(out, new RegExp(`\\n\`fork\` was forked from \`one\` at row ${seq}\\n`));
  assert.match(out, /\d+ steps of before the fork\n/);
  assert.match(out, /\n +1 +\S+ +before the fork\n/);
});

Deno.test("diff shows the parts that are asked for, as lines and as one JSON value", async () => {
  await using folder = await ran();
  const lines = await loom(folder.path, ["diff", "one", "two", "--texts"]);
  assert.doesNotMatch(lines.out, /PLANS|STEPS|SCORES|SPENT/);
  const all = JSON.parse((await loom(folder.path, ["diff", "one", "two", "--json"])).out);
  assert.deepEqual(Object.keys(all), [
    "before",
    "after",
    "fork",
    "plans",
    "inputs",
    "budgets",
    "steps",
    "scores",
    "texts",
  ]);
  assert.deepEqual(all.plans, [{ path: "expand.by[0].width", before: 3, after: 4 }]);
  assert.deepEqual([all.before.id, all.after.spent.calls, all.texts[0].what], ["one", 12, "text"]);
  const scores = JSON.parse((await loom(folder.path, ["diff", "one", "two", "--json", "--scores"])).out);
  assert.deepEqual(Object.keys(scores), ["before", "after", "fork", "scores"]);
});

Deno.test("diff on a terminal is coloured, and texts cannot steer it", async () => {
  await using folder = await ran();
  const spec = STORY.replace("It began with", '"It \\e[2J with"');
  await Deno.writeTextFile(`${folder.path}/evil.yaml`, spec);
  await loom(folder.path, ["run", "evil.yaml", "-q", "--name", "evil"]);
  const { out } = await loom(folder.path, ["diff", "one", "evil"], { terminal: { columns: 80, rows: 24 } });
  assert.ok(out.includes("\x1b[32m+It ␛[2J with"));
  assert.ok(!out.includes("\x1b[2J"));
  const piped = await loom(folder.path, ["diff", "one", "evil"]);
  assert.ok(!piped.out.includes("\x1b"));
});

Deno.test("diff of a run that is not there says so", async () => {
  await using folder = await ran();
  const { code, err } = await loom(folder.path, ["diff", "one", "three"]);
  assert.equal(code, 2);
  assert.match(err, /Cannot find the run `three`/);
});
