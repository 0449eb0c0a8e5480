import assert from "node:assert/strict";
import { join } from "node:path";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { gitCommand } from "../../../lib/tools/git/git_tool.ts";
import { snapshot, withPlace } from "../workspace/places.ts";
import { byHand, call, failed, git, options, text, withRepository } from "./repository.ts";

Deno.test("settings that never end to be read keep nobody waiting for ever, and without Git that is said", async () => {
  await withRepository(async (place) => {
    const { from = {} } = options(place), empty = join(place.outside, "bin");
    await Deno.mkdir(empty);
    assert.match(
      (await failed(place, "status", { from: { ...from, PATH: empty } })).message,
      /there is no program `git`/,
    );
    await new Deno.Command("mkfifo", { args: [join(place.outside, "pipe")] }).output();
    await Deno.writeTextFile(join(place.root, ".git/config"), `[include]\npath = ${join(place.outside, "pipe")}\n`);
    const abort = new AbortController(), context = { ...place.context, signal: abort.signal };
    const waiting = gitCommand(options(place)).run({ args: ["status"] }, context);
    abort.abort();
    const result = await waiting;
    assert.equal(!result.ok && result.code, "aborted");
  });
});

Deno.test("[P45] undoing takes back a commit, a merge, a rebase and what Git keeps of them", async () => {
  await withRepository(async (place) => {
    const { root, workspace, changes, context: { signal } } = place;
    await git(place, "branch topic");
    const before = await snapshot(root), made = (await changes.list()).length;
    await Deno.writeTextFile(join(root, "a.txt"), "two\n");
    const { changed } = await git(place, ["commit", "-q", "-am", "Second"]);
    assert.equal(changed, undefined, "what Git keeps is not told");
    assert.deepEqual((await git(place, "switch -q topic")).changed, ["a.txt"]);
    await Deno.writeTextFile(join(root, "b.txt"), "b\n");
    await git(place, "add b.txt");
    await git(place, ["commit", "-q", "-m", "Third"]);
    await git(place, ["stash", "list"]);
    await git(place, "rebase -q main");
    await git(place, "switch -q main");
    assert.deepEqual((await git(place, "merge -q topic")).changed, ["b.txt"]);
    await git(place, "mv b.txt c.txt");
    await git(place, "stash");
    const first = (await changes.list())[made]!.id;
    // The edits by hand are not recorded: they go first, as they came last.
    const undone = await undoChanges({ workspace, changes, signal, which: ({ id }) => id >= first });
    assert.ok(undone.ok, JSON.stringify(undone));
    await Deno.writeTextFile(join(root, "a.txt"), "one\n");
    await Deno.remove(join(root, "b.txt"));
    const kept = Object.entries(await snapshot(root));
    assert.deepEqual(
      kept.filter(([path]) => path !== ".git/index"),
      Object.entries(before).filter(([path]) => path !== ".git/index"),
    );
    assert.match((await git(place, "status --short --branch")).output, /^Exit code: 0\n## main$/);
  });
});

Deno.test("looking records nothing, changes nothing and waits for nobody", async () => {
  await withRepository(async (place) => {
    const before = await snapshot(place.root), recorded = (await place.changes.list()).length;
    const none = { record: () => assert.fail("nothing is recorded"), guard: () => assert.fail("nothing is kept") };
    // The times of the file differ from those in the index, which Git would write anew.
    await Deno.utime(join(place.root, "a.txt"), 1, 1);
    for (
      const args of [
        "status",
        "diff",
        "log",
        "show",
        "blame a.txt",
        "ls-files",
        "rev-parse HEAD",
        "branch",
        "tag",
        "remote -v",
        "stash list",
      ]
    ) {
      const result = await gitCommand(options(place)).run({ args: args.split(" ") }, {
        ...place.context,
        changes: none,
      });
      assert.ok(result.ok, args);
    }
    assert.deepEqual(await snapshot(place.root), before);
    assert.equal((await place.changes.list()).length, recorded);
  });
});

Deno.test("nothing that the repository is set to run is run", async () => {
  await withRepository(async (place) => {
    const { root, outside } = place, witness = join(outside, "witness");
    const evil = join(outside, "evil.sh");
    await Deno.writeTextFile(evil, `#!/bin/sh\necho "$0 $*" >> ${witness}\ncat\n`, { mode: 0o755 });
    await Deno.mkdir(join(root, ".git/hooks"), { recursive: true });
    for (
      const hook of [
        "pre-commit",
        "post-checkout",
        "post-commit",
        "reference-transaction",
        "post-index-change",
        "post-merge",
      ]
    ) {
      await Deno.copyFile(evil, join(root, ".git/hooks", hook));
    }
    const settings: readonly (readonly [string, string])[] = [
      ["core.fsmonitor", evil],
      ["core.pager", evil],
      ["pager.log", evil],
      ["core.editor", evil],
      ["sequence.editor", evil],
      ["core.sshCommand", evil],
      ["core.askPass", evil],
      ["credential.helper", evil],
      ["diff.external", evil],
      ["gpg.program", evil],
      ["commit.gpgSign", "true"],
      ["log.showSignature", "true"],
      ["alias.status", `!${evil}`],
      ["alias.log", `!${evil}`],
      ["init.templateDir", outside],
      ["core.hooksPath", join(root, ".git/hooks")],
      ["trailer.x.command", evil],
    ];
    for (const [name, value] of settings) await byHand(place, ["config", name, value]);
    await Deno.writeTextFile(join(root, "a.txt"), "two\n");
    for (const args of ["status", "diff", "log -p", "show", "branch", "blame a.txt", "add a.txt"]) {
      await git(place, args);
    }
    await git(place, ["commit", "-q", "-m", "Second"]);
    await git(place, "checkout -q -b topic");
    await git(place, ["commit", "-q", "--allow-empty", "-v", "-m", "Third"]);
    await git(place, "switch -q main");
    await git(place, "merge -q topic");
    await git(place, "init -q sub");
    assert.equal((await call(place, ["commit", "--allow-empty"])).ok, true, "an editor was asked for, and was none");
    await assert.rejects(Deno.stat(witness), Deno.errors.NotFound);
  });
});

Deno.test("filters and drivers of a repository are not run by what looks, and stop what changes", async () => {
  await withRepository(async (place) => {
    const { root, outside } = place, witness = join(outside, "witness");
    const run = `sh -c 'echo ran >> ${witness}; cat'`;
    await Deno.writeTextFile(join(root, ".gitattributes"), "*.txt filter=f diff=d merge=m\n");
    const settings = [
      "filter.f.clean",
      "hook.h.command",
      "filter.f.smudge",
      "filter.f.process",
      "diff.d.command",
      "diff.d.textconv",
      "merge.m.driver",
    ];
    for (const name of settings) {
      await byHand(place, ["config", name, run]);
      await Deno.writeTextFile(join(root, "a.txt"), `${name}\n`);
      for (const args of ["status", "diff", "diff --stat", "log -p", "show", "blame a.txt", "ls-files -m"]) {
        assert.match((await git(place, args)).output, /^Exit code: 0/);
      }
      const { message } = await failed(place, "add .");
      assert.ok(message.includes(`the setting \`${name}\` runs a program`), message);
      assert.equal((await failed(place, "switch -c x")).code, "refused");
      await byHand(place, ["config", "--unset", name]);
    }
    await assert.rejects(Deno.stat(witness), Deno.errors.NotFound);
  });
});

Deno.test("a remote that is set to be forced is not pushed to, and helpers are asked by nobody", async () => {
  await withRepository(async (place) => {
    await git(place, "remote add origin https://example.invalid/x.git");
    const cases = [["remote.origin.mirror", "true"], ["remote.origin.push", "+refs/heads/*:refs/heads/*"], [
      "credential.https://example.invalid.helper",
      "!sh",
    ], ["http.saveCookies", "true"]] as const;
    for (const [name, value] of cases) {
      await byHand(place, ["config", name, value]);
      const { message } = await failed(place, "push origin");
      assert.ok(message.toLowerCase().includes(`the setting \`${name.toLowerCase()}\``), message);
      await byHand(place, ["config", "--unset", name]);
    }
  });
});

Deno.test("a repository that is not whole in the workspace is refused", async () => {
  await withRepository(async (place) => {
    const { root, outside } = place;
    await Deno.rename(join(root, ".git"), join(outside, "repo"));
    assert.match((await failed(place, "status")).message, /not a git repository/);
    await Deno.writeTextFile(join(root, ".git"), `gitdir: ${join(outside, "repo")}\n`);
    assert.match((await failed(place, "status")).message, /is outside of the workspace, and a part of the repository/);
    await Deno.remove(join(root, ".git"));
    await Deno.symlink(join(outside, "repo"), join(root, ".git"));
    assert.match((await failed(place, "status")).message, /is outside of the workspace/);
    await Deno.remove(join(root, ".git"));
    await Deno.rename(join(outside, "repo"), join(root, ".git"));
    await byHand(place, ["config", "core.worktree", outside]);
    assert.match((await failed(place, "status")).message, /is outside of the workspace/);
    await byHand(place, ["config", "--unset", "core.worktree"]);
    await Deno.symlink(outside, join(root, ".git/refs/heads/sub"));
    assert.match((await failed(place, "branch sub/x")).message, /the link `\.git\/refs\/heads\/sub` is outside/);
    await Deno.remove(join(root, ".git/refs/heads/sub"));
    await git(place, "status");
  });
});

Deno.test("a repository around the workspace is not this one", async () => {
  await withRepository(async (place) => {
    const sub = join(place.root, "sub");
    await Deno.mkdir(sub);
    const result = await gitCommand(options(place)).run({ args: ["status"] }, { ...place.context, workspace: sub });
    assert.match(result.ok ? result.output : result.message, /not a git repository/);
  });
});

Deno.test("what Loom keeps is not seen by Git, and where it is tracked nothing is changed", async () => {
  await withRepository(async (place) => {
    const { root } = place;
    await Deno.mkdir(join(root, "sub/.loom"), { recursive: true });
    for (const path of [".loom", "sub/.loom"]) {
      await Deno.mkdir(join(root, path), { recursive: true });
      await Deno.writeTextFile(join(root, path, "loom.db"), "mine");
    }
    await Deno.writeTextFile(join(root, "new"), "");
    assert.match((await git(place, "status --short")).output, /^Exit code: 0\n\?\? new$/);
    await git(place, "add -A");
    assert.match((await git(place, "status --short")).output, /^Exit code: 0\nA {2}new$/);
    await git(place, "stash push -u");
    assert.equal(await text(place, ".loom/loom.db"), "mine");
    await byHand(place, ["add", "-f", "sub/.loom/loom.db"]);
    assert.match((await failed(place, "stash")).message, /what Loom keeps in `\.loom` is among the files/);
    await git(place, "status");
  });
});

Deno.test("a rebase that stands still goes on, unless programs were put among its steps", async () => {
  await withRepository(async (place) => {
    const { root, outside } = place;
    await git(place, "switch -q -c topic");
    await Deno.writeTextFile(join(root, "a.txt"), "topic\n");
    await git(place, ["commit", "-q", "-am", "Topic"]);
    await git(place, ["commit", "-q", "--allow-empty", "-m", "Another"]);
    await git(place, "switch -q main");
    await Deno.writeTextFile(join(root, "a.txt"), "main\n");
    await git(place, ["commit", "-q", "-am", "Main"]);
    await git(place, "switch -q topic");
    const stopped = await call(place, "rebase main");
    assert.match(stopped.ok ? stopped.output : "", /^Exit code: 1\n[^]*CONFLICT/);
    const todo = join(root, ".git/rebase-merge/git-rebase-todo"), steps = await Deno.readTextFile(todo);
    await Deno.writeTextFile(todo, `exec touch ${outside}/witness\n${steps}`);
    await Deno.writeTextFile(join(root, "a.txt"), "both\n");
    await git(place, "add a.txt");
    assert.match((await failed(place, "rebase --continue")).message, /would run programs; end it with `--abort`/);
    await Deno.writeTextFile(todo, steps);
    await git(place, "rebase --continue");
    assert.equal(await text(place, "a.txt"), "both\n");
    await assert.rejects(Deno.stat(join(outside, "witness")), Deno.errors.NotFound);
  });
});

Deno.test("a program called `git` in the workspace is not Git", async () => {
  await withRepository(async (place) => {
    await Deno.writeTextFile(join(place.root, "git"), "#!/bin/sh\necho planted\n", { mode: 0o755 });
    const { from = {}, env } = options(place), PATH = [".", "", place.root, from["PATH"]].join(":");
    const result = await call(place, "rev-parse HEAD", { env, from: { ...from, PATH } });
    assert.match(result.ok ? result.output : result.message, /^Exit code: 0\n[0-9a-f]{40}$/);
  });
});

Deno.test("who commits is taken from the user's settings, and nothing else of them holds", async () => {
  await withPlace(async (place) => {
    const { root, outside } = place, from = { PATH: Deno.env.get("PATH")!, HOME: outside };
    const settings =
      "[user]\nname = From the home\nemail = home@example.com\n[alias]\nst = status\n[core]\nhooksPath = /x\n";
    await Deno.writeTextFile(join(outside, ".gitconfig"), `${settings}[init]\ndefaultBranch = odd\n`);
    const tool = (args: readonly string[]) => gitCommand({ env: [], from }).run({ args }, place.context);
    await tool(["init", "-q", "-b", "main"]);
    await tool(["commit", "-q", "--allow-empty", "-m", "x"]);
    const log = await tool(["log", "--format=%an <%ae> %cn"]);
    assert.match(log.ok ? log.output : log.message, /From the home <home@example.com> From the home$/);
    await new Deno.Command("git", { args: ["config", "user.name", "Of the repository"], cwd: root }).output();
    await tool(["commit", "-q", "--allow-empty", "-m", "y"]);
    const again = await tool(["log", "-1", "--format=%an <%ae>"]);
    assert.match(again.ok ? again.output : again.message, /Of the repository <home@example.com>$/);
  });
});

Deno.test("settings that are given by the environment are not given on", async () => {
  await withRepository(async (place) => {
    const { from = {} } = options(place),
      names = ["GIT_DIR", "GIT_EXTERNAL_DIFF", "GIT_CONFIG_COUNT", "GIT_SSH_COMMAND", "GIT_TRACE"];
    const evil = Object.fromEntries(names.map((name) => [name, "/nowhere"]));
    const result = await call(place, "diff HEAD", { env: names, from: { ...from, ...evil } });
    assert.match(result.ok ? result.output : result.message, /^Exit code: 0/);
  });
});
