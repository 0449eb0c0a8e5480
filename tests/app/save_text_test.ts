import assert from "node:assert/strict";
import fc from "../properties.ts";
import { checkSavePlace, completeSave, SaveError, saveText } from "../../lib/app/save_text.ts";
import { sha256 } from "../../lib/base/hash.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { inFolder, namesIn, textIn } from "./folders.ts";

async function storeWithRuns(count = 1): Promise<Store> {
  const store = memoryStore();
  for (let i = 1; i <= count; i++) {
    await store.createRun({
      name: `r${i}`,
      title: "r",
      program: "p@1",
      inputs: {},
      limits: {},
      seed: 1,
      at: 0,
      durability: "normal",
    });
  }
  return store;
}

Deno.test("a text is written whole, its folders made, and written over as it grows; nothing else is left behind", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns();
    for (const text of ["one", "one two", "one two three", ""]) {
      const path = await saveText({ store, run: 1, folder, path: "texts/2026/story.txt", text });
      assert.equal(path, `${folder}/texts/2026/story.txt`);
      assert.equal(textIn(path), text);
    }
    assert.deepEqual(namesIn(`${folder}/texts/2026`), ["story.txt"]);
  });
});

Deno.test("a reader that holds the file keeps the text it opened", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(), save = { store, run: 1, folder, path: "a.txt" };
    await saveText({ ...save, text: "the old text" });
    using reader = await Deno.open(`${folder}/a.txt`);
    await saveText({ ...save, text: "new" });
    const bytes = new Uint8Array(64), read = await reader.read(bytes);
    assert.equal(new TextDecoder().decode(bytes.subarray(0, read ?? 0)), "the old text");
  });
});

Deno.test("a file that this run did not make is never replaced, not even an empty one: the next free name is taken", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(3);
    await Deno.writeTextFile(`${folder}/a.txt`, "mine");
    await Deno.writeTextFile(`${folder}/a-2.txt`, "");
    const paths: string[] = [];
    for (const run of [1, 2, 3]) paths.push(await saveText({ store, run, folder, path: "a.txt", text: `run ${run}` }));
    assert.deepEqual(paths.map((path) => path.slice(folder.length + 1)), ["a-3.txt", "a-4.txt", "a-5.txt"]);
    assert.deepEqual([textIn(folder, "a.txt"), textIn(folder, "a-2.txt")], ["mine", ""]);
    await saveText({ store, run: 2, folder, path: "a.txt", text: "run 2 again" });
    assert.deepEqual(namesIn(folder), ["a-2.txt", "a-3.txt", "a-4.txt", "a-5.txt", "a.txt"]);
    assert.equal(textIn(folder, "a-4.txt"), "run 2 again");
  });
});

Deno.test("names without an ending, with several dots, and of folders are numbered too", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(3);
    await Deno.mkdir(`${folder}/drafts`);
    for (const name of ["story", "v1.2.txt"]) await Deno.writeTextFile(`${folder}/${name}`, "mine");
    const saved = [];
    for (const [i, path] of ["story", "v1.2.txt", "drafts"].entries()) {
      saved.push(await saveText({ store, run: i + 1, folder, path, text: "t" }));
    }
    assert.deepEqual(saved.map((path) => path.slice(folder.length + 1)), ["story-2", "v1.2-2.txt", "drafts-2"]);
  });
});

Deno.test("a file that somebody edits between two saves is left to them, and so is its successor", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(), save = { store, run: 1, folder, path: "a.txt" };
    await saveText({ ...save, text: "one" });
    await Deno.writeTextFile(`${folder}/a.txt`, "one, by hand");
    assert.equal(await saveText({ ...save, text: "one two" }), `${folder}/a-2.txt`);
    await Deno.writeTextFile(`${folder}/a-2.txt`, "two, by hand");
    assert.equal(await saveText({ ...save, text: "one two three" }), `${folder}/a-3.txt`);
    assert.deepEqual(
      [textIn(folder, "a.txt"), textIn(folder, "a-2.txt"), textIn(folder, "a-3.txt")],
      ["one, by hand", "two, by hand", "one two three"],
    );
  });
});

Deno.test("a file that was deleted is written again; one replaced by a folder or a link is left alone", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(), save = { store, run: 1, folder, path: "a.txt" };
    await saveText({ ...save, text: "one" });
    await Deno.remove(`${folder}/a.txt`);
    assert.equal(await saveText({ ...save, text: "two" }), `${folder}/a.txt`);
    await Deno.remove(`${folder}/a.txt`);
    await Deno.mkdir(`${folder}/a.txt`);
    assert.equal(await saveText({ ...save, text: "three" }), `${folder}/a-2.txt`);
    await Deno.rename(`${folder}/a-2.txt`, `${folder}/elsewhere.txt`);
    await Deno.symlink("elsewhere.txt", `${folder}/a-2.txt`);
    assert.equal(await saveText({ ...save, text: "four" }), `${folder}/a-3.txt`);
    assert.equal(textIn(folder, "elsewhere.txt"), "three");
  });
});

Deno.test("once a save is complete, the same text is not saved again beside what somebody made of it", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(), save = { store, run: 1, folder, path: "a.txt", text: "the end" };
    await saveText(save);
    await completeSave(store, 1, save.text);
    await Deno.writeTextFile(`${folder}/a.txt`, "the end, by hand");
    assert.equal(await saveText(save), `${folder}/a.txt`);
    assert.deepEqual([namesIn(folder), textIn(folder, "a.txt")], [["a.txt"], "the end, by hand"]);
    await Deno.remove(`${folder}/a.txt`);
    await saveText(save);
    assert.equal(textIn(folder, "a.txt"), "the end");
  });
});

Deno.test("a save that was killed at any moment is taken up again under the same name", async () => {
  const moments: readonly ((folder: string, store: Store) => Promise<void>)[] = [
    // Named, not made.
    (folder, store) => store.setProjection(1, { path: `${folder}/a.txt` }),
    // Made, still empty.
    async (folder, store) => {
      await store.setProjection(1, { path: `${folder}/a.txt` });
      await Deno.writeTextFile(`${folder}/a.txt`, "");
    },
    // About to be replaced, with a rest of the text beside it.
    async (folder, store) => {
      await saveText({ store, run: 1, folder, path: "a.txt", text: "old" });
      await store.setProjection(1, { path: `${folder}/a.txt`, written: sha256("old"), writing: sha256("new") });
      await Deno.writeTextFile(`${folder}/.a.txt.1.tmp`, "ne");
    },
  ];
  for (const killed of moments) {
    await inFolder(async (folder) => {
      const store = await storeWithRuns();
      await killed(folder, store);
      assert.equal(await saveText({ store, run: 1, folder, path: "a.txt", text: "new" }), `${folder}/a.txt`);
      assert.deepEqual([namesIn(folder), textIn(folder, "a.txt")], [["a.txt"], "new"]);
    });
  }
});

Deno.test("no path leads out of the project folder", async () => {
  await inFolder(async (outer) => {
    const folder = `${outer}/project`, store = await storeWithRuns();
    await Deno.mkdir(`${folder}/inside`, { recursive: true });
    await Deno.mkdir(`${outer}/secret`);
    await Deno.symlink(`${outer}/secret`, `${folder}/link`);
    await Deno.symlink(`${folder}/inside`, `${folder}/way`);
    const out = [
      "../a.txt",
      "inside/../../a.txt",
      `${outer}/a.txt`,
      "/etc/a.txt",
      "link/a.txt",
      "link/new/a.txt",
      "way/../../a.txt",
      ".",
    ];
    for (const path of [...out, ""]) {
      const attempts = [
        () => saveText({ store, run: 1, folder, path, text: "t" }),
        () => checkSavePlace({ folder, path }),
      ];
      const isMeant = (error: unknown) => error instanceof SaveError && error.message.includes(`\`${path}\``);
      for (const attempt of attempts) await assert.rejects(attempt, isMeant, path);
    }
    assert.deepEqual([namesIn(outer), namesIn(`${outer}/secret`)], [["project", "secret"], []]);
    assert.equal(await saveText({ store, run: 1, folder, path: "way/a.txt", text: "t" }), `${folder}/inside/a.txt`);
    assert.equal(await saveText({ store, run: 1, folder, path: "..a.txt", text: "u" }), `${folder}/..a.txt`);
  });
});

Deno.test("a path that was rendered is held to the rules of one that was written, links included", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(), save = { store, run: 1, folder, text: "t" };
    await Deno.mkdir(`${folder}/.git/hooks`, { recursive: true });
    await Deno.symlink(`${folder}/.git`, `${folder}/drafts`);
    const paths = [
      "a/../../b.txt",
      "a/../b.txt",
      "a\u001b[2J.txt",
      "a\nb.txt",
      ".git/hooks/pre-commit",
      ".loom/x.txt",
      "drafts/hooks/pre-commit",
      "texts/",
      "~/a.txt",
    ];
    for (const path of paths) await assert.rejects(saveText({ ...save, path }), SaveError, path);
    for (const path of paths) await assert.rejects(checkSavePlace({ folder, path }), SaveError, path);
    assert.deepEqual([namesIn(folder), namesIn(`${folder}/.git/hooks`)], [[".git", "drafts"], []]);
  });
});

Deno.test("a link in the place of the temporary file is not followed", async () => {
  await inFolder(async (outer) => {
    const folder = `${outer}/project`, store = await storeWithRuns();
    await Deno.mkdir(folder);
    await Deno.writeTextFile(`${outer}/theirs`, "theirs");
    await Deno.symlink(`${outer}/theirs`, `${folder}/.a.txt.1.tmp`);
    await saveText({ store, run: 1, folder, path: "a.txt", text: "t" });
    assert.deepEqual([textIn(outer, "theirs"), textIn(folder, "a.txt")], ["theirs", "t"]);
  });
});

Deno.test("a check makes nothing", async () => {
  await inFolder(async (folder) => {
    await checkSavePlace({ folder, path: "deep/in/a.txt" });
    assert.deepEqual(namesIn(folder), []);
  });
});

Deno.test("what the file system refuses is told in words, and what was there is there still", async () => {
  await inFolder(async (folder) => {
    const store = await storeWithRuns(), save = { store, run: 1, folder, text: "t" };
    await Deno.writeTextFile(`${folder}/file`, "mine");
    const told = async (path: string, place = folder) => {
      const error = await saveText({ ...save, path, folder: place }).then(() => undefined, (error) => error);
      assert.ok(error instanceof SaveError, `${path}: ${error}`);
      return error.message;
    };
    assert.match(await told("file/a.txt"), /^Cannot save to `file\/a\.txt`: a folder on the way to it is a file; /);
    assert.match(await told("a.txt", `${folder}/gone`), /^Cannot save to `a\.txt`: the project folder is gone; /);
    assert.match(await told(`${"x".repeat(300)}.txt`), /its name is too long; give a shorter one$/);
    assert.deepEqual([namesIn(folder), textIn(folder, "file")], [["file"], "mine"]);
  });
});

Deno.test("whatever happens to the file between two saves, nobody's text is lost and the newest is on disk", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("save" as const), text: fc.string({ minLength: 1, maxLength: 4 }) }),
    fc.record({
      do: fc.constant("edit" as const),
      text: fc.string({ minLength: 1, maxLength: 4 }).map((text) => `hand ${text}`),
    }),
    fc.record({ do: fc.constant("other" as const), text: fc.string({ minLength: 1, maxLength: 4 }) }),
    fc.record({ do: fc.constant("delete" as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) =>
      inFolder(async (folder) => {
        const store = await storeWithRuns(2), byHand = new Set<string>();
        let path = `${folder}/a.txt`;
        for (const one of steps) {
          if (one.do === "save") {
            path = await saveText({ store, run: 1, folder, path: "a.txt", text: one.text });
            assert.equal(textIn(path), one.text);
          } else if (one.do === "other") await saveText({ store, run: 2, folder, path: "a.txt", text: one.text });
          else if (one.do === "edit") {
            await Deno.writeTextFile(path, one.text);
            byHand.add(path);
          } else {
            await Deno.remove(path).catch(() => {});
            byHand.delete(path);
          }
          for (const edited of byHand) assert.match(textIn(edited), /^hand /);
        }
      })),
    { numRuns: 60, seed: 4 },
  );
});
