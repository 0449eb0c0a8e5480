import assert from "node:assert/strict";
import { join } from "node:path";
import { callClock } from "../../lib/tools/call_clock.ts";
import { runCommand } from "../../lib/tools/command.ts";
import type { CommandFailure, CommandOptions, CommandOutcome } from "../../lib/tools/command.ts";
import type { CommandResult } from "../../lib/plan/outcome.ts";
import { isAlive, until, withFolder } from "./scratch.ts";

const TOOLS = ["sh", "cat", "env", "echo", "true", "sleep", "pwd", "printf"];

async function run(argv: readonly string[], options: Partial<CommandOptions> = {}): Promise<CommandOutcome> {
  return await runCommand(argv, { folder: "/", permissions: { run: TOOLS, env: [] }, ...options });
}

async function result(argv: readonly string[], options?: Partial<CommandOptions>): Promise<CommandResult> {
  const outcome = await run(argv, options);
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.message);
  return outcome.result;
}

async function failure(argv: readonly string[], options?: Partial<CommandOptions>): Promise<CommandFailure> {
  const outcome = await run(argv, options);
  assert.ok(!outcome.ok, "the command was expected to fail");
  return outcome;
}

Deno.test("a command's result is its exit code and both its outputs, whatever the code", async () => {
  assert.deepEqual(await result(["sh", "-c", "echo out; echo err >&2; exit 3"]), {
    code: 3,
    stdout: "out\n",
    stderr: "err\n",
  });
});

Deno.test("an argument stays one argument: no shell reads it", async () => {
  const nasty = `a b; echo $HOME "quoted" 'single' * \n $(true)`;
  assert.equal((await result(["printf", "[%s]", nasty, ""])).stdout, `[${nasty}][]`);
});

Deno.test("input is given whole and then ends; without any, there is none to wait for", async () => {
  const text = "line\n".repeat(100_000);
  assert.equal((await result(["cat"], { stdin: text })).stdout, text);
  assert.equal((await result(["cat"])).stdout, "");
});

Deno.test("a program that does not read its input is no failure", async () => {
  assert.equal((await result(["true"], { stdin: "x".repeat(1_000_000) })).code, 0);
});

Deno.test("the environment is PATH, HOME, LANG and what is granted by name", async () => {
  const env = { PATH: Deno.env.get("PATH")!, HOME: "/home/me", LANG: "C", API_KEY: "secret", GIVEN: "yes" };
  const { stdout } = await result(["env"], { env, permissions: { run: TOOLS, env: ["GIVEN"] } });
  assert.deepEqual(stdout.trim().split("\n").sort(), ["GIVEN=yes", "HOME=/home/me", "LANG=C", `PATH=${env.PATH}`]);
});

Deno.test("it runs in the spec's folder, or in one below it", async () => {
  await withFolder({ "sub/tool.sh": "#!/bin/sh\necho ran in $(pwd)" }, async (folder) => {
    await Deno.chmod(join(folder, "sub/tool.sh"), 0o755);
    assert.equal((await result(["pwd"], { folder })).stdout, `${folder}\n`);
    assert.equal((await result(["pwd"], { folder, cwd: "sub" })).stdout, `${folder}/sub\n`);
    const permissions = { run: ["./sub/tool.sh"], env: [] };
    assert.equal((await result(["sub/tool.sh"], { folder, permissions })).stdout, `ran in ${folder}\n`);
    assert.equal((await failure(["pwd"], { folder, cwd: "gone" })).code, "missing");
  });
});

Deno.test("a program that is not granted is refused before anything runs", async () => {
  await withFolder({}, async (folder) => {
    const permissions = { run: ["echo"], env: [] };
    for (const program of ["touch", "/usr/bin/touch", "./echo", "/bin/echo", "ECHO", "echo "]) {
      const { code, message } = await failure([program, "witness"], { folder, permissions });
      assert.equal(code, "refused");
      assert.equal(message, `Running \`${program}\` is not granted: add it to \`permissions.run\``);
    }
    assert.equal((await failure([], { folder })).code, "refused");
    assert.equal((await failure([""], { folder, permissions: { run: [""], env: [] } })).code, "refused");
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("a program that is not there is named", async () => {
  const { code, message } = await failure(["no-such-program", "--version", "x"], {
    permissions: { run: ["no-such-program"], env: [] },
  });
  assert.equal(code, "missing");
  assert.equal(
    message,
    "Cannot run `no-such-program --version …`: there is no program `no-such-program` on this machine",
  );
});

Deno.test("a file that is no program, and an argument that cannot be given, are failures with a reason", async () => {
  assert.equal((await failure(["/etc/passwd"], { permissions: { run: ["/etc/passwd"], env: [] } })).code, "failed");
  assert.equal((await failure(["echo", "a\0b"])).code, "failed");
});

/** Runs a shell script that makes the file `ready`, and aborts it then. */
async function abortWhenReady(script: string): Promise<CommandFailure> {
  let outcome: CommandFailure | undefined;
  await withFolder({}, async (folder) => {
    const abort = new AbortController();
    const running = failure(["sh", "-c", script], { folder, signal: abort.signal });
    await until(() => Deno.stat(join(folder, "ready")).then(() => true, () => false));
    abort.abort();
    outcome = await running;
  });
  return outcome!;
}

Deno.test("at its time a command is ended", async () => {
  const { code, message } = await failure(["sleep", "600"], { timeout: 50 });
  assert.equal(code, "timeout");
  assert.equal(message, "`sleep 600` did not end within 50ms");
});

Deno.test("a command that does not want to end is ended with all it started, and what it printed is kept", async () => {
  const { code, message, partial } = await abortWhenReady("trap '' TERM; sleep 600 & echo $!; : > ready; wait; wait");
  assert.equal(code, "aborted");
  assert.equal(message, "`sh -c …` was ended: the call was aborted");
  const child = Number(partial?.stdout);
  assert.ok(child > 1, partial?.stdout ?? "");
  await until(async () => !(await isAlive(child)));
});

Deno.test("a program is first asked to end, and may clear up", async () => {
  const { partial } = await abortWhenReady("trap 'echo cleared; exit 0' TERM; echo begun; : > ready; sleep 600 & wait");
  assert.equal(partial?.stdout, "begun\ncleared\n");
});

Deno.test("a program that the clock of its call ends did not end within its time; one whose caller ends it was aborted", async () => {
  const caller = new AbortController();
  using clock = callClock(20, caller.signal);
  const late = await failure(["sleep", "60"], { signal: clock.signal, timeout: 60_000 });
  assert.deepEqual([late.code, late.message], ["timeout", "`sleep 60` did not end within 20ms"]);
  const early = await failure(["sleep", "60"], { signal: clock.signal });
  assert.deepEqual([early.code, early.message], [
    "timeout",
    "`sleep 60` was not started: the 20ms of the call were over",
  ]);
  using other = callClock(60_000, caller.signal);
  const ended = failure(["sleep", "60"], { signal: other.signal });
  caller.abort();
  assert.equal((await ended).code, "aborted");
});

Deno.test("an abort that comes too early starts no command", async () => {
  const { code, message, partial } = await failure(["echo", "ran"], { signal: AbortSignal.abort() });
  assert.equal(code, "aborted");
  assert.equal(message, "`echo ran` was not started: the call was aborted");
  assert.equal(partial, undefined);
});

Deno.test("what a program leaves in the background is ended with it, and nobody waits for it", async () => {
  const { stdout } = await result(["sh", "-c", "sleep 600 & echo $!"]);
  await until(async () => !(await isAlive(Number(stdout))));
});

Deno.test("a process that left the group holds nothing up", { ignore: Deno.build.os === "darwin" }, async () => {
  await withFolder({}, async (folder) => {
    const leave = "setsid sh -c 'echo $$; : > ready; exec sleep 600' & while [ ! -e ready ]; do sleep 0.01; done";
    const pid = Number((await result(["sh", "-c", leave], { folder })).stdout);
    assert.ok(pid > 1);
    Deno.kill(pid, "SIGKILL");
  });
});

Deno.test("output without end is bounded, and the cut is marked", async () => {
  const { stdout, stderr } = await result([
    "sh",
    "-c",
    "i=0; while [ $i -lt 3000 ]; do echo 0123456789; i=$((i+1)); done; echo last",
  ], { maxOutput: 1_000 });
  assert.equal(stderr, "");
  assert.match(stdout, /^0123456789\n[^]*\n… \d+ characters left out …\n[^]*last\n$/);
  assert.ok(stdout.length < 1_100);
});

Deno.test("output that is not UTF-8 is shown with replacement characters", async () => {
  assert.equal((await result(["printf", "a\\377b\\303"])).stdout, "a\uFFFDb\uFFFD");
});
