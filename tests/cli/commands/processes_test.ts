import assert from "node:assert/strict";
import { git, under, WORD_COUNT, write } from "../../app/processes/packages.ts";
import { inFolder, namesIn, withEnv } from "../../app/folders.ts";
import type { Came, FakeOptions } from "../fake_host.ts";
import { loom } from "../fake_host.ts";

type Run = (words: string, more?: Partial<FakeOptions>) => Promise<Came>;

/** Runs command lines in a folder, with a home of its own. */
async function inProject(work: (run: Run, folder: string, user: string) => Promise<void>): Promise<void> {
  await inFolder(async (home) => {
    const folder = `${home}/work`;
    Deno.mkdirSync(folder);
    await withEnv(
      { HOME: home, XDG_CONFIG_HOME: `${home}/.config` },
      () => work((words, more) => loom(folder, words.split(" "), more), folder, `${home}/.config/loom/processes`),
    );
  });
}

const MODELS = '[models.local]\nuse = "ollama/qwen3:8b"\nroles = ["planner", "executor", "verifier", "extractor"]\n';

Deno.test("`loom processes` lists what can be named here, with where it comes from, and what cannot be used", async () => {
  await inProject(async (run, folder) => {
    await write(folder, {
      "loom-processes/mine.yaml": "name: mine\ndescription: My own\nphases: [{id: a, description: A}]\n",
      "loom-processes/bad.yaml": "name: bad\nphases: 5\n",
    });
    const { out, code } = await run("processes"), lines = out.split("\n");
    assert.equal(code, 0);
    assert.match(lines[0]!, /^NAME +VERSION +MODE +PHASES +FROM +WHAT IT DOES$/);
    assert.match(out, /^research-report +1\.0 +guided +4 +built in +Frames a question/m);
    assert.match(out, /^mine +1\.0 +guided +1 +workspace +My own$/m);
    assert.match(out, /^bad .* workspace +cannot be used: `phases` must be a list of phases, not `5`$/m);
  });
});

Deno.test("`loom processes --json` gives a line for each, of another workspace where one is named", async () => {
  await inProject(async (run, folder) => {
    await write(`${folder}/there`, { "loom-processes/research-report.yaml": "name: research-report\nphases: 5\n" });
    const here = (await run("processes --json")).out.trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(here.length >= 7 && here.every(({ problems }) => problems.length === 0));
    const there = (await run("processes --json -w there")).out.trim().split("\n").map((line) => JSON.parse(line));
    const { problems, hides, ...report } = there.find(({ name }) => name === "research-report");
    assert.deepEqual(report, {
      name: "research-report",
      file: `${folder}/there/loom-processes/research-report.yaml`,
      is: "workspace",
      folder: null,
      version: "1.0",
      description: "",
      author: "",
      tags: [],
      mode: "guided",
      phases: 0,
    });
    assert.deepEqual([problems[0].code, hides.length], ["wrong-value", 1]);
  });
});

Deno.test("`loom install` shows what a package is, asks, and installs it; `loom processes` has it then", async () => {
  await inProject(async (run, folder, user) => {
    await write(folder, under("pack", { ...WORD_COUNT, "tools/old.py": "", "other.txt": "" }));
    const no = await run("install ./pack", { stdin: { text: "n", typed: true } });
    assert.deepEqual([no.code, no.out], [1, ""]);
    assert.equal(
      no.err,
      `word-count 1.2, guided, 1 phase
  Counts the words of a text
  by A team
risk: medium, it brings code that runs here
its tools:
  count_words (tools/count_words.ts): Counts words
  each of them: reads data; reaches api.example.com
not taken, for it is Python: tools/old.py
not taken: other.txt
files: LICENSE, README.md, process.yaml, tools/_parts.ts, tools/count_words.ts
goes to ${user}/word-count
warning[L0231]: \`tools/old.py\` is Python, and tools are TypeScript here: the tool \`old\` is left out
  process.yaml:1:7
    1 | name: word-count
      |       ^^^^^^^^^^ write it as \`tools/old.ts\`

1 warning in process.yaml
Install word-count? [y/N] Nothing was installed
`,
    );
    await assert.rejects(() => Deno.stat(user), Deno.errors.NotFound);
    const yes = await run("install ./pack", { stdin: { text: "yes\n", typed: true } });
    assert.equal(yes.code, 0);
    assert.match(yes.err, /`word-count` is installed: `loom explain word-count` says what it does\n$/);
    assert.match((await run("processes")).out, /^word-count +1\.2 +guided +1 +user /m);
  });
});

Deno.test("where nobody can be asked `--yes` has to be said, and then nothing is asked", async () => {
  await inProject(async (run, folder, user) => {
    await write(folder, under("pack", WORD_COUNT));
    await git(`${folder}/pack`, "init", "--quiet");
    await git(`${folder}/pack`, "add", ".");
    await git(`${folder}/pack`, "commit", "--quiet", "-m", "one");
    await git(folder, "clone", "--quiet", "--bare", "pack", "bare.git");
    const { code, err } = await run("install bare.git");
    assert.equal(code, 2);
    assert.match(err, /error: Cannot ask here: say `--yes` to install\n/);
    assert.equal((await run("install bare.git --yes")).code, 0);
    assert.deepEqual(namesIn(user), ["word-count"]);
    const again = await run("install bare.git -y -w .");
    assert.equal(again.code, 0);
    assert.doesNotMatch(again.err, /in place of/);
    assert.match((await run("install bare.git -y")).err, /in place of version 1\.2/);
    assert.match((await run("processes")).out, /^word-count .* workspace /m);
  });
});

Deno.test("a package that is wrong, or none, is not installed, and it is said why", async () => {
  await inProject(async (run, folder, user) => {
    await write(
      folder,
      under("bad", { "process.yaml": "name: bad\nphases: [{id: a, description: A, depends_on: [b]}]\n" }),
    );
    const bad = await run("install bad --yes");
    assert.equal(bad.code, 2);
    assert.match(bad.err, /error\[L0234\]: there is no phase `b`/);
    const none = await run("install nothing");
    assert.deepEqual([none.code, none.out], [2, ""]);
    assert.match(none.err, /error: Cannot install `nothing`: there is no such folder and no such archive/);
    await assert.rejects(() => Deno.stat(user), Deno.errors.NotFound);
  });
});

Deno.test("`loom uninstall` asks, and removes what was installed; ready processes stay", async () => {
  await inProject(async (run, folder, user) => {
    await write(folder, under("pack", WORD_COUNT));
    await run("install pack -y");
    const kept = await run("uninstall word-count", { stdin: { text: "", typed: true } });
    assert.deepEqual([kept.code, namesIn(user)], [1, ["word-count"]]);
    assert.match(kept.err, /^Remove .*\/word-count\? \[y\/N\] Nothing was removed\n$/);
    assert.equal((await run("uninstall word-count --yes")).code, 0);
    assert.deepEqual(namesIn(user), []);
    for (const name of ["word-count", "research-report"]) {
      assert.equal((await run(`uninstall ${name} -y`)).code, 2, name);
    }
  });
});

Deno.test("a process is checked and explained by its name, with the models of where one stands", async () => {
  await inProject(async (run, folder) => {
    await write(folder, { "loom.toml": MODELS, ...under("pack", WORD_COUNT) });
    const checked = await run("check investment-analysis ./pack");
    assert.deepEqual([checked.code, checked.out], [0, ""]);
    const explained = await run("explain investment-analysis");
    assert.equal(explained.code, 0);
    assert.match(explained.out, /screen-company/);
    assert.match(
      explained.out,
      /local stands in .*loom\.toml: it is the planner, the executor, the verifier, the extractor/,
    );
    assert.match((await run("check nope")).out, /Cannot read `.*nope`: there is no such file/);
  });
});
