/** `check`, `fmt`, `explain`, `plan`, `schema`: what one does with specs before running them. */
import assert from "node:assert/strict";
import { loom, scratch } from "../fake_host.ts";
import { STORY } from "../specs.ts";

const BROKEN = STORY.replace("kind: autoloom", "kind: autolom");

Deno.test("check says all that is wrong, in every format, and its code tells it", async () => {
  await using folder = await scratch({ "good.yaml": STORY, "bad.yaml": BROKEN, "worse.yaml": BROKEN });
  const good = await loom(folder.path, ["check", "good.yaml"]);
  assert.deepEqual(good, { code: 0, out: "", err: "1 spec is fine\n" });
  const bad = await loom(folder.path, ["check", "good.yaml", "bad.yaml", "worse.yaml"]);
  assert.equal(bad.code, 2);
  assert.match(bad.out, /error\[L\d{4}\].*autolom/);
  assert.match(bad.out, /2 errors in 2 files\n$/);
  const json = await loom(folder.path, ["check", "--format", "json", "bad.yaml"]);
  assert.match(JSON.parse(json.out)[0].number, /^L\d{4}$/);
  assert.match((await loom(folder.path, ["check", "--format", "github", "bad.yaml"])).out, /^::error file=/);
  assert.equal(JSON.parse((await loom(folder.path, ["check", "--format", "sarif", "bad.yaml"])).out).version, "2.1.0");
  assert.equal((await loom(folder.path, ["check"])).code, 2, "nothing to check is a mistake");
});

Deno.test("check never makes a database or a folder", async () => {
  await using folder = await scratch({ "good.yaml": STORY });
  for (
    const words of [["check", "good.yaml"], ["explain", "good.yaml"], ["plan", "good.yaml"], ["fmt", "good.yaml"], [
      "models",
    ]]
  ) {
    assert.equal((await loom(folder.path, words)).code, 0, words.join(" "));
  }
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["good.yaml"]);
});

Deno.test("a broken spec is not run, and nothing is left behind", async () => {
  await using folder = await scratch({ "bad.yaml": BROKEN });
  for (const words of [["run", "bad.yaml"], ["explain", "bad.yaml"], ["plan", "bad.yaml"]]) {
    const { code, out, err } = await loom(folder.path, words);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /error\[L\d{4}\].*autolom/);
  }
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["bad.yaml"]);
});

Deno.test("fmt brings a spec into its usual form once, and --check only says so", async () => {
  const odd = STORY.replace("stop: {depth: 3}", "stop:    {depth:   3}   # three");
  await using folder = await scratch({ "odd.yaml": odd });
  const checked = await loom(folder.path, ["fmt", "--check", "odd.yaml"]);
  assert.deepEqual([checked.code, checked.err], [2, "odd.yaml is not in its usual form\n"]);
  assert.equal(await Deno.readTextFile(`${folder.path}/odd.yaml`), odd);
  await Deno.chmod(`${folder.path}/odd.yaml`, 0o700);
  const { code, err } = await loom(folder.path, ["fmt", "odd.yaml"]);
  assert.deepEqual([code, err], [0, "odd.yaml is formatted\n"]);
  assert.match(await Deno.readTextFile(`${folder.path}/odd.yaml`), /stop: \{ ?depth: 3 ?\} # three/);
  assert.equal((await Deno.stat(`${folder.path}/odd.yaml`)).mode! & 0o777, 0o700, "it keeps its rights");
  assert.deepEqual(await loom(folder.path, ["fmt", "--check", "odd.yaml"]), { code: 0, out: "", err: "" });
});

Deno.test("explain tells the steps, plan what they can cost", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  assert.match((await loom(folder.path, ["explain", "story.yaml"])).out, /1\. begin with.*\n.*2\. make 3 candidates/s);
  assert.match((await loom(folder.path, ["explain", "story.yaml", "--format", "mermaid"])).out, /^flowchart TD\n/);
  assert.equal(JSON.parse((await loom(folder.path, ["explain", "story.yaml", "--format", "json"])).out).cost.rounds, 3);
  assert.match((await loom(folder.path, ["plan", "story.yaml"])).out, /3 rounds +9 /);
  const plan = JSON.parse((await loom(folder.path, ["plan", "story.yaml", "--pinned"])).out);
  assert.deepEqual([plan.kind, plan.name, plan.version], ["autoloom", "story", 1]);
  assert.equal(JSON.parse((await loom(folder.path, ["plan", "story.yaml", "--json"])).out).total.calls, 9);
});

Deno.test("schema prints the schema of specs, or of exports", async () => {
  await using folder = await scratch();
  assert.equal(JSON.parse((await loom(folder.path, ["schema"])).out).title, "Loom spec");
  assert.equal(JSON.parse((await loom(folder.path, ["schema", "--export"])).out).$ref, "#/$defs/run_export");
});
