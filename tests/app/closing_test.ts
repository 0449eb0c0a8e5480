import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import type { RunHandle } from "../../lib/app/run_handle.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { call } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { gate } from "../engine/models.ts";
import { inFolder } from "./folders.ts";

/** A program that makes a first step, then hangs in a second until it is broken off or `open` is called. */
function hanging() {
  const begun = gate<void>(), held = gate<string>();
  let firsts = 0;
  const own = program("hangs@1", function* (): Program<Json> {
    const first = yield* call("first", () => ++firsts);
    const second = yield* call("second", (signal) => {
      begun.open();
      return new Promise<string>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("broken off")));
        void held.passed.then(resolve);
      });
    });
    return [first, second];
  });
  return { own, begun: begun.passed, open: () => held.open("made") };
}

Deno.test("closing pauses a run that is in the air; another loom goes on with it at once, and nothing is lost", async () => {
  await inFolder(async (folder) => {
    const db = `${folder}/loom.db`, { own, begun, open } = hanging();
    const loom = await openLoom({ db }), run = await loom.start(own, { name: "h" });
    await begun;
    await loom.close();
    const end = await run.end;
    assert.deepEqual([end.kind, end.reason], ["paused", "stopped; resume it to go on"]);
    open();
    await using other = await openLoom({ db, programs: [own] });
    assert.deepEqual((await (await other.resume("h")).end).outputs, [1, "made"]);
  });
});

Deno.test("a loom that goes out of scope with a run in the air closes when that rests", async () => {
  await inFolder(async (folder) => {
    const db = `${folder}/loom.db`, { own, begun, open } = hanging();
    let run: RunHandle;
    {
      using loom = await openLoom({ db });
      run = await loom.start(own, { name: "h" });
      await begun;
    }
    assert.equal((await run.end).kind, "paused");
    open();
    {
      await using other = await openLoom({ db, programs: [own] });
      await other.resume("h").then(({ end }) => end);
    }
    await using again = await openLoom({ db });
    assert.equal((await again.store.findRun("h")).status, "done");
  });
});

Deno.test("a run that is only just being started when its loom is closed rests too", async () => {
  const store = memoryStore(), { own } = hanging(), loom = await openLoom({ store });
  const starting = loom.start(own, { name: "h" }), closing = loom.close();
  const run = await starting;
  await closing;
  assert.equal((await run.end).kind, "paused");
  assert.equal((await store.findRun("h")).lease.live, false);
});

Deno.test("with nothing under way the store is closed before close returns, and once", async () => {
  let closed = 0;
  const { own, open } = hanging(), store = memoryStore();
  const loom = await openLoom({ memory: true });
  Object.assign(loom.store, { close: () => void closed++ });
  open();
  const run = await loom.start(own);
  await run.end;
  void loom.close();
  assert.equal(closed, 1);
  await Promise.all([loom.close(), loom[Symbol.asyncDispose]()]);
  assert.equal(closed, 1);
  store.close();
});

Deno.test("a loom that is closed says so, whatever it is asked for", async () => {
  const { own } = hanging(),
    loom = await openLoom({ store: memoryStore() }),
    closed = /Cannot use the loom: it is closed/;
  await loom.close();
  await assert.rejects(loom.start(own), closed);
  await assert.rejects(loom.resume("h"), closed);
  await assert.rejects(loom.fork("h", 1), closed);
  await assert.rejects(loom.cancel("h"), closed);
});
