import assert from "node:assert/strict";
import { bestText } from "../../lib/app/best_text.ts";
import type { Loom } from "../../lib/app/loom.ts";
import type { RunEnd } from "../../lib/app/run_handle.ts";
import { RunLocked } from "../../lib/engine/host.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import { model, textOf } from "../kinds/growing.ts";
import { inFolder, textIn } from "./folders.ts";
import { saving } from "./saving.ts";

/** What became of each save, in order. */
function kindsOf(events: readonly RunEvent[]): readonly string[] {
  return events.map(({ type }) => type).filter((type) => type === "saved" || type === "unsaved");
}

/** A run that is done and whose text could not be saved; by now it could. */
async function endedUnsaved(folder: string): Promise<{ readonly loom: Loom; readonly end: RunEnd }> {
  const m = model((_, call) => {
    if (call === 0) Deno.writeTextFileSync(`${folder}/texts`, "");
    return ` word${call}`;
  });
  const { start, loom } = await saving(folder, {}, { models: { m } }), end = await (await start()).end;
  assert.ok(end.unsaved);
  await Deno.remove(`${folder}/texts`);
  return { loom, end };
}

Deno.test("a resume makes up for a save that failed, even of a run that has ended", async () => {
  await inFolder(async (folder) => {
    let round = 0;
    const m = model(() => {
      if (++round === 4) {
        Deno.removeSync(`${folder}/texts`, { recursive: true }), Deno.writeTextFileSync(`${folder}/texts`, "");
      }
      return ` word${round}`;
    });
    const { start, loom } = await saving(folder, {}, { models: { m } });
    const end = await (await start()).end;
    assert.equal(end.kind, "done");
    const still = await (await loom.resume("g")).end;
    assert.match(still.unsaved?.reason ?? "", /a folder on the way to it is a file/);
    assert.deepEqual([still.kind, still.outputs], [end.kind, end.outputs]);
    await Deno.remove(`${folder}/texts`);
    const { unsaved, kind } = await (await loom.resume("g")).end;
    assert.deepEqual([unsaved, kind], [undefined, "done"]);
    assert.equal(textIn(folder, "texts/story.txt"), textOf(end));
  });
});

Deno.test("a save that failed is tried again when the run comes to rest, however long ago it failed", async () => {
  await inFolder(async (folder) => {
    const m = model((_, call) => {
      if (call === 6) {
        Deno.renameSync(`${folder}/texts`, `${folder}/away`), Deno.writeTextFileSync(`${folder}/texts`, "");
      }
      return ` word${call}`;
    });
    // The second round cannot be saved, and what comes after it is no round any more.
    const { start, loom, events } = await saving(folder, { budget: { calls: 7 } }, {
      models: { m },
      on: ({ type }) => {
        if (type === "unsaved") {
          Deno.removeSync(`${folder}/texts`), Deno.renameSync(`${folder}/away`, `${folder}/texts`);
        }
      },
    });
    const end = await (await start()).end, best = await bestText(loom.store, await loom.store.findRun("g"));
    assert.deepEqual([end.kind, end.unsaved], ["exhausted", undefined]);
    assert.equal(textIn(folder, "texts/story.txt"), best?.text);
    assert.deepEqual(kindsOf(events), ["saved", "saved", "unsaved", "saved"]);
  });
});

Deno.test("a driver that died with its lease does not keep the text of its ended run from being saved", async () => {
  await inFolder(async (folder) => {
    const { loom, end } = await endedUnsaved(folder), { store } = loom, { driver } = await store.findRun("g");
    const { pid, status } = new Deno.Command(Deno.execPath(), { args: ["--version"], stdout: "null" }).spawn();
    await status;
    await store.acquire(driver, JSON.stringify({ host: Deno.hostname(), pid, id: "gone.1" }), { ttl: 600_000 });
    const resumed = await (await loom.resume("g")).end;
    assert.deepEqual([resumed.kind, resumed.unsaved], ["done", undefined]);
    assert.equal(textIn(folder, "texts/story.txt"), textOf(end));
  });
});

Deno.test("a run that has ended is not told to be saved while whoever drives it may still fail at that", async () => {
  await inFolder(async (folder) => {
    const { loom, end } = await endedUnsaved(folder), { store } = loom, { driver } = await store.findRun("g");
    const epoch = await store.acquire(driver, "another program", { ttl: 600_000 });
    await assert.rejects(loom.resume("g"), RunLocked);
    await store.release(driver, epoch!);
    await (await loom.resume("g")).end;
    assert.equal(textIn(folder, "texts/story.txt"), textOf(end));
    await store.acquire(driver, "another program", { ttl: 600_000 });
    assert.equal((await (await loom.resume("g")).end).kind, "done", "there is nothing left that could fail");
  });
});
