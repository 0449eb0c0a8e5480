import assert from "node:assert/strict";
import { LOOM_TOML } from "../../../lib/cli/commands/init.ts";
import { loom, scratch } from "../fake_host.ts";

Deno.test("init writes settings that hold as they are, and never replaces any", async () => {
  await using folder = await scratch();
  assert.equal((await loom(folder.path, ["init"])).code, 0);
  assert.equal(await Deno.readTextFile(`${folder.path}/loom.toml`), LOOM_TOML);
  const { code, err } = await loom(folder.path, ["init"]);
  assert.equal(code, 2);
  assert.match(err, /there is one here already, and it stays as it is/);
  const models = await loom(folder.path, ["models"]);
  assert.deepEqual([models.code, models.err], [0, ""]);
  assert.match(models.out, /^NAME .*\nbase +ngram\/builtin +free .*loom\.toml\n/);
});

/** The settings of a block, its marks taken away. */
function uncommented(block: string): string {
  return block.replaceAll(/^# (?=\[|[a-z_]+ = )/gm, "");
}

/** What init comments out. */
const BLOCKS = LOOM_TOML.split("\n\n").filter((block) => uncommented(block) !== block);

/** Models of it that grade; the others make candidates. */
const JUDGES = ["kimi", "qwen", "claude", "echo"];

/** A folder with these settings and what they name, and a spec that names a model. */
async function folderWith(settings: string, { model, grades }: { readonly model: string; readonly grades: boolean }) {
  return await scratch({
    "loom.toml": settings,
    "corpus.txt": "The sea came in. The sea went out again.\n",
    "story.yaml": `loom: 1
kind: autoloom
start: It began
expand: {model: ${grades ? "base" : model}}
grade: ${grades ? `{model: ${model}}` : "{by: novelty(candidate.text)}"}
stop: {depth: 1}
`,
  });
}

Deno.test("every block that init comments out holds by itself, and specs may name its model and its roles", async () => {
  const seen: string[] = [];
  for (const block of BLOCKS) {
    const [, name = "base"] = /^# \[models\.(\w+)\]/m.exec(block) ?? [], grades = JUDGES.includes(name);
    const roles = [...(/^# roles = (.*)$/m.exec(block)?.[1] ?? "").matchAll(/\w+/g)].map(([role]) => role);
    for (const model of [name, ...roles]) {
      const settings = `[models.base]\nuse = "ngram/builtin"\n${uncommented(block)}\n`;
      await using folder = await folderWith(settings, { model, grades });
      const listed = await loom(folder.path, ["models"]);
      assert.deepEqual([listed.code, listed.err], [0, ""], block);
      const { code, out, err } = await loom(folder.path, ["explain", "story.yaml"]);
      assert.deepEqual([code, err], [0, ""], `${model}\n${block}`);
      assert.ok(out.includes(model === name ? `${name} stands in ` : `${model} is a role of ${name} in `), out);
      seen.push(model);
    }
  }
  assert.deepEqual(seen, [
    ...["mine", "deepseek", "writer", "kimi", "judge", "llama", "writer", "qwen", "judge"],
    ...["claude", "judge", "planner", "echo", "base"],
  ]);
});

Deno.test("all that init comments out holds together: a role is the model of the lowest tier", async () => {
  await using folder = await folderWith(uncommented(LOOM_TOML), { model: "judge", grades: true });
  const { code, out, err } = await loom(folder.path, ["models", "--json"]);
  assert.deepEqual([code, err], [0, ""]);
  const models = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(models.map(({ name }) => name), [
    "base",
    "mine",
    "deepseek",
    "kimi",
    "llama",
    "qwen",
    "claude",
    "echo",
    "ngram/builtin",
  ]);
  assert.deepEqual(models[7].price, { input: 1, output: 5, source: "loom.toml" });
  const explained = await loom(folder.path, ["explain", "story.yaml"]);
  assert.match(
    explained.out,
    /judge is a role of qwen, kimi, claude in .*: qwen is taken, the one of the lowest tier\n/,
  );
  assert.match(explained.out, /ends it in any case: \$1\.00, 2h of work\n +the budget is that of .*loom\.toml/);
  assert.match(explained.out, /saved to `documents\/.*\n +where it is saved is said in .*loom\.toml/);
});

Deno.test("models tells what is wrong with a loom.toml and lists the others all the same", async () => {
  await using folder = await scratch({
    "loom.toml": '[models.a]\nuse = "nowhere/x"\n[models.b]\nuse = "ngram/builtin"\n',
  });
  const { code, out, err } = await loom(folder.path, ["models"]);
  assert.equal(code, 2);
  assert.match(out, /\nb +ngram\/builtin/);
  assert.match(err, /error\[L\d+\].*`nowhere`[^]*loom\.toml:2/);
});
