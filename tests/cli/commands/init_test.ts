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

Deno.test("everything that init comments out holds, too", async () => {
  const whole = LOOM_TOML.replaceAll(/^# (?=\[|[a-z]+ = )/gm, "");
  await using folder = await scratch({
    "loom.toml": whole,
    "corpus.txt": "The sea came in. The sea went out again.\n",
  });
  const { code, out, err } = await loom(folder.path, ["models", "--json"]);
  assert.deepEqual([code, err], [0, ""]);
  const models = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(models.map(({ name }) => name), ["base", "mine", "judge", "ngram/builtin"]);
  assert.deepEqual(models[2].price, { input: 1, output: 5, source: "loom.toml" });
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
