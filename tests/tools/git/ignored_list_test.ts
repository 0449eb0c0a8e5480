import assert from "node:assert/strict";
import { join } from "node:path";
import { ignoredList } from "../../../lib/tools/git/ignored_list.ts";

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);

Deno.test("however many calls of Git there are, and whatever becomes of them, one list is left of them", () =>
  withFolder(async (folder) => {
    const home = { HOME: join(folder, "home") };
    const files = await Promise.all(Array.from({ length: 20 }, () => ignoredList(home, folder)));
    assert.equal(new Set(files).size, 1);
    assert.deepEqual(namesIn(folder).map((name) => join(folder, name)), [files[0]]);
    assert.equal(await Deno.readTextFile(files[0]!), "\n.loom/\n");
  }));

Deno.test("what the user does not want to see stands in the list, and what was put in its place does not", () =>
  withFolder(async (folder) => {
    const env = { XDG_CONFIG_HOME: join(folder, "own") };
    await Deno.mkdir(join(folder, "own/git"), { recursive: true });
    await Deno.writeTextFile(join(folder, "own/git/ignore"), "*.swp\n");
    const file = await ignoredList(env, folder);
    assert.equal(await Deno.readTextFile(file), "*.swp\n\n.loom/\n");
    assert.notEqual(await ignoredList({ HOME: folder }, folder), file);
    await Deno.writeTextFile(file, "*\n");
    assert.equal(await ignoredList(env, folder), file);
    assert.equal(await Deno.readTextFile(file), "*.swp\n\n.loom/\n");
  }));

Deno.test("a list that cannot be put in its place is told, and leaves nothing behind", () =>
  withFolder(async (folder) => {
    const file = await ignoredList({}, folder);
    await Deno.remove(file);
    await Deno.mkdir(join(file, "in the way"), { recursive: true });
    await assert.rejects(
      ignoredList({}, folder),
      /^WorkspaceTrouble: Cannot run Git: `.*` cannot be written: .*; remove/,
    );
    assert.deepEqual(namesIn(folder).map((name) => join(folder, name)), [file]);
  }));
