import assert from "node:assert/strict";
import type { Json } from "../../lib/base/json.ts";
import { riskOf } from "../../lib/plan/risk.ts";
import type { Act } from "../../lib/plan/tool_facts.ts";
import fc from "../properties.ts";

const lines = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
const shell = (command: Json) => riskOf({ tool: "shell_execute", acts: ["read", "write", "run"], input: { command } });
const git = (args: readonly string[]) =>
  riskOf({ tool: "git_command", acts: ["read", "write", "run", "net"], input: { args } });
const file = (tool: string, input: Json) => riskOf({ tool, acts: ["write"], input });

/** Command lines that a person is asked about. */
const RISKY_COMMANDS = lines(`
  rm a.txt
  rm -f a.txt
  rm -- a.txt
  unlink a.txt
  rmdir build
  truncate -s 0 a.txt
  shred a.txt
  tar --remove-files -cf a.tar a
  xargs rm
  git rm a.txt
  git clean -n
  rm -rf build
  rm -r -f build
  rm --recursive build
  rm --rec build
  /bin/rm -fR build
  chmod -R 777 .
  chown --recursive me .
  find . -delete
  find . -exec rm {} +
  npm publish
  npm --access public publish
  cargo publish
  cargo yank --vers 1.0.0
  twine upload dist
  python3 -m twine upload dist
  docker push image
  gem push a.gem
  gh pr merge 1
  gh release create v1
  git push
  git push --force
  git reset --hard
  git -C / status
  kubectl delete pod x
  terraform apply
  ssh host ls
  rsync a host:b
  curl -X POST https://example.com
  curl -XDELETE https://example.com
  curl --request=PUT https://example.com
  curl -d a=b https://example.com
  curl -F f=x https://example.com
  curl -T a https://example.com
  wget --post-data=x https://example.com
  http POST example.com
  sudo ls
  kill -9 1
  pkill node
  docker rm x
  docker system prune
  dd if=a of=b
  systemctl stop x
  psql -c 'DROP TABLE users'
  psql -c 'drop  database x'
  psql --command "truncate table users"
  mysql -e "DELETE FROM users"
  sqlite3 a.db 'delete from users where 1'
  env A=b rm -rf build
  timeout 5 git push
  xargs rm -rf
  nice -n 5 npm publish
  sh -c 'rm -rf build'
  bash -lc "cd a && git push"
  ls; rm -rf build
  ls && git push
  ls | xargs rm -rf
  $(git push)
  cat .env
  cat config/.env.production
  cp id_rsa elsewhere
  cat ~/.ssh/id_ed25519
  tee --file=.github/workflows/ci.yml
  mv a .git/hooks/pre-commit
`);

Deno.test("what removes, publishes, sends, destroys or reaches elsewhere is risky, run by whatever stands before it", () => {
  for (const command of RISKY_COMMANDS) assert.equal(typeof shell(command), "string", command);
  assert.equal(shell(["rm", "-rf", "a b"]), "it removes folders with all that is in them");
  assert.equal(
    riskOf({ tool: "run_command", acts: ["run"], input: { argv: ["git", "push"] } }),
    "it publishes commits",
  );
});

Deno.test("ordinary work is not risky", () => {
  const cases = lines(`
    ls -la
    cargo test
    npm test
    npm run build
    npm install
    mv a.txt b.txt
    cp a.txt b.txt
    chmod 755 run.sh
    git status
    git log --oneline
    git commit -m "reset --hard; push; rm -rf /; DROP TABLE users"
    git diff HEAD~1
    git checkout topic
    git checkout -b topic
    git fetch
    git stash
    git add .
    grep -rn "DROP TABLE" migrations
    grep -rn --exclude-dir=.git secrets src
    echo "delete from users; sudo x; rm -rf"
    curl https://example.com
    curl -o a.html https://example.com
    python script.py --publish-date today
    psql -c 'select * from deleted'
    make test
    docker build .
    find . -name '*.ts'
    sh build.sh
    node environment.js
    cat keys.ts envoy.yaml
  `);
  for (const command of cases) assert.equal(shell(command), undefined, command);
});

Deno.test("of Git's commands those are risky that rewrite, delete, replace or reach elsewhere", () => {
  const risky = lines(`
    push
    reset
    reset --soft HEAD~1
    rebase main
    merge topic
    pull
    checkout -- a.txt
    checkout .
    checkout HEAD a.txt
    checkout -f main
    checkout --forc main
    switch --discard-changes main
    restore --staged a
    branch -d topic
    branch -D topic
    branch --delete topic
    branch -qD topic
    tag -d v1
    stash drop
    commit --amend
    remote add x https://example.com/x.git
    remote -v remove x
    rm a.txt
    fetch https://example.com/x.git
    fetch git@example.com:x.git
    fetch example.com:x.git main
    fetch --depth 1 --filter blob:none example.com:x.git
    fetch --multiple origin ssh://example.com/x
    fetch ../x
    fetch .
    clone https://example.com/x.git
    ls-remote https://example.com/x.git
    clean -fdx
    filter-branch x
    config a b
    -c a=b status
    --git-dir=x status
  `);
  for (const args of risky) assert.equal(typeof git(args.split(" ")), "string", args);
});

Deno.test("Git that looks, adds and fetches from known remotes is not risky", () => {
  const harmless = lines(`
    status
    diff
    log -p
    show HEAD
    commit -m x
    add -A
    checkout main
    checkout -b topic origin/main
    switch topic
    branch
    branch topic
    tag v1
    stash
    stash pop
    remote -v
    fetch
    fetch origin
    fetch origin main:main refs/heads/a:refs/remotes/origin/a
    fetch --filter blob:none origin
    remote update
    init
    mv a b
  `);
  for (const args of harmless) assert.equal(git(args.split(" ")), undefined, args);
  assert.equal(git(["commit", "-m", "--amend was wrong"]), undefined);
});

Deno.test("deleting is asked about by whatever way it is done, and writing over a file by none", () => {
  const deleting = [
    file("delete_file", { path: "a.txt" }),
    ...["rm a.txt", "unlink a.txt", "find . -name a.txt -delete", "rmdir a", "busybox rm a.txt"].map(shell),
    git(["rm", "a.txt"]),
    riskOf({ tool: "run_command", acts: ["run"], input: { argv: ["rm", "a.txt"] } }),
  ];
  for (const risk of deleting) assert.match(risk ?? "nobody is asked", /delete|does something to all that it finds/);
  assert.equal(file("write_file", { path: "a.txt", content: "" }), undefined);
  for (const command of ["mv b.txt a.txt", "cp b.txt a.txt", "tee a.txt"]) assert.equal(shell(command), undefined);
});

Deno.test("files with secrets, of Git and of what builds run are risky to change, however their paths are spelled", () => {
  const risky = lines(`
    .env
    app/.env.local
    .ENV
    .envrc
    secrets.yaml
    config/secrets/a
    credentials
    aws/credentials.json
    id_rsa
    keys/id_ed25519.pub
    .ssh/config
    x/.SSH/config
    .gnupg/a
    .git/config
    sub/.git/hooks/pre-commit
    .g\u200cit/config
    .git. /config
    .github/workflows/ci.yml
    .gitlab-ci.yml
    Jenkinsfile
    .circleci/config.yml
    server.pem
    tls/server.key
    .npmrc
    .\\.ssh\\config
  `);
  for (const path of risky) {
    for (const tool of ["write_file", "edit_file", "document_write"]) {
      assert.equal(typeof file(tool, { path, content: "x" }), "string", path);
    }
    assert.equal(typeof file("move_file", { source: path, destination: "x" }), "string", path);
    assert.equal(typeof file("move_file", { source: "x", destination: path }), "string", path);
  }
  const harmless = lines(`
    src/env.ts
    environment.md
    a.envelope
    docs/secretary.md
    src/keys.ts
    .github/CODEOWNERS
    workflows/a.yml
    .gitignore
    id.ts
  `);
  for (const path of harmless) {
    assert.equal(file("write_file", { path, content: ".env DROP TABLE users" }), undefined, path);
  }
  assert.equal(file("delete_file", { path: "a.txt" }), "it deletes a file");
  assert.equal(file("spreadsheet", { operation: "read", path: ".env" }), undefined);
});

Deno.test("a tool that is not one of ours and does more than read or fetch is risky, whatever it is called", () => {
  const other = (acts: readonly Act[], input: Json = {}) => riskOf({ tool: "tracker_close", acts, input });
  assert.equal(typeof other(["write"]), "string");
  assert.equal(typeof other(["read", "run"]), "string");
  assert.equal(typeof other(["net"], { method: "POST" }), "string");
  assert.equal(typeof other(["net"], { method: "delete" }), "string");
  assert.equal(typeof other(["net"], { query: { deep: ["drop table users"] } }), "string");
  for (const method of ["GET", "head", "HEAD"]) assert.equal(other(["net"], { method }), undefined, method);
  assert.equal(other(["read"]), undefined);
  assert.equal(other([]), undefined);
  assert.equal(other(["ask"]), undefined);
  for (const tool of ["read_file", "web_fetch", "calculator", "task_tracker", "ask_user"]) {
    assert.equal(riskOf({ tool, acts: ["read", "net", "ask"], input: { path: ".env" } }), undefined, tool);
  }
});

Deno.test("whatever a tool is given, its risk is some words or none", () => {
  const tool = fc.constantFrom(
    "shell_execute",
    "git_command",
    "write_file",
    "move_file",
    "delete_file",
    "spreadsheet",
    "other",
    "run_command",
  );
  const acts = fc.subarray<Act>(["read", "write", "run", "net", "ask"]);
  const keyed = fc.dictionary(
    fc.constantFrom("command", "args", "path", "source", "method", "argv", "operation"),
    fc.jsonValue(),
  );
  fc.assert(fc.property(tool, acts, fc.oneof(fc.jsonValue(), keyed), (tool, acts, input) => {
    const risk = riskOf({ tool, acts, input: input as Json });
    assert.ok(risk === undefined || /^it \S/.test(risk) && !risk.endsWith("."), String(risk));
  }));
});

Deno.test("no input takes long to judge", () => {
  for (const part of ["env ", "sh -c '", "a;", "drop ", "\\", "(", "--", "../"]) {
    shell(part.repeat(50_000));
    shell(Array.from({ length: 20_000 }, () => part.trim()));
    git(Array.from({ length: 20_000 }, () => part.trim()));
  }
});
