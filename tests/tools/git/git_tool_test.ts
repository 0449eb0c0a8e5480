import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { gitCommand, type GitOptions } from "../../../lib/tools/git/git_tool.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { type Place, snapshot, withPlace } from "../workspace/places.ts";

type Ok = Extract<ToolResult, { readonly ok: true }>;
type Failed = Extract<ToolResult, { readonly ok: false }>;

/** What Git is given in these tests: a home without settings, and somebody who commits. */
const options = ({ outside }: Place): GitOptions => ({
  env: ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"],
  from: {
    PATH: Deno.env.get("PATH")!,
    HOME: outside,
    LANG: "C",
    ...Object.fromEntries(["AUTHOR", "COMMITTER"].flatMap((who) => [
      [`GIT_${who}_NAME`, "A tester"],
      [`GIT_${who}_EMAIL`, "tester@example.com"],
    ])),
  },
});

async function call(
  place: Place,
  args: string | readonly string[],
  more: Partial<GitOptions> = {},
): Promise<ToolResult> {
  const input: JsonObject = { args: typeof args === "string" ? args.split(" ") : args };
  return await gitCommand({ ...options(place), ...more }).run(input, place.context);
}

async function git(place: Place, args: string | readonly string[]): Promise<Ok> {
  const result = await call(place, args);
  if (!result.ok) return assert.fail(`${args}: ${result.message}`);
  assert.match(result.output, /^Exit code: 0\n/, `${args}: ${result.output}`);
  return result;
}

async function failed(place: Place, args: string | readonly string[], more: Partial<GitOptions> = {}): Promise<Failed> {
  const result = await call(place, args, more);
  return result.ok ? assert.fail(`${args} was let through: ${result.output}`) : result;
}

/** Git as somebody runs it by hand. */
async function byHand(place: Place, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("git", {
    args: [...args],
    cwd: place.root,
    clearEnv: true,
    env: { ...options(place).from! },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** A repository with a commit of `a.txt`, on the branch `main`. */
async function withRepository(test: (place: Place) => Promise<void>): Promise<void> {
  await withPlace(async (place) => {
    await git(place, "init -q -b main");
    await Deno.writeTextFile(join(place.root, "a.txt"), "one\n");
    await git(place, "add .");
    await git(place, ["commit", "-q", "-m", "First"]);
    await test(place);
  });
}

const text = (place: Place, path: string) => Deno.readTextFile(join(place.root, path));

/** Arguments of Git that are refused, one call a line. */
const REFUSED = `
  push -f
  push --force
  push --forc
  push origin main --force
  push -uf origin main
  push --force-with-lease
  push --force-with-lease=main:abc
  push --force-if-includes
  push origin +main
  push origin +refs/heads/main:refs/heads/main
  push origin -- +main
  push origin :main
  push origin --delete main
  push --dele origin main
  push -d origin main
  push --mirror origin
  push --prune origin
  push --receive-pack=sh origin
  push --exec sh origin
  push --repo=/x
  push -o x origin
  reset --hard
  reset --har
  reset HEAD~1 --hard
  reset --merge
  reset --keep
  clean -fdx
  checkout -- .
  checkout .
  checkout ./
  checkout -- a.txt
  checkout HEAD -- a.txt
  checkout HEAD a.txt
  checkout :/
  checkout -f main
  checkout --force main
  checkout -qf main
  checkout -B main
  checkout -m main
  checkout -p
  checkout --ours a.txt
  checkout --pathspec-from-file=x
  switch -f main
  switch --discard-changes main
  switch -C main
  restore a.txt
  restore .
  restore -W a.txt
  restore --staged --worktree a.txt
  restore -SW a.txt
  branch -D main
  branch -df main
  branch -d -f main
  branch -d --force main
  branch --delete --force main
  branch -M other
  branch -f main HEAD~1
  branch --edit-description
  stash drop
  stash clear
  stash store x
  stash push -a
  rebase --exec ls main
  rebase -x ls main
  rebase -i main
  rebase --interactive main
  rebase --edit-todo
  rebase -s evil main
  merge -s evil main
  merge --strategy=evil main
  pull -s evil
  pull --upload-pack=sh origin
  fetch -f
  fetch origin +main:main
  fetch --upload-pack sh origin
  reflog expire --all
  gc --prune=now
  filter-branch x
  config alias.x !sh
  grep -Osh x
  archive --exec=sh HEAD
  submodule update
  bisect run sh
  difftool -x sh
  worktree add ../x
  hook run x
  -c alias.x=!sh x
  -c core.pager=sh log
  -C / status
  --git-dir=/x status
  --git-dir /x status
  --work-tree=/ status
  --exec-path=/x status
  --config-env=a=b status
  --namespace=x status
  --bare status
  -p log
  --version
  diff --no-index a.txt /etc/passwd
  diff --no-index a.txt a.txt
  diff /etc/passwd /etc/hosts
  diff a.txt ../outside/secret.txt
  diff --output=x
  diff --ext-diff
  diff --textconv
  diff -O/etc/passwd
  log --output=/tmp/x
  log --show-signature
  log --output /tmp/x
  show --textconv HEAD
  blame --contents /etc/passwd a.txt
  blame --contents=/etc/passwd a.txt
  blame -S /etc/passwd a.txt
  commit -S -m x
  commit --gpg-sign -m x
  commit -F /etc/passwd
  commit --file=../outside/secret.txt
  commit -t /etc/passwd
  commit --trailer a:b -m x
  commit -e
  commit -p
  add -p
  add -i
  add -e
  add -f ignored
  add --pathspec-from-file=/etc/passwd
  ls-files -X /etc/passwd
  ls-files --exclude-from=/etc/passwd
  tag -f x
  tag -s x
  tag -v x
  tag -F /etc/passwd x
  rm -f a.txt
  rm -rf .
  mv -f a.txt b.txt
  mv a.txt ../b.txt
  mv a.txt /tmp/b.txt
  init --template=/x sub
  init --separate-git-dir=/x sub
  init /tmp/x
  init ../x
  remote add x ext::sh
  remote add x /tmp/x
  remote add x ../x
  remote add x file:///tmp/x
  remote add --mirror=push x https://example.com/x.git
  remote set-url origin /tmp/x
  fetch ext::sh
  fetch /tmp/x
  fetch ./x
  fetch .
  fetch sub
  fetch file:///tmp/x
  fetch -oProxyCommand=sh
  fetch -- --upload-pack=sh
  pull ../x main
  pull http::x
  push ssh://-oProxyCommand=sh/x
  push -- -host:x main
`.split("\n").map((line) => line.trim()).filter((line) => line !== "");

Deno.test("[P53] [V14] what overwrites, throws away, deletes elsewhere or runs programs is refused, however it is spelled", async () => {
  await withRepository(async (place) => {
    const before = await snapshot(place.root);
    for (const args of REFUSED) {
      const { code, message } = await failed(place, args);
      assert.equal(code, "refused", `${args}: ${message}`);
      assert.match(message, /^Cannot run `git /);
    }
    for (
      const args of [["push", ""], ["git", "status"], [], ["status", "a\0b"], ["STATUS"], ["fetch", "ext::sh -c id% x"]]
    ) {
      assert.equal((await failed(place, args)).code, "refused", String(args));
    }
    assert.equal((await gitCommand(options(place)).run({ args: "status" }, place.context)).ok, false);
    assert.deepEqual(await snapshot(place.root), before);
  });
});

Deno.test("[P53] [V14] what only looks dangerous is let through", async () => {
  await withRepository(async (place) => {
    await git(place, "branch feature");
    await git(place, "branch -d feature");
    await git(place, ["commit", "--allow-empty", "-q", "-m", "reset --hard; push -f; $(id) -- checkout ."]);
    await git(place, ["commit", "--allow-empty", "-q", "-am", "--force"]);
    await git(place, ["tag", "-a", "-m", "clean -fdx", "v1"]);
    await git(place, ["log", "--oneline", "-3", "--grep=--force", "--", "."]);
    await git(place, ["log", "-S", "/etc/passwd"]);
    await git(place, "diff HEAD~1 HEAD --stat -- a.txt");
    await git(place, "show HEAD:a.txt");
    await git(place, "checkout -q -b topic");
    await git(place, "checkout -q main");
    await git(place, "switch -q -c other");
    await git(place, "checkout -q -");
    await git(place, "add :/");
    await git(place, "restore --staged a.txt");
    await git(place, "reset -q --soft HEAD~1");
    await git(place, "reset -q");
    await git(place, "rev-parse --abbrev-ref HEAD");
    await git(place, "remote add origin https://example.com/x.git");
    await git(place, "remote add ssh git@example.com:some/x.git");
    await git(place, "remote -v");
    await git(place, "branch -a -vv");
    await git(place, "tag -n1");
    await git(place, "blame -L 1,1 a.txt");
    await git(place, "ls-files -z");
  });
});

Deno.test("[V14] the name of a file is no branch, and none of its changes are lost", async () => {
  await withRepository(async (place) => {
    await Deno.writeTextFile(join(place.root, "a.txt"), "mine\n");
    for (
      const args of [
        "checkout a.txt",
        "checkout -q a.txt",
        "switch a.txt",
        "checkout a.tx*",
        "reset a.txt",
        "stash -- b.txt",
      ]
    ) {
      await call(place, args);
      assert.equal(await text(place, "a.txt"), "mine\n", args);
    }
  });
});

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
    // Git itself lets no other protocol through, whatever an address is called.
    await byHand(place, ["config", "remote.origin.url", place.outside]);
    const fetched = await call(place, "fetch origin");
    assert.match(fetched.ok ? fetched.output : "", /transport 'file' not allowed/);
    await byHand(place, ["config", "remote.origin.url", "ext::sh -c id"]);
    const ext = await call(place, "fetch origin");
    assert.match(ext.ok ? ext.output : "", /transport 'ext' not allowed/);
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
