import "./collect_garbage.ts";
import assert from "node:assert/strict";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { drive, fails, newRun, row } from "../../lib/store/conformance/setting.ts";
import { inFolder } from "./in_folder.ts";
import { startProcess } from "./process.ts";

const LONG = "x".repeat(2_000);

/** Opens a copy of the file alone, without what lies beside it. */
async function copyOf(path: string): Promise<Store> {
  await Deno.copyFile(path, `${path}.copy`);
  return await openLibsqlStore({ url: `file:${path}.copy` });
}

/** Bytes in the log; none when it is gone. */
async function walOf(path: string): Promise<number> {
  return await Deno.stat(`${path}-wal`).then(({ size }) => size, () => 0);
}

Deno.test("once a store is closed its file alone is whole", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "whole");
    for (let seq = 1; seq <= 100; seq++) await store.append(run.id, epoch, [row(seq, { value: LONG + seq })]);
    store.close();
    const copy = await copyOf(path);
    assert.deepEqual((await copy.entries(run.id, 0)).map(({ value }) => value), [...rows(100)]);
    copy.close();
    assert.equal(await walOf(path), 0);
  }));

function* rows(many: number): Generator<string> {
  for (let seq = 1; seq <= many; seq++) yield LONG + seq;
}

Deno.test("the file alone is whole when the process ends right after closing", () =>
  inFolder(async (path) => {
    await using other = await startProcess(path);
    assert.equal(await other.ask("end here"), "ended");
    const copy = await copyOf(path);
    assert.equal((await copy.findRun("here")).name, "here");
    copy.close();
  }));

Deno.test("closing leaves others in peace: one that writes, and one of the same process", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const neighbour = await openLibsqlStore({ url: `file:${path}` });
    const { run, epoch } = await drive(store, "shared");
    await using other = await startProcess(path);
    await other.ask("hold");
    store.close();
    assert.equal(await other.ask("free"), "free");
    await neighbour.append(run.id, epoch, [row(1)]);
    const again = await openLibsqlStore({ url: `file:${path}` });
    await again.append(run.id, epoch, [row(2)]);
    again.close();
    await neighbour.append(run.id, epoch, [row(3)]);
    assert.equal((await neighbour.entries(run.id, 0)).length, 3);
    neighbour.close();
    const copy = await copyOf(path);
    assert.equal((await copy.entries(run.id, 0)).length, 3);
    copy.close();
  }));

Deno.test("a database that was only looked at stays as it is when it is closed", () =>
  inFolder(async (path) => {
    const writer = await openLibsqlStore({ url: `file:${path}`, create: true });
    await writer.createRun(newRun("seen"));
    const before = [await Deno.readFile(path), await walOf(path)];
    const reader = await openLibsqlStore({ url: `file:${path}` });
    assert.equal((await reader.runs()).length, 1);
    reader.close();
    assert.deepEqual([await Deno.readFile(path), await walOf(path)], before);
    writer.close();
  }));

Deno.test("what is asked of a closed store, or still stands in its queue, is refused in words; closing twice is nothing", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const closed = fails("broken", /loom\.db.*it is closed$/);
    const queued = Promise.allSettled(["a", "b", "c"].map((name) => store.createDocument(name)));
    store.close();
    store.close();
    assert.equal((await queued).filter(({ status }) => status === "rejected").length > 0, true);
    await assert.rejects(store.runs(), closed);
    await assert.rejects(store.createDocument("late"), closed);
  }));
