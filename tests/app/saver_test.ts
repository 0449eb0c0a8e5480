import assert from "node:assert/strict";
import { compileFile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { RunHandle } from "../../lib/app/run_handle.ts";
import { SaveError } from "../../lib/app/save_text.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { gate } from "../engine/models.ts";
import { model, textOf } from "../kinds/growing.ts";
import { inFolder, namesIn, textIn } from "./folders.ts";
import { saving } from "./saving.ts";

Deno.test("the text is saved after every round, and what the file holds at the end is the text", async () => {
  await inFolder(async (folder) => {
    const lengths: number[] = [];
    const { start, events } = await saving(folder, {}, {
      on: (event) => event.type === "saved" && lengths.push(textIn(event.path).length),
    });
    const end = await (await start()).end;
    assert.equal(textIn(folder, "texts/story.txt"), textOf(end));
    assert.equal(lengths.length, 4, "the beginning and three rounds");
    assert.deepEqual(lengths, lengths.toSorted((a, b) => a - b));
    assert.ok(events.every((event) => event.type !== "saved" || event.path === `${folder}/texts/story.txt`));
    assert.equal(end.unsaved, undefined);
  });
});

Deno.test("the path is a template over inputs, the run and the spec", async () => {
  await inFolder(async (folder) => {
    const { start } = await saving(folder, {
      inputs: { who: { type: "string", default: "ann" } },
      save: "${{ inputs.who }}/${{ run.name }}-${{ run.seed }}-${{ spec.name }}-${{ run.date }}.txt",
    });
    await (await start()).end;
    assert.deepEqual(namesIn(`${folder}/ann`), [`g-1-test-${new Date().toISOString().slice(0, 10)}.txt`]);
  });
});

Deno.test("a path out of the project folder is refused before the run exists", async () => {
  await inFolder(async (outer) => {
    const folder = `${outer}/project`;
    await Deno.mkdir(folder);
    const { start, store } = await saving(folder, {
      inputs: { who: { type: "string", default: "../.." } },
      save: "${{ inputs.who }}/a.txt",
    });
    await assert.rejects(
      start(),
      (error) =>
        error instanceof SaveError && /`\.\.` leads out of folders; give the path of a file inside/.test(error.message),
    );
    assert.deepEqual(await store.runs(), []);
  });
});

Deno.test("a way to the file that is blocked from the beginning is refused before the run exists", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/texts`, "a file where a folder should be");
    const { start, store } = await saving(folder);
    await assert.rejects(
      start(),
      (error) => error instanceof SaveError && /a folder on the way to it is a file/.test(error.message),
    );
    assert.deepEqual(await store.runs(), []);
  });
});

Deno.test("a text that can never be saved does not lose the run: that is told once, and the end says so", async () => {
  await inFolder(async (folder) => {
    const m = model((_, call) => {
      if (call === 0) Deno.writeTextFileSync(`${folder}/texts`, "");
      return ` word${call}`;
    });
    const { start, warnings } = await saving(folder, {}, { models: { m } }), end = await (await start()).end;
    assert.equal(end.kind, "done");
    const reason = "a folder on the way to it is a file; move that file or give another path";
    assert.deepEqual(end.unsaved, { path: "texts/story.txt", reason });
    assert.deepEqual(warnings(), [{ type: "unsaved", run: "g", path: "texts/story.txt", reason }]);
  });
});

Deno.test("a file system that fails in the middle of a run costs the file a few rounds and nothing else", async () => {
  await inFolder(async (folder) => {
    let saves = 0;
    const { start, warnings } = await saving(folder, { stop: { stop: "depth", depth: 6 } }, {
      on: (event) => {
        if (event.type !== "saved" || ++saves > 2) return;
        // After the second save the folder turns into a file, and back into a folder three rounds later.
        if (saves === 2) {
          Deno.renameSync(`${folder}/texts`, `${folder}/away`), Deno.writeTextFileSync(`${folder}/texts`, "");
        }
      },
    });
    const run = await start(), end = await run.end;
    assert.equal(end.kind, "done");
    assert.match(end.unsaved?.reason ?? "", /^a folder on the way to it is a file/);
    assert.equal(warnings().length, 1, "one word for four saves that failed alike");
    assert.equal(textIn(folder, "texts"), "");
    assert.ok(textOf(end).startsWith(textIn(folder, "away/story.txt")));
  });
});

Deno.test("as soon as it can be written again, the next round saves the whole text", async () => {
  await inFolder(async (folder) => {
    let round = 0;
    const m = model(() => {
      if (++round === 4) {
        Deno.renameSync(`${folder}/texts`, `${folder}/away`), Deno.writeTextFileSync(`${folder}/texts`, "");
      }
      if (round === 13) Deno.removeSync(`${folder}/texts`), Deno.renameSync(`${folder}/away`, `${folder}/texts`);
      return ` word${round}`;
    });
    const { start, warnings } = await saving(folder, { stop: { stop: "depth", depth: 6 } }, { models: { m } });
    const end = await (await start()).end;
    assert.deepEqual([end.kind, end.unsaved, warnings().length], ["done", undefined, 1]);
    assert.deepEqual(namesIn(`${folder}/texts`), ["story.txt"]);
    assert.equal(textIn(folder, "texts/story.txt"), textOf(end));
  });
});

Deno.test("a paused run's file is there as soon as it is resumed, whatever happened to it meanwhile", async () => {
  await inFolder(async (folder) => {
    const hold = gate<string>(), driven: { run?: RunHandle } = {};
    const m = model((_, call) => call < 3 ? ` word${call}` : hold.passed);
    const { start, loom } = await saving(folder, {}, {
      models: { m },
      on: (event) => event.type === "saved" && driven.run?.pause(),
    });
    driven.run = await start();
    assert.equal((await driven.run.end).kind, "paused");
    await Deno.remove(`${folder}/texts`, { recursive: true });
    delete driven.run;
    const run = await loom.resume("g");
    assert.equal(textIn(folder, "texts/story.txt"), "The lamp went out at four, and nobody");
    hold.open(" more");
    const end = await run.end;
    assert.equal(textIn(folder, "texts/story.txt"), textOf(end));
  });
});

Deno.test("an ended run's file that somebody edits stays theirs when the run is resumed once more", async () => {
  await inFolder(async (folder) => {
    const { start, loom } = await saving(folder);
    await (await start()).end;
    await Deno.writeTextFile(`${folder}/texts/story.txt`, "by hand");
    await (await loom.resume("g")).end;
    assert.deepEqual([namesIn(`${folder}/texts`), textIn(folder, "texts/story.txt")], [["story.txt"], "by hand"]);
  });
});

Deno.test("a file edited while the run goes on is left alone: the text goes on in another", async () => {
  await inFolder(async (folder) => {
    let saves = 0;
    const { start } = await saving(folder, {}, {
      on: (event) => event.type === "saved" && ++saves === 2 && Deno.writeTextFileSync(event.path, "by hand"),
    });
    const end = await (await start()).end;
    assert.equal(textIn(folder, "texts/story.txt"), "by hand");
    assert.equal(textIn(folder, "texts/story-2.txt"), textOf(end));
  });
});

Deno.test("a fork saves to a file of its own", async () => {
  await inFolder(async (folder) => {
    const { start, loom, store } = await saving(folder);
    const end = await (await start()).end,
      at = (await store.entries(1, 0)).findLast(({ type }) => type === "result")!.seq;
    const fork = await (await loom.fork("g", at, { seed: 9 })).end;
    assert.equal(textIn(folder, "texts/story.txt"), textOf(end));
    assert.equal(textIn(folder, "texts/story-2.txt"), textOf(fork));
  });
});

Deno.test("a store that breaks is no matter of the file: it is told as what it is", async () => {
  await inFolder(async (folder) => {
    const inner = memoryStore();
    const store = {
      ...inner,
      setProjection: () => Promise.reject(new StoreError("full", "Cannot write: the disk is full")),
    };
    const { start } = await saving(folder, {}, { store });
    const run = await start();
    await assert.rejects(run.end, (error) => error instanceof StoreError && error.failure === "full");
  });
});

Deno.test("a project that is moved, its database with it, goes on where it is: nothing is written to the old place", async () => {
  await inFolder(async (root) => {
    const old = `${root}/old`, now = `${root}/now`, spec = `${old}/story.yaml`;
    Deno.mkdirSync(old);
    Deno.mkdirSync(`${old}/.loom`);
    Deno.writeTextFileSync(`${old}/score.ts`, "export default ({ candidate }) => candidate.text.length;");
    Deno.writeTextFileSync(
      spec,
      "loom: 1\nkind: autoloom\nstart: It began\nexpand: {model: ngram/builtin, width: 2, max_tokens: 6}\n" +
        "grade: {by: {script: ./score.ts}}\nstop: {depth: 3}\nbudget: {calls: 2}\nsave: out.txt\n",
    );
    {
      using loom = await openLoom({ folder: old });
      const { plan, home } = await compileFile(spec, { folder: old });
      assert.equal((await (await loom.start(plan!, { name: "g", home, spec, seed: 3 })).end).kind, "exhausted");
    }
    Deno.renameSync(old, now);
    Deno.mkdirSync(old);
    using loom = await openLoom({ folder: now });
    const end = await (await loom.resume("g", { addBudget: { calls: 9 } })).end;
    assert.deepEqual([end.kind, end.reason], ["done", "depth 3 is reached"]);
    assert.equal(textIn(now, "out.txt"), (end.outputs as { text: string }).text);
    assert.deepEqual(namesIn(old), []);
  });
});
