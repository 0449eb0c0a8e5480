import "./collect_garbage.ts";
import assert from "node:assert/strict";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import type { Plan } from "../../lib/plan/mod.ts";
import { drive, node, row } from "../../lib/store/conformance/setting.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import type { Store, Swept } from "../../lib/store/store.ts";
import { startSqld } from "../project/sqld.ts";
import { inFolder } from "./in_folder.ts";

const LONG = 5_000;

for (const [where, opened] of Object.entries({ "a file": inFile, "a server": onServer })) {
  Deno.test(`in ${where} nothing of a removed run is left but its number, its name, and what it has taught`, () =>
    opened(async (store, client) => {
      const before = await tables(client);
      const { run, epoch } = await drive(store, "old", {
        plan: { version: 1 } as unknown as Plan,
        inputs: { a: "x".repeat(LONG) },
        limits: { calls: 3 },
      });
      await store.append(run.id, epoch, [
        { ...row(1, { value: "v".repeat(LONG) }), snapshot: 1 },
        row(2, { type: "intent", key: "k", booking: { usd: 1, tokens: 1, calls: 1 } }),
      ]);
      await store.send(run.id, { kind: "pause", value: null });
      await store.setProjection(run.id, { path: "/a" });
      const bytes = new Uint8Array(2_500_000), contents = { before: bytes };
      await store.changes.add(run.id, epoch, { by: "task/a", change: { path: "a" }, contents });
      const kept = await store.changes.keep([bytes, new Uint8Array([1])]);
      await store.changes.guard(run.id, epoch, { by: "task/a", entries: [{ path: "a" }], contents: kept });
      await store.turns.add(run.id, [{ seq: 1, task: "a", n: 1, role: "user", text: "unheardof", at: 1 }]);
      await store.learned.learn(run.id, [{ kind: "k", key: "a", at: 1 }]);
      await store.release(run.id, epoch);
      assert.ok(await store.remove({ run: run.id, epoch, forks: [] }));
      await sweepAll(store);
      assert.deepEqual(await tables(client), { ...before, removed: 1, learned: 1 });
      const { rows } = await client.execute("SELECT * FROM removed");
      assert.deepEqual(rows.map(({ run, name, swept }) => [run, name, swept]), [[run.id, "old", 1]]);
    }));

  Deno.test(`in ${where} a value goes with the last run that refers to it, and a plan with the last that follows it`, () =>
    opened(async (store, client) => {
      const plan = { version: 1, name: "p".repeat(LONG) } as unknown as Plan, shared = "s".repeat(LONG);
      const one = await drive(store, "one", { plan }), two = await drive(store, "two", { plan });
      for (const { run, epoch } of [one, two]) {
        await store.append(run.id, epoch, [row(1, { value: shared }), row(2, { value: run.name.repeat(LONG) })]);
        await store.release(run.id, epoch);
      }
      const alone = await store.weigh([one.run.id]), both = await store.weigh([one.run.id, two.run.id]);
      const sum = both.reduce((total, { bytes }) => total + bytes, 0);
      assert.ok(alone[0]!.bytes > 3 * LONG && alone[0]!.bytes < 4 * LONG, "its own value, and neither shared one");
      assert.ok(sum > 2 * 3 * LONG + 2 * LONG && sum < 2 * 3 * LONG + 3 * LONG, "what is shared counts once");
      assert.equal(await blobs(client), 5, "a plan, the inputs, three values");
      await store.remove({ run: one.run.id, epoch: one.epoch, forks: [] });
      await sweepAll(store);
      assert.equal(await blobs(client), 4);
      assert.deepEqual(await store.plan(two.run.id), plan);
      await store.remove({ run: two.run.id, epoch: two.epoch, forks: [] });
      await sweepAll(store);
      assert.equal(await blobs(client), 0);
    }));

  Deno.test(`in ${where} slices are small, however many rows, nodes and long values there are`, () =>
    opened(async (store, client) => {
      await store.createDocument("doc");
      const { run, epoch } = await drive(store, "long");
      for (let from = 0; from < 12_000; from += 1_000) {
        await store.append(
          run.id,
          epoch,
          Array.from({ length: 1_000 }, (_, i) => ({
            ...row(from + i + 1),
            node: node(`n${from + i}`, { parent: from + i === 0 ? null : `n${from}` }),
          })),
        );
      }
      await store.append(
        run.id,
        epoch,
        Array.from({ length: 40 }, (_, i) => row(13_000 + i, { value: i + "m".repeat(1e6) })),
      );
      for (let from = 0; from < 30; from += 5) {
        await store.changes.keep(Array.from({ length: 5 }, (_, i) => new Uint8Array(1e6).fill(from + i)));
      }
      await store.release(run.id, epoch);
      await store.remove({ run: run.id, epoch, forks: [] });
      assert.ok(await store.removeDocument("doc"));
      const slices = await sweepAll(store), all = (of: keyof Swept) => slices.map((slice) => slice[of] ?? 0);
      for (const [of, total] of [["rows", 12_040], ["nodes", 12_000], ["values", 71]] as const) {
        assert.equal(all(of).reduce((sum, n) => sum + n, 0), total, of);
        assert.ok(Math.max(...all(of)) <= 5_000, of);
      }
      assert.ok(Math.max(...all("values")) < 20, "values of a million bytes go a few at a time");
      assert.equal((await tables(client))["document"], 0);
    }));
}

Deno.test("the words of a removed run are in the file no more once it is compacted", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const keeps = await drive(store, "keeps"), goes = await drive(store, "goes");
    const says = (run: number, word: string) =>
      store.turns.add(
        run,
        Array.from({ length: 600 }, (_, i) => ({
          ...{ seq: i + 1, task: "a", n: i, role: "user" as const, at: 1 },
          text: `${word}${i} and so on`,
        })),
      );
    await says(keeps.run.id, "keptword");
    await says(goes.run.id, "goneword");
    await store.release(goes.run.id, goes.epoch);
    await store.remove({ run: goes.run.id, epoch: goes.epoch, forks: [] });
    await sweepAll(store);
    await store.compact();
    store.close();
    const bytes = new TextDecoder("latin1").decode(await Deno.readFile(path));
    assert.deepEqual([bytes.includes("keptword"), bytes.includes("goneword")], [true, false]);
  }));

Deno.test("a state as long as a slice may be is deleted all the same", () =>
  inFile(async (store) => {
    const { run, epoch } = await drive(store, "huge");
    for (const seq of [1, 2]) await store.append(run.id, epoch, [row(seq, { state: "s".repeat(17e6) })]);
    await store.release(run.id, epoch);
    await store.remove({ run: run.id, epoch, forks: [] });
    assert.deepEqual((await sweepAll(store)).map(({ rows }) => rows).filter(Boolean), [1, 1]);
  }));

Deno.test("a name that is taken leaves nothing behind for good", () =>
  inFile(async (store, client) => {
    await drive(store, "taken");
    await assert.rejects(drive(store, "taken", { inputs: { of: "nobody" } }), /in use/);
    const before = await blobs(client);
    await sweepAll(store);
    assert.equal(await blobs(client), before - 1);
  }));

Deno.test("a document stays while a node of another document continues one of it", () =>
  inFile(async (store) => {
    for (const name of ["doc", "next"]) await store.createDocument(name);
    const { run, epoch } = await drive(store, "r");
    await store.append(run.id, epoch, [
      { ...row(1), node: node("a") },
      { ...row(2), node: node("b", { document: "next", parent: "a" }) },
    ]);
    await store.release(run.id, epoch);
    await store.remove({ run: run.id, epoch, forks: [] });
    assert.equal(await store.removeDocument("doc"), false);
    assert.equal(await store.removeDocument("next"), true);
    await sweepAll(store);
    assert.equal(await store.removeDocument("doc"), true);
    await sweepAll(store);
    assert.deepEqual(await store.documents(), []);
  }));

Deno.test("a file gives back the space in it, and is left alone when there is little", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const keeps = await drive(store, "keeps"), goes = await drive(store, "goes");
    await store.append(keeps.run.id, keeps.epoch, [row(1, { value: "k".repeat(1e6) })]);
    await store.append(goes.run.id, goes.epoch, [row(1, { value: "g".repeat(1e6) })]);
    await store.release(goes.run.id, goes.epoch);
    const full = (await store.compact())!;
    assert.equal(full.after, full.before);
    await store.remove({ run: goes.run.id, epoch: goes.epoch, forks: [] });
    await sweepAll(store);
    const { before, after } = (await store.compact())!;
    assert.ok(after < before - 900_000, `${before} to ${after}`);
    assert.equal(Deno.statSync(path).size, after);
    assert.deepEqual((await store.entries(keeps.run.id, 0)).map(({ value }) => value), ["k".repeat(1e6)]);
    await store.append(keeps.run.id, keeps.epoch, [row(2)]);
    store.close();
  }));

async function sweepAll(store: Store): Promise<readonly Swept[]> {
  const slices: Swept[] = [];
  for (let next: number | undefined = 0; next !== undefined;) {
    const slice: Swept = await store.sweep(next);
    next = slice.next;
    slices.push(slice);
  }
  return slices;
}

/** How many rows each table has; those that the index of words keeps for itself aside. */
async function tables(client: Client): Promise<Record<string, number>> {
  const { rows } = await client.execute(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'libsql_*'
      AND name NOT GLOB 'turn_words_*'`,
  );
  const counts = rows.map(async ({ name }) => {
    const { rows: [found] } = await client.execute(`SELECT count(*) AS n FROM ${name}`);
    return [String(name), Number(found!["n"])] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

async function blobs(client: Client): Promise<number> {
  return Number((await client.execute("SELECT count(*) AS n FROM blob")).rows[0]!["n"]);
}

type Test = (store: Store, client: Client) => Promise<void>;

function inFile(test: Test): Promise<void> {
  return inFolder((path) => opened(`file:${path}`, test));
}

async function onServer(test: Test): Promise<void> {
  await using server = await startSqld();
  await opened(server.url, test);
}

async function opened(url: string, test: Test): Promise<void> {
  const store = await openLibsqlStore({ url, create: true }), client = createClient({ url, timeout: 5_000 });
  try {
    await test(store, client);
  } finally {
    client.close();
    store.close();
  }
}
