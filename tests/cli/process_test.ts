/** The program as people start it: real processes, real pipes, a real terminal. */
import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { scratch } from "./fake_host.ts";
import { inTerminal } from "./pseudo_terminal.ts";
import { scripted, STORY } from "./specs.ts";
import { VirtualScreen } from "./virtual_screen.ts";

const CLI = new URL("../../cli.ts", import.meta.url).pathname;
/** The permissions that the program's first line asks for, and nothing more. */
const FLAGS = (await Deno.readTextFile(CLI)).split("\n")[0]!.match(/--allow-\w+/g)!;
/** A permission that is missing fails a test: a prompt in a terminal would wait for ever. */
const LOOM = [Deno.execPath(), "run", "--no-check", "--no-prompt", "--quiet", ...FLAGS, CLI];

const SLOW = scripted({ replies: [{ text: " a word", delay_ms: 30 }], depth: 300, budget: "{calls: 2000}" });
const SIZE = { columns: 80, rows: 24 };

async function run(cwd: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(LOOM[0]!, {
    args: [...LOOM.slice(1), ...words],
    cwd,
    env,
    stdin: "null",
  })
    .output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

Deno.test("the version is told by a process that has loaded nothing else", async () => {
  await using folder = await scratch();
  assert.deepEqual(await run(folder.path, ["--version"]), { code: 0, out: `loom ${config.version}\n`, err: "" });
});

Deno.test("a run with no more than the first line's permissions ends well, and a pipe gets its text alone", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const { code, out, err } = await run(folder.path, ["run", "story.yaml", "--name", "one"]);
  assert.equal(code, 0, err);
  assert.match(out, /^It began with/);
  assert.match(err, /one done: depth 3 is reached/);
  assert.equal((await run(folder.path, ["text", "one"])).out, out);
});

Deno.test("a reader that goes away ends a listing in silence", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await run(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  const { code, stdout, stderr } = await new Deno.Command("/bin/sh", {
    args: ["-c", '"$@" | head -1', "sh", ...LOOM, "logs", "one"],
    cwd: folder.path,
  }).output();
  assert.deepEqual([code, new TextDecoder().decode(stderr)], [0, ""]);
  assert.match(new TextDecoder().decode(stdout), /^\S+ +1 begins\n$/);
});

/** A file that takes nothing, as on a disk that is full. */
const FULL = "/dev/full", hasNone = Deno.build.os !== "linux";

async function onFullDisk(cwd: string, redirection: string, words: readonly string[]) {
  const { code, stderr } = await new Deno.Command("/bin/sh", {
    args: ["-c", `"$@" ${redirection}`, "sh", ...LOOM, ...words],
    cwd,
    stdin: "null",
  }).output();
  return { code, err: new TextDecoder().decode(stderr) };
}

Deno.test({
  name: "output that cannot be written is a failure told once, and a run rests where it was",
  ignore: hasNone,
  fn: async () => {
    await using folder = await scratch({ "story.yaml": STORY, "slow.yaml": SLOW });
    const lost = "error: Cannot write to standard output: the disk is full; free some space, or write elsewhere\n";
    assert.deepEqual(await onFullDisk(folder.path, `>${FULL}`, ["help"]), { code: 1, err: lost });
    const json = await onFullDisk(folder.path, `>${FULL}`, ["run", "slow.yaml", "--json", "-q", "--name", "one"]);
    assert.equal(json.code, 6);
    assert.match(json.err, /^one paused · .*`loom resume one` goes on\nerror: Cannot write[^\n]*\n$/);
    assert.match((await run(folder.path, ["status", "one"])).out, /^one paused/);
    const text = await onFullDisk(folder.path, `>${FULL}`, ["run", "story.yaml", "-q", "--name", "two"]);
    assert.deepEqual(text, { code: 1, err: lost }, "it is done, but its text is not where it was asked for");
    assert.match((await run(folder.path, ["status", "two"])).out, /^two done/);
  },
});

Deno.test({
  name: "a run goes on where nobody can be told of it",
  ignore: hasNone,
  fn: async () => {
    await using folder = await scratch({ "story.yaml": STORY });
    assert.equal((await onFullDisk(folder.path, `2>${FULL}`, ["run", "story.yaml", "--name", "one"])).code, 0);
    assert.match((await run(folder.path, ["status", "one"])).out, /^one done/);
  },
});

Deno.test("a terminal that does not know its size gets lines of 80 cells", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await run(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  await using terminal = inTerminal([...LOOM, "runs"], { cwd: folder.path, size: { columns: 0, rows: 0 } });
  await terminal.shows(/one.*done/);
  assert.equal(await terminal.ended, 0);
});

Deno.test("the day of a run is that of the calendar here, as all times that are shown", async () => {
  await using folder = await scratch({ "story.yaml": STORY.replace("${{ inputs.seed }}", "Day ${{ run.date }}.") });
  // These two never have the same day.
  const [east, west] = ["Pacific/Kiritimati", "Etc/GMT+12"];
  for (const [name, TZ] of [["east", east], ["west", west]] as const) {
    const { code, out } = await run(folder.path, ["run", "story.yaml", "-q", "--name", name!], { TZ: TZ! });
    assert.equal(code, 0);
    const [, shown] = new RegExp(`${name} .*(\\d{4}-\\d\\d-\\d\\d) `).exec(
      (await run(folder.path, ["runs"], { TZ: TZ! })).out,
    )!;
    assert.equal(/Day (.{10})\./.exec(out)?.[1], shown);
  }
});

/** Starts a run and kills it once the first call has been paid for. */
async function killed(cwd: string, name: string, signal: Deno.Signal): Promise<number> {
  const words = ["run", "slow.yaml", "--json", "--name", name];
  const child = new Deno.Command(LOOM[0]!, {
    args: [...LOOM.slice(1), ...words],
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader(), decoder = new TextDecoder();
  let seen = "";
  while (!seen.includes('"type":"result"')) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`It ended before its first call was paid for:\n${seen}`);
    seen += decoder.decode(value);
  }
  child.kill(signal);
  while (!(await reader.read()).done);
  return (await child.status).code;
}

Deno.test("SIGTERM lets a run rest; kill -9 leaves one that is interrupted at once; a resume ends both as if nothing had been", async () => {
  await using folder = await scratch({ "slow.yaml": SLOW.replace("{depth: 300}", "{depth: 5}") });
  assert.equal(await killed(folder.path, "one", "SIGTERM"), 6);
  await killed(folder.path, "two", "SIGKILL");
  assert.match((await run(folder.path, ["status", "one"])).out, /^one paused/);
  assert.match((await run(folder.path, ["status", "two"])).out, /^two interrupted/);
  const followed = await run(folder.path, ["logs", "-f", "two"]);
  assert.match(followed.err, /`two` was interrupted: `loom resume two` goes on with it/);
  await killed(folder.path, "three", "SIGKILL");
  assert.deepEqual(await run(folder.path, ["cancel", "three"]), { code: 0, out: "", err: "`three` is cancelled\n" });
  for (const name of ["one", "two"]) {
    const { code, out } = await run(folder.path, ["resume", name, "-q"]);
    assert.deepEqual([code, out], [0, "Once a word a word a word a word a word"], name);
  }
});

Deno.test("in a terminal a run is drawn in place, survives a change of size, and gives the cursor back", async () => {
  await using folder = await scratch({ "slow.yaml": SLOW });
  await using terminal = inTerminal([...LOOM, "run", "slow.yaml", "--name", "one"], { cwd: folder.path, size: SIZE });
  await terminal.shows(/round 2/);
  terminal.resize({ columns: 40, rows: 12 });
  // deno-lint-ignore no-control-regex -- An escape code is what is waited for.
  await terminal.shows(/\x1b\[2J/);
  terminal.kill("SIGINT");
  assert.equal(await terminal.ended, 6);
  await terminal.shows(/goes on/);
  const screen = new VirtualScreen({ columns: 40, rows: 12 });
  screen.write(terminal.written());
  assert.equal(screen.cursorIsShown, true);
  assert.match(screen.shown.replaceAll("\n", " "), /one paused · .*`loom resume one` goes on$/);
});

Deno.test("a second Ctrl-C ends the process at once, with the cursor back and the run to be resumed", async () => {
  const stuck = scripted({ replies: [" a word"], depth: 1, more: "" }).replace(
    "{by: size(candidate.text)}",
    "{by: {script: ./stuck.ts}}",
  );
  await using folder = await scratch({
    "stuck.yaml": stuck,
    "stuck.ts": "export default () => { for (;;); };\n",
  });
  await using terminal = inTerminal([...LOOM, "run", "stuck.yaml", "--name", "one"], { cwd: folder.path, size: SIZE });
  await terminal.shows(/at work/);
  // Both are there when the process goes on, so that the run has no time to come to rest between them.
  for (const signal of ["SIGSTOP", "SIGINT", "SIGTERM", "SIGCONT"] as const) terminal.kill(signal);
  assert.equal(await terminal.ended, 130);
  // deno-lint-ignore no-control-regex -- An escape code is what is waited for.
  await terminal.shows(/\x1b\[\?25h/);
  assert.equal((await run(folder.path, ["status", "one"])).code, 6);
});

Deno.test("where NO_COLOR is set a terminal gets lines without an escape code, and so it does with --no-color", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  for (const [words, env] of [[[], { NO_COLOR: "1" }], [["--no-color"], {}], [[], { TERM: "dumb" }]] as const) {
    await using terminal = inTerminal([...LOOM, "run", "story.yaml", ...words], { cwd: folder.path, size: SIZE, env });
    assert.equal(await terminal.ended, 0);
    await terminal.shows(/ done: /);
    assert.ok(!terminal.written().includes("\x1b"), JSON.stringify(env));
    assert.match(terminal.written(), /round 1 · ✓/);
  }
});

Deno.test("a key that is typed is not shown", async () => {
  await using folder = await scratch();
  const env = { XDG_CONFIG_HOME: folder.path };
  await using terminal = inTerminal([...LOOM, "keys", "set", "mine"], { cwd: folder.path, size: SIZE, env });
  await terminal.shows(/\(it is not shown\): /);
  terminal.type("sk-secret\x7f\x7f\x7f");
  terminal.type("123\r");
  assert.equal(await terminal.ended, 0);
  await terminal.shows(/is stored in/);
  assert.ok(!terminal.written().includes("sk-"));
  const [path] = /\/\S*keys\.json/.exec(terminal.written())!;
  assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), { mine: "sk-sec123" });
});

Deno.test("the completion script of each shell asks this program", async () => {
  await using folder = await scratch();
  for (const shell of ["bash", "zsh", "fish", "powershell"]) {
    const { code, out } = await run(folder.path, ["completions", shell]);
    assert.equal(code, 0);
    assert.match(out, /loom complete\b/, shell);
  }
});
