import assert from "node:assert/strict";
import { DIRECTIVE, suggestionsFor } from "../../lib/cli/completion.ts";
import { COMMAND_NAMES } from "../../lib/cli/registry.ts";
import { inFolder, withEnv } from "../app/folders.ts";
import { write } from "../app/processes/packages.ts";
import { fakeHost, loom, scratch } from "./fake_host.ts";
import { STORY } from "./specs.ts";

async function suggest(folder: string, ...words: readonly string[]) {
  const { suggestions, directive } = await suggestionsFor(fakeHost({ folder }), words);
  return { words: suggestions.map(({ word }) => word), directive };
}

Deno.test("commands, options and their values are suggested where they can stand", async () => {
  await using folder = await scratch();
  const at = async (...words: readonly string[]) => (await suggest(folder.path, ...words)).words;
  assert.deepEqual(await at(""), COMMAND_NAMES);
  assert.deepEqual(await at("re"), ["resume"]);
  assert.deepEqual(await at("--no"), ["--no-color"]);
  assert.deepEqual(await at("--db", "x", "sh"), ["show"]);
  assert.deepEqual(await at("check", "--f"), ["--format", "--folder"]);
  assert.deepEqual(await at("check", "--format", ""), ["human", "json", "github", "sarif"]);
  assert.deepEqual(await at("check", "--format=s"), ["sarif"]);
  assert.deepEqual(await at("keys", ""), ["ls", "set", "rm"]);
  assert.deepEqual(await at("nothing", ""), []);
});

Deno.test("specs are suggested with the folders on the way to more", async () => {
  await using folder = await scratch({ "story.yaml": STORY, "notes.txt": "" });
  await Deno.mkdir(`${folder.path}/specs`);
  await Deno.writeTextFile(`${folder.path}/specs/two.toml`, "");
  assert.deepEqual(await suggest(folder.path, "run", ""), {
    words: ["specs/", "story.yaml"],
    directive: DIRECTIVE.noFiles,
  });
  assert.deepEqual(await suggest(folder.path, "run", "sp"), {
    words: ["specs/"],
    directive: DIRECTIVE.noFiles + DIRECTIVE.noSpace,
  });
  assert.deepEqual((await suggest(folder.path, "run", "specs/")).words, ["specs/two.toml"]);
  assert.equal((await suggest(folder.path, "run", "--input-file", "")).directive, 0, "any file");
});

Deno.test("processes are suggested by name wherever one can be named, and those that can be removed to be removed", async () => {
  await inFolder(async (home) => {
    await withEnv({ HOME: home, XDG_CONFIG_HOME: `${home}/.config` }, async () => {
      const mine = "name: mine\ndescription: My own\nphases: [{id: a, description: A}]\n";
      await write(home, {
        "work/loom-processes/mine.yaml": mine,
        "work/story.yaml": STORY,
        ".config/loom/processes/yours.yaml": mine.replace("mine", "yours"),
        "empty/notes.txt": "",
      });
      const at = async (...words: readonly string[]) => (await suggest(`${home}/work`, ...words)).words;
      assert.deepEqual(await at("do", "--process", "m"), ["marketing-strategy", "mine"]);
      assert.deepEqual(await at("do", "A goal", "--process=yo"), ["yours"]);
      assert.deepEqual(await at("uninstall", ""), ["mine", "yours"]);
      for (const command of ["run", "explain", "plan", "check"]) {
        assert.deepEqual(await at(command, ""), ["loom-processes/", "story.yaml"], "specs that are there come first");
        assert.deepEqual(await at(command, "mi"), ["mine"]);
      }
      assert.ok((await suggest(`${home}/empty`, "run", "")).words.includes("general"));
      assert.deepEqual((await suggest(`${home}/work`, "install", "")).directive, 0, "any file or folder");
    });
  });
});

Deno.test("runs are suggested by name where there are some, and nothing is made where there are none", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  assert.deepEqual((await suggest(folder.path, "show", "")).words, []);
  assert.equal([...Deno.readDirSync(folder.path)].length, 1);
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  assert.deepEqual((await suggest(folder.path, "show", "")).words, ["@last", "one"]);
  assert.deepEqual((await suggest(folder.path, "answer", "one", "")).words, []);
});

Deno.test("the answer to a script is a suggestion a line, then what to do with them", async () => {
  await using folder = await scratch();
  const { out, code } = await loom(folder.path, ["complete", "--", "resu"]);
  assert.deepEqual([code, out], [0, "resume\tGo on with a run where it stopped\n:4\n"]);
  assert.equal(
    (await loom(folder.path, ["complete", "--", "runs", "--js"])).out,
    "--json\tPrint JSON, one value a line\n:4\n",
  );
});

Deno.test("a shell that is not known has no script", async () => {
  await using folder = await scratch();
  const { code, err } = await loom(folder.path, ["completions", "csh"]);
  assert.equal(code, 2);
  assert.match(err, /Cannot complete in `csh`: write one of bash, zsh, fish, powershell/);
});

Deno.test("a name that would pass for another line of an answer is not suggested", async () => {
  await using folder = await scratch({ "story.yaml": STORY, "x\n:2\n.yaml": STORY, "tab\tbed.yaml": STORY });
  assert.equal((await loom(folder.path, ["complete", "--", "run", ""])).out, "story.yaml\n:4\n");
});
