import assert from "node:assert/strict";
import { join } from "node:path";
import { gitCommand } from "../../../lib/tools/git/git_tool.ts";
import { snapshot } from "../workspace/places.ts";
import { call, failed, git, options, text, withRepository } from "./repository.ts";

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
