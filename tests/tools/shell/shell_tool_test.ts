import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { shellExecute, type ShellOptions } from "../../../lib/tools/shell/shell_tool.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { isAlive, until } from "../scratch.ts";
import { type Place, snapshot, withPlace } from "../workspace/places.ts";

type Ok = Extract<ToolResult, { readonly ok: true }>;
type Failed = Extract<ToolResult, { readonly ok: false }>;

async function call(place: Place, input: JsonObject, options: Partial<ShellOptions> = {}): Promise<ToolResult> {
  return await shellExecute({ run: ["./script.sh"], env: [], ...options }).run(input, place.context);
}

async function ran(place: Place, input: JsonObject, options: Partial<ShellOptions> = {}): Promise<Ok> {
  const result = await call(place, input, options);
  return result.ok ? result : assert.fail(result.message);
}

async function failed(place: Place, input: JsonObject, options: Partial<ShellOptions> = {}): Promise<Failed> {
  const result = await call(place, input, options);
  return result.ok ? assert.fail(result.output) : result;
}

/** A place with a program `./script.sh` in it. */
async function withScript(script: string, test: (place: Place) => Promise<void>): Promise<void> {
  await withPlace(async (place) => {
    await Deno.writeTextFile(join(place.root, "script.sh"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    await test(place);
  });
}

const undo = ({ workspace, changes, context: { signal } }: Place) => undoChanges({ workspace, changes, signal });
const bytes = (text: string) => new TextEncoder().encode(text).length;
const pids = async (root: string) => (await Deno.readTextFile(join(root, "pids"))).trim().split("\n").map(Number);

Deno.test("the exit code is the first thing that is told, whatever it is, and both outputs follow", async () => {
  await withScript('echo "$1"; echo problem >&2; exit 3', async (place) => {
    const { output, data } = await ran(place, { command: './script.sh "one  word" two' });
    assert.equal(output, "Exit code: 3\none  word\n[stderr]\nproblem");
    assert.deepEqual(data, { exit_code: 3, stdout: "one  word\n", stderr: "problem\n" });
    const list = await ran(place, { command: ["true"] }, { run: ["true"] });
    assert.equal(list.output, "Exit code: 0\n(it printed nothing)");
    assert.equal(list.changed, undefined);
  });
});

Deno.test("of a flood of output both ends are told, in 30 KB, standard error among it", async () => {
  await withScript(
    "echo first; i=0; while [ $i -lt 20000 ]; do echo '€€€€€€€€€€ abc'; i=$((i+1)); done; echo last; echo why >&2",
    async (place) => {
      const { output, data } = await ran(place, { command: "./script.sh" });
      assert.match(
        output,
        /^Exit code: 0\nfirst\n€[^]*\n… the middle is left out …\n[^]*€ abc\nlast\n\[stderr\]\nwhy$/,
      );
      assert.ok(!output.includes("\ufffd"));
      assert.ok(bytes(output) <= 30_100 && bytes(output) > 29_000, `${bytes(output)} bytes`);
      assert.ok(bytes(JSON.stringify(data)) < 40_000);
    },
  );
});

Deno.test("[V13] at its time a program is ended with children and grandchildren, even if it does not want to end", async () => {
  const script = `trap '' TERM; echo begun; touch made
    sh -c 'trap "" TERM; sh -c "trap \\"\\" TERM; echo \\$\\$ >> pids; sleep 600 & echo \\$! >> pids; wait; wait" & echo $$ >> pids; wait; wait' &
    echo $$ >> pids; wait; wait; sleep 600`;
  await withScript(script, async (place) => {
    const { code, message } = await failed(place, { command: "./script.sh", timeout: 3 });
    assert.equal(code, "timeout");
    assert.match(
      message,
      /^`.*script.sh` did not end within 3s, and all it started was ended\nIt had changed: made, pids\nbegun$/,
    );
    const all = await pids(place.root);
    assert.ok(all.length >= 3, String(all));
    for (const pid of all) await until(async () => !(await isAlive(pid)));
    assert.ok((await undo(place)).ok);
    assert.deepEqual(Object.keys(await snapshot(place.root)), ["script.sh"]);
  });
});

Deno.test("what a program leaves running is ended, in its process group or, as a daemon, in a session of its own", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const script = `sleep 600 & echo $! >> pids
    setsid sh -c 'echo $$ >> pids; exec sleep 600' > /dev/null 2>&1 < /dev/null &
    (setsid sh -c 'setsid sh -c "echo \\$\\$ >> pids; exec sleep 600" &' > /dev/null 2>&1 &)
    while [ "$(wc -l < pids)" -lt 3 ]; do sleep 0.01; done; echo done`;
  await withScript(script, async (place) => {
    const { output } = await ran(place, { command: "./script.sh" });
    assert.equal(output, "Exit code: 0\ndone\n(2 of the processes that it left running were ended)");
    const all = await pids(place.root);
    assert.equal(all.length, 3);
    for (const pid of all) await until(async () => !(await isAlive(pid)));
  });
});

Deno.test("a program that keeps starting itself is ended with all of them at its time", async () => {
  const script =
    `echo $$ >> pids; [ "$1" -gt 3 ] || { ./script.sh $(($1 + 1)) & ./script.sh $(($1 + 1)) & }; wait; sleep 600`;
  await withScript(script, async (place) => {
    const { code } = await failed(place, { command: "./script.sh 0", timeout: 4 });
    assert.equal(code, "timeout");
    const all = await pids(place.root);
    assert.ok(all.length > 5, `${all.length} processes`);
    for (const pid of all) await until(async () => !(await isAlive(pid)));
  });
});

Deno.test("a call that is ended ends its program, and what that had changed is recorded", async () => {
  await withScript("touch ready; echo $$ >> pids; sleep 600", async (place) => {
    const abort = new AbortController(), context = { ...place.context, signal: abort.signal };
    const running = shellExecute({ run: ["./script.sh"], env: [] }).run({ command: "./script.sh" }, context);
    await until(() => Deno.stat(join(place.root, "pids")).then(({ size }) => size > 0, () => false));
    abort.abort();
    const result = await running;
    assert.equal(!result.ok && result.code, "aborted");
    for (const pid of await pids(place.root)) await until(async () => !(await isAlive(pid)));
    assert.deepEqual((await place.changes.list()).map(({ change }) => change.path), ["pids", "ready"]);
  });
});

Deno.test("[P45] what a program does to the workspace is told and can be undone, links, permissions and Git's files too", async () => {
  const script = `mkdir -p new/deep; echo a > new/deep/a; rm old; chmod 600 kept; ln -s /etc link; mv moved there
    mkdir .git; echo x > .git/HEAD`;
  await withScript(script, async (place) => {
    const { root } = place;
    for (const name of ["old", "kept", "moved"]) await Deno.writeTextFile(join(root, name), name);
    const before = await snapshot(root), { changed } = await ran(place, { command: "./script.sh" });
    assert.deepEqual(changed, ["kept", "link", "moved", "new/deep/a", "old", "there"]);
    assert.ok((await undo(place)).ok);
    assert.deepEqual(await snapshot(root), before);
  });
});

Deno.test("a program is given PATH, HOME, LANG and what is granted, and nothing else", async () => {
  await withPlace(async (place) => {
    const from = { PATH: Deno.env.get("PATH")!, HOME: "/h", LANG: "C", SECRET: "s", GIVEN: "g", LD_PRELOAD: "x" };
    await Deno.copyFile("/usr/bin/env", join(place.root, "print-env"));
    const { data } = await ran(place, { command: "./print-env" }, { run: ["./print-env"], env: ["GIVEN"], from });
    const lines = (data as { readonly stdout: string }).stdout.trim().split("\n").map((line) => line.split("=")[0]);
    assert.deepEqual(lines.sort(), ["GIVEN", "HOME", "LANG", "LOOM_CALL", "PATH"]);
  });
});

Deno.test("a granted name is never a file of the workspace, wherever PATH leads", async () => {
  await withPlace(async (place) => {
    const { root } = place;
    await Deno.mkdir(join(root, "bin"));
    await Deno.symlink(join(root, "bin"), join(place.outside, "bin"));
    for (const folder of [root, join(root, "bin")]) {
      await Deno.writeTextFile(join(folder, "date"), "#!/bin/sh\necho planted\n", { mode: 0o755 });
    }
    const PATH = [".", "", root, join(root, "bin"), join(place.outside, "bin"), "bin", "/usr/bin", "/bin"].join(":");
    const { output } = await ran(place, { command: "date" }, { run: ["date"], from: { PATH } });
    assert.ok(!output.includes("planted"), output);
  });
});

Deno.test("a link that a program has made is no way out for the next one", async () => {
  await withScript('ln -s "$(dirname "$PWD")/outside" way; ln -s way again', async (place) => {
    await ran(place, { command: "./script.sh" });
    for (const path of ["way/secret.txt", "again/secret.txt", "./again/../outside/secret.txt"]) {
      const { code, message } = await failed(place, { command: ["cat", path] }, { run: ["cat"] });
      assert.equal(code, "refused", message);
    }
  });
});

Deno.test("what is refused runs nothing, keeps nothing and says what to do", async () => {
  await withScript("touch ran", async (place) => {
    const cases: readonly (readonly [JsonObject, RegExp])[] = [
      [
        { command: "./script.sh; ./script.sh" },
        /there is no shell for a second command \(`;`\); call the tool once for each/,
      ],
      [{ command: "./script.sh | cat" }, /there is no shell for a pipe/],
      [{ command: "touch ran" }, /`touch` is not granted; granted are `.\/script.sh`/],
      [{ command: ["./script.sh", "/etc"] }, /`\/etc` leads out of the workspace/],
    ];
    for (const [input, message] of cases) {
      const result = await failed(place, input);
      assert.equal(result.code, "refused");
      assert.match(result.message, message);
    }
    for (
      const input of [{}, { command: "" }, { command: [] }, { command: [1] }, { command: "x", timeout: 600 }, {
        command: "x",
        timeout: "1",
      }]
    ) {
      assert.equal((await failed(place, input as JsonObject)).code, "invalid", JSON.stringify(input));
    }
    assert.equal((await failed(place, { command: "no-such-program" }, { run: ["no-such-program"] })).code, "missing");
    assert.deepEqual(Object.keys(await snapshot(place.root)), ["script.sh"]);
    assert.deepEqual(await place.changes.list(), []);
  });
});

Deno.test("a workspace too large to be undone runs no program", async () => {
  await withScript("touch ran", async (place) => {
    await Deno.mkdir(join(place.root, "many"));
    for (let i = 0; i < 20; i++) await Deno.writeTextFile(join(place.root, "many", `${i}`), "");
    const { code, message } = await failed(place, { command: "./script.sh" }, { snapshot: { entries: 10 } });
    assert.equal(code, "refused");
    assert.match(message, /more than 10 files and folders, most of them in `many`/);
    assert.ok(!(await snapshot(place.root))["ran"]);
  });
});

Deno.test("[V13] [V14] Git is run as its own tool runs it", async () => {
  await withPlace(async (place) => {
    const git = (command: string) => call(place, { command }, { run: ["git"] });
    assert.ok((await git("git init -q")).ok);
    for (
      const command of ["git push -f", "git -C / status", "git reset --hard", "git clean -fdx", "git checkout -- ."]
    ) {
      const result = await git(command);
      assert.equal(!result.ok && result.code, "refused", command);
    }
    const status = await git("git status --short --branch");
    assert.match(status.ok ? status.output : status.message, /^Exit code: 0\n## No commits yet/);
    assert.equal((await failed(place, { command: "git status" }, { run: ["ls"] })).code, "refused");
  });
});

Deno.test("the programs that may be run are told to the model", () => {
  const { description, name, acts, timeout } = shellExecute({ run: ["cargo", "sh build.sh"], env: [] });
  assert.match(description, /These may be run: `cargo`, `sh build.sh`/);
  assert.deepEqual([name, acts, timeout], ["shell_execute", ["read", "write", "run"], 120_000]);
});
