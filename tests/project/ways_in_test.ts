/** Every way in that the README names, taken as it is printed there. */
import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { textOf } from "./tree.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

const SPEC = `loom: 1
kind: autoloom
models: {base: {use: ngram/builtin}}
start: The lamp went out at four, and nobody
expand: {model: base, width: 2, max_tokens: 8}
grade: {by: novelty(candidate.text)}
stop: {depth: 2}
`;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<Ran> {
  const { code, stdout, stderr } = await new Deno.Command(command, { args: [...args], stdin: "null", ...options })
    .output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

/** The permissions the README prints. */
const FLAGS = /deno run ((?:--allow-\S+ )+)cli\.ts run/.exec(textOf("README.md"))![1]!.trim().split(" ");

Deno.test("the flags of the README are enough to run a spec, and are those of the tasks and of the script's first line", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/tiny.yaml`, SPEC);
  const { code, out, err } = await run(Deno.execPath(), [
    "run",
    "--no-prompt",
    ...FLAGS,
    `${ROOT}cli.ts`,
    "run",
    "tiny.yaml",
  ], { cwd: folder });
  assert.equal(code, 0, err);
  assert.ok(out.startsWith("The lamp went out at four, and nobody"), out);
  for (const command of [config.tasks.demo.command, config.tasks.install.command, textOf("cli.ts").split("\n")[0]!]) {
    for (const flag of FLAGS) assert.ok(command.includes(flag), `\`${command}\` lacks ${flag}`);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test(
  "with the flags of the README a workspace is held by handles, so that no link leads out of it",
  { ignore: Deno.build.os !== "linux" },
  async () => {
    const folder = await Deno.makeTempDir(), script = `${folder}/hold.ts`;
    const opener = `${ROOT}lib/tools/workspace/workspace.ts`;
    await Deno.writeTextFile(
      script,
      `import { openWorkspace } from "${opener}";\nconsole.log((await openWorkspace(Deno.args[0]!)).hold);\n`,
    );
    const args = [
      "run",
      "--no-prompt",
      "--quiet",
      "--no-check",
      "--config",
      `${ROOT}deno.json`,
      ...FLAGS,
      script,
      folder,
    ];
    const { out, err } = await run(Deno.execPath(), args);
    assert.equal(out, "handles\n", err);
    await Deno.remove(folder, { recursive: true });
  },
);

Deno.test(
  "an installed loom runs a spec that begins with #! as a program",
  { ignore: Deno.build.os === "windows" },
  async () => {
    const folder = await Deno.makeTempDir(), spec = `${folder}/story.yaml`;
    const words = config.tasks.install.command.split(" ").slice(1).map((word) =>
      word === "cli.ts" || word === "deno.json" ? ROOT + word : word
    );
    const installed = await run(Deno.execPath(), [...words.slice(0, 1), "--root", folder, ...words.slice(1)], {
      cwd: folder,
    });
    assert.equal(installed.code, 0, installed.err);
    await Deno.writeTextFile(spec, `#!/usr/bin/env -S loom run\n${SPEC}`);
    await Deno.chmod(spec, 0o755);
    const deno = Deno.execPath().replace(/\/[^/]*$/, "");
    const { code, out, err } = await run(spec, [], {
      cwd: folder,
      env: { PATH: `${folder}/bin:${deno}:${Deno.env.get("PATH")}` },
    });
    assert.equal(code, 0, err);
    assert.ok(out.startsWith("The lamp went out at four, and nobody"), out);
    await Deno.remove(folder, { recursive: true });
  },
);
