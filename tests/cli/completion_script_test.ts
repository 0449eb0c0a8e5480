/** The completion scripts in real shells: those that are not installed are passed over, bash is always there. */
import assert from "node:assert/strict";
import { completionScript, SHELLS } from "../../lib/cli/completion_script.ts";
import { scratch } from "./fake_host.ts";
import { inTerminal } from "./pseudo_terminal.ts";
import { STORY } from "./specs.ts";

const CLI = new URL("../../cli.ts", import.meta.url).pathname;
const SIZE = { columns: 200, rows: 24 };
/** Clears the line. */
const CLEAR = "\x15";

/** A folder with specs, a `loom` of its own on the PATH, and the script of bash. */
async function prepared() {
  const folder = await scratch({
    "story.yaml": STORY,
    "two words.yaml": STORY,
    "$(touch SUGGESTED).yaml": STORY,
    "loom": `#!/bin/sh\nexec '${Deno.execPath()}' run --allow-all --no-check --quiet '${CLI}' "$@"\n`,
    "loom.bash": await completionScript("bash"),
  });
  await Deno.chmod(`${folder.path}/loom`, 0o700);
  const env = { PATH: `${folder.path}:${Deno.env.get("PATH")}`, PS1: "READY ", TERM: "dumb", HOME: folder.path };
  return {
    folder,
    env,
    has: (name: string) => [...Deno.readDirSync(folder.path)].some((entry) => entry.name === name),
  };
}

async function bash(script: string, { folder, env }: Awaited<ReturnType<typeof prepared>>) {
  const args = ["--norc", "--noprofile", "-c", script];
  const { code, stdout, stderr } = await new Deno.Command("bash", { args, cwd: folder.path, env, stdin: "null" })
    .output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

Deno.test("bash takes its script in silence, as often as it is sourced", async () => {
  const made = await prepared();
  await using _ = made.folder;
  const { code, out, err } = await bash("source loom.bash; source loom.bash; complete -p loom", made);
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^complete -F \S+ loom\n$/);
});

Deno.test("TAB in bash completes commands, options, their values, runs and specs, spaces and all", async () => {
  const made = await prepared();
  await using _ = made.folder;
  await bash("loom run story.yaml -q --name tale-1 >/dev/null", made);
  await using terminal = inTerminal(["bash", "--norc", "--noprofile", "-i"], {
    cwd: made.folder.path,
    size: SIZE,
    env: made.env,
  });
  const becomes = async (typed: string, line: RegExp) => {
    terminal.type(`${typed}\t`);
    await terminal.shows(line);
    terminal.type(CLEAR);
  };
  terminal.type("source loom.bash; source loom.bash\r");
  await terminal.shows(/READY .*READY /s);
  await becomes("loom stat", /loom status /);
  await becomes("loom check --form", /loom check --format /);
  await becomes("loom check --format=sa", /loom check --format=sarif /);
  await becomes("loom check --format gi", /loom check --format github /);
  await becomes("loom logs @la", /loom logs @last /);
  await becomes("loom text tal", /loom text tale-1 /);
  await becomes("loom run st", /loom run story\.yaml /);
  await becomes("loom explain tw", /loom explain two\\ words\.yaml /);
  await becomes('loom plan "two', /loom plan "two words\.yaml"? ?/);
  assert.doesNotMatch(terminal.written(), /readonly|command not found|syntax error/);
});

Deno.test("TAB in bash runs nothing that stands on the line, in whatever way, and nothing that a file is called", async () => {
  const made = await prepared();
  await using _ = made.folder;
  await using terminal = inTerminal(["bash", "--norc", "--noprofile", "-i"], {
    cwd: made.folder.path,
    size: SIZE,
    env: made.env,
  });
  terminal.type("source loom.bash\r");
  await terminal.shows(/READY .*READY /s);
  const traps = [
    'loom run "$(touch TRAP)" st',
    "loom run $(touch TRAP) st",
    "loom run `touch TRAP` st",
    "loom run 'a'\\''$(touch TRAP)' st",
    "loom run --input=a[$(touch TRAP)]= --name=$(touch TRAP) st",
    "loom run <(touch TRAP) st",
    "loom run ${x:=$(touch TRAP)} st",
  ];
  for (const trap of traps) {
    // What is printed after it shows that the completion is over.
    terminal.type(`${trap}\t${CLEAR}echo over-$((${traps.indexOf(trap)} + 100))\r`);
    await terminal.shows(new RegExp(`over-${traps.indexOf(trap) + 100}`));
    assert.ok(!made.has("TRAP"), trap);
  }
  terminal.type("loom run \t\t\t");
  await terminal.shows(/two\\? words\.yaml/);
  terminal.type(`${CLEAR}loom run $\t${CLEAR}echo over-$((1 + 200))\r`);
  await terminal.shows(/over-201/);
  assert.ok(!made.has("SUGGESTED"));
});

Deno.test("no script evaluates a text, and each asks loom in the same words", async () => {
  for (const shell of SHELLS) {
    const script = await completionScript(shell);
    assert.doesNotMatch(script, /\b(eval|Invoke-Expression|iex|compgen)\b/i, shell);
    assert.match(script, /loom complete '?--'? /, shell);
  }
});
