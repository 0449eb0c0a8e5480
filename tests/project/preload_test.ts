import assert from "node:assert/strict";
import { loom } from "../crash/loom_process.ts";

/** A spec that settings could change: they give defaults to the model it names. */
const SPEC = `loom: 1
kind: autoloom
name: plain
start: Once
expand: {model: base, width: 1, max_tokens: 4}
grade: {by: novelty(candidate.text)}
stop: {depth: 1}
`;

const SETTINGS = '[models.base]\nuse = "ngram/builtin"\n';

Deno.test("settings and environment of whoever runs the tests reach neither a test nor a process that it starts", async () => {
  const folder = await Deno.makeTempDir(), probe = `${folder}/probe_test.ts`;
  const preload = new URL("preload.ts", import.meta.url).pathname, config = new URL("../../deno.json", import.meta.url);
  try {
    await Deno.mkdir(`${folder}/config/loom`, { recursive: true });
    await Deno.writeTextFile(`${folder}/config/loom/config.toml`, SETTINGS);
    await Deno.writeTextFile(`${folder}/spec.yaml`, SPEC);
    const env = { XDG_CONFIG_HOME: `${folder}/config`, LOOM_DB: `${folder}/none/at/all.db` };
    // The settings make the spec sound, so they are read; under the preload they are not.
    assert.equal((await loom(folder, ["check", "spec.yaml"], { env })).code, 0);
    await Deno.writeTextFile(
      probe,
      `import { loom } from "${new URL("../crash/loom_process.ts", import.meta.url)}";
Deno.test("alone", async () => {
  const { code, err } = await loom("${folder}", ["check", "spec.yaml"]);
  if (code !== 2 || Deno.env.get("LOOM_DB") !== undefined) throw new Error(err);
});
`,
    );
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--quiet", `--config=${config.pathname}`, `--preload=${preload}`, probe],
      env,
      stdin: "null",
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
