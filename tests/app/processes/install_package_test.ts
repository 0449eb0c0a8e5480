import assert from "node:assert/strict";
import type { PackageReview } from "../../../lib/app/processes/package/review_package.ts";
import { installedProcess, reviewSource } from "../../../lib/app/processes/install_package.ts";
import { listProcesses } from "../../../lib/app/processes/list_processes.ts";
import { inFolder, namesIn, textIn, withEnv } from "../folders.ts";
import type { Files } from "./packages.ts";
import { git, gzip, tarOf, under, WORD_COUNT, write, zipOf } from "./packages.ts";

interface Place {
  readonly at: string;
  readonly folder: string;
}

/** Does something in a project with a home of its own. */
async function inProject<T>(work: (place: Place, user: string) => Promise<T>): Promise<T> {
  return await inFolder((folder) => {
    const at = `${folder}/work`;
    Deno.mkdirSync(at);
    const user = `${folder}/.config/loom/processes`;
    return withEnv({ HOME: folder, XDG_CONFIG_HOME: `${folder}/.config` }, () => work({ at, folder: at }, user));
  });
}

async function reviewOf(files: Files, place: Place): Promise<PackageReview> {
  await Deno.remove(`${place.at}/pack`, { recursive: true }).catch(() => {});
  await write(`${place.at}/pack`, files);
  return (await reviewSource("./pack", place)).review;
}

const BARE = "name: bare\nphases: [{id: a, description: A}]\n";

Deno.test("a package is looked at whole before anything is written, and then installed as it was", async () => {
  await inProject(async (place, user) => {
    await write(`${place.at}/pack`, WORD_COUNT);
    const { review, install } = await reviewSource("./pack", place);
    assert.deepEqual(review, {
      name: "word-count",
      says: { version: "1.2", description: "Counts the words of a text", author: "A team", mode: "guided" },
      phases: 1,
      risk: "medium",
      tools: [{ name: "count_words", path: "tools/count_words.ts", description: "Counts words" }],
      dependencies: { npm: [], python: [] },
      permissions: { read: ["data"], write: [], net: ["api.example.com"], run: [], env: [] },
      python: [],
      leftOut: [],
      files: ["LICENSE", "README.md", "process.yaml", "tools/_parts.ts", "tools/count_words.ts"],
      to: `${user}/word-count`,
      diagnostics: [],
    });
    await assert.rejects(() => Deno.stat(user), Deno.errors.NotFound);
    await write(`${place.at}/pack`, { "process.yaml": "changed since" });
    await install();
    assert.equal(textIn(user, "word-count", "process.yaml"), WORD_COUNT["process.yaml"]);
    assert.deepEqual(namesIn(user), ["word-count"]);
    const listed = await listProcesses(place);
    assert.equal(listed.find(({ name }) => name === "word-count")!.is, "user");
  });
});

Deno.test("a folder, every sort of archive and a repository give the same package", async () => {
  await inProject(async (place) => {
    await write(`${place.at}/pack`, WORD_COUNT);
    const wrapped = under("word-count-main", WORD_COUNT);
    await Deno.writeFile(`${place.at}/a.tar`, tarOf(WORD_COUNT));
    await Deno.writeFile(`${place.at}/a.tar.gz`, await gzip(tarOf(wrapped)));
    await Deno.writeFile(`${place.at}/a.tgz`, await gzip(tarOf(WORD_COUNT)));
    await Deno.writeFile(`${place.at}/a.zip`, await zipOf(wrapped));
    await git(`${place.at}/pack`, "init", "--quiet");
    await git(`${place.at}/pack`, "add", ".");
    await git(`${place.at}/pack`, "commit", "--quiet", "-m", "one");
    await git(place.at, "clone", "--quiet", "--bare", "pack", "bare.git");
    const { review } = await reviewSource("pack", place);
    for (const source of ["a.tar", "a.tar.gz", "a.tgz", "a.zip", "bare.git", `file://${place.at}/bare.git`]) {
      assert.deepEqual((await reviewSource(source, place)).review, review, source);
    }
  });
});

Deno.test("the risk is that of what is brought: a definition, code or programs, packages, or both", async () => {
  await inProject(async (place) => {
    const tool = WORD_COUNT["tools/count_words.ts"]!;
    const risks: readonly (readonly [Files, string])[] = [
      [{ "process.yaml": BARE }, "low"],
      [{ "process.yaml": `${BARE}dependencies: [pandas]\n` }, "medium"],
      [{ "process.yaml": `${BARE}permissions: {run: [make]}\n` }, "medium"],
      [{ "process.yaml": BARE, "tools/count_words.ts": tool }, "medium"],
      [{ "process.yaml": BARE, "tools/count_words.ts": `import "npm:zod@4.0.0";\n${tool}` }, "high"],
      [{ "process.yaml": `${BARE}dependencies: [pandas]\n`, "tools/count_words.ts": tool }, "high"],
      [{ "process.yaml": BARE, "tools/_x.ts": 'import "npm:@a/b@^1.0.0/c";\n', "tools/count_words.ts": tool }, "high"],
    ];
    for (const [files, risk] of risks) assert.equal((await reviewOf(files, place)).risk, risk, JSON.stringify(files));
    assert.deepEqual((await reviewOf(risks.at(-1)![0], place)).dependencies.npm, ["@a/b@^1.0.0"]);
  });
});

Deno.test("tools in Python are refused by name, and a process that requires one is not installed", async () => {
  await inProject(async (place, user) => {
    const python = { "tools/ga_metrics.py": "import os\n", "tools/sum.py": "x = 1\n", "tools/run.sh": "id\n" };
    const review = await reviewOf({ "process.yaml": BARE, ...python }, place);
    assert.deepEqual([review.python, review.leftOut], [["tools/ga_metrics.py", "tools/sum.py"], ["tools/run.sh"]]);
    assert.deepEqual(review.files, ["process.yaml"]);
    assert.match(review.diagnostics.map(({ message }) => message).join("\n"), /`tools\/ga_metrics\.py` is Python/);
    await write(`${place.at}/pack`, { "process.yaml": `${BARE}tools: {required: [ga_metrics]}\n` });
    const { install } = await reviewSource("./pack", place);
    await assert.rejects(install, /Cannot install `bare`: the process requires the tool `ga_metrics`/);
    await assert.rejects(() => Deno.stat(user), Deno.errors.NotFound);
  });
});

Deno.test("what is wrong with a package is told in its review: its definition, and its modules, none of which is run", async () => {
  await inProject(async (place) => {
    const ran = `${place.at}/ran`;
    const review = await reviewOf({
      "process.yaml": "name: bare\nphases: [{id: a, description: A, depends_on: [b]}]\n",
      "tools/a.ts": `Deno.writeTextFileSync(${JSON.stringify(ran)}, "");\nexport default 1;\n`,
    }, place);
    assert.deepEqual(review.diagnostics.map(({ code }) => code), ["unknown-phase", "bad-tool"]);
    await assert.rejects(() => Deno.stat(ran), Deno.errors.NotFound);
  });
});

Deno.test("what is no process definition, has no name, or has that of a ready process is refused", async () => {
  await inProject(async (place) => {
    const refused = (text: string, why: RegExp) => assert.rejects(() => reviewOf({ "process.yaml": text }, place), why);
    await refused("loom: 1\nkind: autoloom\nstart: a\n", /its process\.yaml is no process definition/);
    await refused("phases: []\n", /gives it no name that can be used/);
    await refused("name: [\n", /is no process definition: /);
    await refused(
      "name: research-report\nphases: []\n",
      /Cannot install `research-report`: that is the name of a ready process/,
    );
  });
});

Deno.test("a package replaces the one before it whole; a name that another folder has is taken", async () => {
  await inProject(async (place, user) => {
    await write(`${place.at}/pack`, WORD_COUNT);
    await (await reviewSource("pack", place)).install();
    await Deno.remove(`${place.at}/pack/tools`, { recursive: true });
    await write(`${place.at}/pack`, { "process.yaml": "name: word-count\nversion: 2.0\nphases: []\n" });
    const { review, install } = await reviewSource("pack", place);
    assert.equal(review.replaces, "1.2");
    await install();
    assert.deepEqual(namesIn(`${user}/word-count`), ["LICENSE", "README.md", "process.yaml"]);
    assert.deepEqual(namesIn(user), ["word-count"]);
    await write(`${user}/other`, { "process.yaml": BARE });
    await assert.rejects(
      () => reviewOf({ "process.yaml": BARE }, place),
      /`.*other\/process\.yaml` has that name already/,
    );
  });
});

Deno.test("with a workspace a package goes there, and holds there alone", async () => {
  await inProject(async (place) => {
    await write(`${place.at}/pack`, WORD_COUNT);
    const workspace = `${place.at}/elsewhere`;
    const { review, install } = await reviewSource("pack", { ...place, workspace });
    assert.equal(review.to, `${workspace}/loom-processes/word-count`);
    await install();
    const names = async (from: string) =>
      (await listProcesses({ folder: place.folder, workspace: from })).map(({ name }) => name);
    assert.ok((await names(workspace)).includes("word-count"));
    assert.ok(!(await names(place.at)).includes("word-count"));
  });
});

Deno.test("what was installed is removed, be it a folder, a file or a link; ready ones and others stay", async () => {
  await inProject(async (place, user) => {
    await write(user, { "pack/process.yaml": BARE, "single.yaml": BARE.replace("bare", "single") });
    await write(`${place.at}/kept`, { "process.yaml": BARE.replace("bare", "kept") });
    await Deno.symlink(`${place.at}/kept`, `${user}/linked`);
    for (const name of ["bare", "single", "kept"]) await (await installedProcess(name, place)).remove();
    assert.deepEqual([namesIn(user), namesIn(`${place.at}/kept`)], [[], ["process.yaml"]]);
    const fails = (name: string, why: RegExp) => assert.rejects(() => installedProcess(name, place), why);
    await fails("research-report", /Cannot remove `research-report`: it is a ready process/);
    await fails("bare", /there is no such process/);
    await fails("../kept", /there is no such process/);
    await write(place.at, { "loom-processes/there/process.yaml": BARE });
    await fails("bare", /it lies in `.*loom-processes`; name the workspace with -w/);
    await (await installedProcess("bare", { ...place, workspace: place.at })).remove();
    assert.deepEqual(namesIn(`${place.at}/loom-processes`), []);
  });
});

Deno.test("an archive that is evil leaves nothing behind", async () => {
  await inProject(async (place, user) => {
    await Deno.writeFile(`${place.at}/evil.tar`, tarOf(WORD_COUNT, [{ path: "../../evil", bytes: new Uint8Array(1) }]));
    await Deno.writeFile(`${place.at}/link.tar`, tarOf(WORD_COUNT, [{ path: "tools/x.ts", type: "2" }]));
    await assert.rejects(() => reviewSource("evil.tar", place), /leads out of it/);
    await assert.rejects(() => reviewSource("link.tar", place), /`tools\/x\.ts` is a link/);
    await assert.rejects(() => Deno.stat(user), Deno.errors.NotFound);
  });
});
