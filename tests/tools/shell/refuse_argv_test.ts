import assert from "node:assert/strict";
import { refuseArgv } from "../../../lib/tools/shell/refuse_argv.ts";
import { allLetThrough, allRefused, commands } from "./judged.ts";

/** Commands that hold code. */
const WITH_CODE = commands(`
  python -c 'import os'
  python3 -Ic x
  python3.12 -cprint
  python3 -W ignore -c x
  python3 -m timeit x
  python3 -mtimeit x
  node -e x
  node --eval x
  node --eval=x
  node -p x
  node -pe x
  node --print x
  node --ev x
  node --require ./a -e x
  node --import 'data:text/javascript,x'
  node --import=data:text/javascript,x
  deno eval x
  deno --quiet eval x
  deno run data:x
  bun -e x
  perl -e x
  perl -E x
  perl -ne x
  perl -lane x
  perl -pi -e x a
  perl '-MPOSIX;system(1)' a
  perl -I lib -e x
  ruby -e x
  ruby -rjson -e x
  php -r x
  php -B x
  lua5.4 -e x
  make --eval x
  make all --eval=x
  make -j 4 all -E x
  npx -c x
  vim a -c ':!ls'
  vim '+!ls' a
  awk 'BEGIN { system("id") }'
  awk 'BEGIN { system ("id") }'
  awk '{print | "sh"}' a
  awk '{print > "x"}' a
  awk '{print a, b >> f}' a
  awk '{ "id" | getline x }' a
  awk '/"/ {system("id")}' a
  awk 'x = 1 / 2 { print "a" | "sh" } / 3/' a
  awk '{print "}" > "x"}' a
  awk '/[/]"/ { system(1) } #"' a
  awk '{ if (1) /"/; system("id") } #"' a
  awk '{ print /}/ > "x" }' a
  gawk 'BEGIN { f = "system"; @f("id") }'
  gawk -e 'BEGIN{system(1)}'
  gawk '@load "filefuncs"'
  sed '1e id' a
  sed 's/x/id/e' a
  sed 's/x/id/ge' a
  sed -e p -e 'e' a
  sed p a -e e
  sed --expression=e a
  sed --expr e a
  sed 's,/,x,;e id' a
  sed 'y/e/f/;e' a
  sed '/a/,/b/!e id' a
  sed '\\,/,e id' a
  sed ':a;N;$!ba;e id' a
  sed 's/[^/]/x/e' a
  sed 's/[/]/e;s/x/' a
`);

Deno.test("[V13] no program is given code instead of a file", async () => {
  await allRefused(WITH_CODE);
  await allRefused([["sed", "-n", "/x/{e id\n}", "a"], ["awk", '{print a,\n"b" > "x"}', "a"], ["sed", "p\ne id", "a"]]);
  await allLetThrough(commands(`
    awk '$3 > 10 && $1 ~ /a|b/ {print $1 "|" $2}' a
    awk 'BEGIN { FS = "/" } $1 / 2 > 3 { print ($1 > 2) }' a
    awk 'NR == 1 || NR == 3' a
    awk '/system/ { n++ } END { print n / 2 }' a
    sed -E 's/(e)x/\\1/g' a
    sed '/[x]/d' a
    sed '$d' a
    sed 's/[\\/]/x/' a
    sed 'y/abc/xyz/' a
    sed -n '2,5p;6q' a
    sed '/^#/d;s/ *$//' a
    sed ':a;N;$!ba;s/a/b/' a
    perl script.pl -e
    python3 -m pytest -k e
    ruby a.rb
    deno test
    make -j4 test
  `));
  await allLetThrough([["sed", "1i\\\nerase", "a"]]);
});

Deno.test("[V13] no program runs another one that is not granted", async () => {
  await allRefused(commands(`
    env ls
    env -i A=b rm -rf /
    xargs rm
    nice -n 5 ls
    timeout 5 ls
    busybox rm -rf .
    sh -c ls
    bash -lc ls
    bash build.sh
    sh
    /bin/sh -c ls
    /lib64/ld-linux-x86-64.so.2 /bin/ls
    find . -delete
    find . -exec rm {} +
    find . -name x -execdir ls ';'
    find . -ok rm ';'
    find . -fprint x
    fd -x rm
    fd --exec rm
    rg --pre sh x
    tar --to-command=sh -xf a
    tar --to-comm sh -xf a
    tar --checkpoint=1 --checkpoint-action=exec=sh -cf a b
    tar -I sh -xf a
    tar cIf sh a b
    tar -xPf a
    rsync -e sh a b
    rsync --rsh=sh a b
    ssh -oProxyCommand=sh x
    zip -TT sh a b
    sort --compress-program=sh a
    wget -e a=b x
    go test -exec sh
    gcc -wrapper sh a.c
    make SHELL=sh
    sqlite3 a.db '.shell ls'
  `));
});

Deno.test("[P52] programs that become somebody else, or change the machine, are never run, whatever is granted", async () => {
  await allRefused(commands("sudo ls\n su -c ls\n doas ls\n mkfs.ext4 /dev/sda\n /usr/bin/sudo ls"), /is never run$/);
  assert.match(refuseArgv(["sudo", "ls"], { folder: "/", root: "/tmp", run: ["sudo ls"] }) ?? "", /is never run$/);
});

Deno.test("only what is granted is run, and what is granted is said", () => {
  const rules = { folder: "/spec", root: "/tmp", run: ["git", "./tool.sh"] };
  assert.equal(refuseArgv(["make"], rules), "Cannot run `make`: `make` is not granted; granted are `git`, `./tool.sh`");
  assert.equal(refuseArgv(["make"], { ...rules, run: [] }), "Cannot run `make`: `make` is not granted; no program is");
  assert.match(refuseArgv(["cd", "src"], rules) ?? "", /`cd` belongs to a shell/);
  assert.equal(refuseArgv(["/spec/tool.sh"], rules), undefined);
  for (const program of ["/usr/bin/git", "tool.sh", "./git", "GIT", "git ", ""]) {
    assert.ok(refuseArgv([program], rules), program);
  }
});

Deno.test("a grant with arguments grants just these, code and other programs too", () => {
  const rules = { folder: "/tmp", root: "/tmp", run: ["python3 -c", "sh build.sh", "env A=b make", "npm test"] };
  for (const argv of [["python3", "-c", "x"], ["sh", "build.sh", "fast"], ["env", "A=b", "make"], ["npm", "test"]]) {
    assert.equal(refuseArgv(argv, rules), undefined, argv.join(" "));
  }
  const others = [["python3", "x.py"], ["sh", "-c", "x"], ["env", "A=b", "rm"], ["npm", "publish"], [
    "sh",
    "build.sh",
    "/etc",
  ]];
  for (const argv of others) assert.ok(refuseArgv(argv, rules), argv.join(" "));
});

Deno.test("no command takes long to judge", () => {
  const rules = { folder: "/tmp", root: "/tmp", run: ["sed", "awk", "cat", "grep", "python", "node"] };
  for (const part of ["[", "[:a:]", "[[:", "s/", "/", "\\", "(", "a=", "../", ":/", "-e", '"', "{", "e", "[:", "@"]) {
    for (const program of rules.run) {
      refuseArgv([program, part.repeat(9_000 / part.length)], rules);
      refuseArgv([program, part.repeat(90_000 / part.length)], rules);
      refuseArgv([program, ...Array.from({ length: 2_000 }, () => part)], rules);
    }
  }
  assert.match(refuseArgv(["cat", "x".repeat(1_000_000)], rules) ?? "", /an argument is too long/);
});
