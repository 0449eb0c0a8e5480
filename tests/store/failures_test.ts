import "./collect_garbage.ts";
import assert from "node:assert/strict";
import { createClient } from "@libsql/client/sqlite3";
import { asStoreError } from "../../lib/store/as_store_error.ts";
import { changesOver } from "../../lib/store/changes.ts";
import { Connection } from "../../lib/store/connection.ts";
import { journalPart } from "../../lib/store/journal.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { leasePart } from "../../lib/store/leases.ts";
import type { ChangeStore } from "../../lib/store/store.ts";
import { drive, fails, intent, newRun, node, row } from "../../lib/store/conformance/setting.ts";
import { inFolder, sql } from "./in_folder.ts";
import { startProcess } from "./process.ts";
import { coverReadOnly, MOUNTABLE, smallDisk } from "./small_disk.ts";

Deno.test("a write waits for another process's lock", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "patient");
    await using other = await startProcess(path);
    assert.equal(await other.ask("hold"), "held");
    assert.equal(await other.ask("release 200"), "releasing");
    await store.append(run.id, epoch, [row(1), { ...row(2), snapshot: { n: 1 } }]);
    assert.equal((await store.entries(run.id, 0)).length, 2);
    store.close();
  }));

Deno.test("while another process holds its lock timers go on, and a write goes through as soon as it is free", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "alive");
    await using other = await startProcess(path);
    await other.ask("hold");
    // So often that no pauses between a few long waits would do.
    let ticks = 0;
    const timer = setInterval(() => ticks++, 50);
    const writing = store.append(run.id, epoch, [row(1)]).then(() => "written", (error) => error.failure);
    while (ticks < 30) await new Promise((resolve) => setTimeout(resolve, 1));
    clearInterval(timer);
    assert.deepEqual(await store.entries(run.id, 0), []);
    await other.ask("free");
    assert.equal(await writing, "written");
    assert.equal((await store.entries(run.id, 0)).length, 1);
    store.close();
  }));

Deno.test("a lock that is never given back fails as busy; reading goes on, and writing once it is free", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true, patience: 50 });
    const { run, epoch } = await drive(store, "locked");
    await using other = await startProcess(path);
    await other.ask("hold");
    const writes = [row(1), { ...row(2), snapshot: { n: 1 } }], busy = fails("busy", /loom\.db.*another process/);
    await assert.rejects(store.append(run.id, epoch, writes), busy);
    await assert.rejects(store.append(run.id, epoch, [row(9)]), busy);
    assert.deepEqual(await store.entries(run.id, 0), []);
    assert.equal((await store.findRun("locked")).id, run.id);
    await other.ask("free");
    await assert.doesNotReject(store.append(run.id, epoch, writes));
    await assert.doesNotReject(store.append(run.id, epoch, [row(3)]));
    assert.deepEqual((await store.load(run.id)).entries.map(({ seq }) => seq), [2, 3]);
    store.close();
  }));

Deno.test("processes that open a new database at once all find it made", () =>
  inFolder(async (path) => {
    const others = await Promise.all(Array.from({ length: 4 }, () => startProcess(path)));
    try {
      const answers = await Promise.all(others.map((other, i) => other.ask(`open run-${i}`)));
      assert.deepEqual(answers, ["made", "made", "made", "made"]);
    } finally {
      await Promise.all(others.map((other) => other[Symbol.asyncDispose]()));
    }
    const store = await openLibsqlStore({ url: `file:${path}` });
    assert.deepEqual((await store.runs()).map(({ name }) => name).sort(), ["run-0", "run-1", "run-2", "run-3"]);
    store.close();
  }));

Deno.test("processes that spend the budget of one root at once never pass its wall together", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run: root, epoch } = await drive(store, "root", { limits: { calls: 150 } });
    const children = await Promise.all(
      ["a", "b", "c"].map((key) => store.createRun(newRun(`child-${key}`, { parent: { run: root.id, key } }))),
    );
    const others = await Promise.all(children.map(() => startProcess(path)));
    try {
      const spent = await Promise.all(others.map((other, i) => other.ask(`spend ${children[i]!.id} ${epoch}`)));
      assert.equal(spent.map(Number).reduce((sum, calls) => sum + calls), 150);
    } finally {
      await Promise.all(others.map((other) => other[Symbol.asyncDispose]()));
    }
    assert.equal((await store.run(root.id)).ledger.reserved.calls, 150);
    store.close();
  }));

Deno.test("a database of a newer version is left alone", () =>
  inFolder(async (path) => {
    (await openLibsqlStore({ url: `file:${path}`, create: true })).close();
    await sql(path, "UPDATE schema_version SET version = 99");
    await assert.rejects(openLibsqlStore({ url: `file:${path}` }), fails("newer", /loom\.db.*version 99/));
    await assert.rejects(openLibsqlStore({ url: `file:${path}`, create: true }), fails("newer"));
  }));

Deno.test("a file that is not a database is named and left alone", () =>
  inFolder(async (path) => {
    const text = "Once upon a time. ".repeat(500);
    await Deno.writeTextFile(path, text);
    await assert.rejects(
      openLibsqlStore({ url: `file:${path}`, create: true }),
      fails("broken", /loom\.db.*not a database/),
    );
    assert.equal(await Deno.readTextFile(path), text);
  }));

Deno.test("a damaged database is named", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "damaged");
    await store.append(run.id, epoch, Array.from({ length: 400 }, (_, i) => row(i + 1, { value: "x".repeat(900) })));
    store.close();
    await sql(path, "PRAGMA wal_checkpoint(TRUNCATE)");
    const bytes = await Deno.readFile(path);
    assert.ok(bytes.length > 60 * 4096);
    await Deno.writeFile(path, bytes.fill(7, 50 * 4096));
    const again = await openLibsqlStore({ url: `file:${path}` });
    await assert.rejects(again.entries(run.id, 0), fails("broken", /loom\.db.*damaged/));
    again.close();
  }));

for (
  const [whose, tables] of Object.entries({
    "another program": ["CREATE TABLE invoice(id INTEGER PRIMARY KEY)"],
    "another program with a version": [
      "CREATE TABLE schema_version(version INTEGER)",
      "INSERT INTO schema_version VALUES (1)",
    ],
    "another program with a journal": ["CREATE TABLE journal(id INTEGER PRIMARY KEY, text TEXT)"],
  })
) {
  Deno.test(`a database of ${whose} is left as it is, byte for byte`, () =>
    inFolder(async (path) => {
      await sql(path, ...tables);
      const before = await Deno.readFile(path);
      await assert.rejects(
        openLibsqlStore({ url: `file:${path}`, create: true }),
        fails("broken", /loom\.db.*another program/),
      );
      assert.deepEqual(await Deno.readFile(path), before);
    }));
}

Deno.test("without being asked to, opening creates and changes nothing", () =>
  inFolder(async (path, folder) => {
    const nothing = fails("not-found", /loom\.db.*nothing has run here yet$/);
    await assert.rejects(openLibsqlStore({ url: `file:${path}` }), nothing);
    await assert.rejects(openLibsqlStore({ url: `file:${folder}/no/such/folder/loom.db` }), fails("not-found"));
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    await Deno.writeFile(path, new Uint8Array());
    await assert.rejects(openLibsqlStore({ url: `file:${path}` }), nothing);
    assert.equal((await Deno.stat(path)).size, 0);
  }));

Deno.test("a database that cannot be made says so", () =>
  inFolder(async (_path, folder) => {
    await assert.rejects(
      openLibsqlStore({ url: `file:${folder}/missing/loom.db`, create: true }),
      fails("read-only", /missing\/loom\.db.*cannot be opened or made/),
    );
    await assert.rejects(openLibsqlStore({ url: `file:${folder}`, create: true }), fails("read-only"));
  }));

Deno.test("a row of the journal and a node of a document are never changed in place", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "stays");
    await store.append(run.id, epoch, [{ ...row(1, { value: "first" }), node: node("n") }]);
    await assert.rejects(sql(path, "UPDATE journal SET value = '2'"), /insert-only/);
    await assert.rejects(sql(path, "UPDATE node SET text = 'other'"), /never changed in place/);
    assert.deepEqual([(await store.entries(run.id, 0))[0]!.value, (await store.path("n"))[0]!.text], [
      "first",
      "text of n",
    ]);
    store.close();
  }));

Deno.test("a full database takes nothing of a batch, and the same batch once there is room", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "full");
    store.close();
    const client = createClient({ url: `file:${path}`, concurrency: 1 }), db = new Connection(client, { name: path });
    const journal = journalPart(db), { rows } = await client.execute("PRAGMA page_count");
    await client.execute(`PRAGMA max_page_count = ${Number(rows[0]![0]) + 2}`);
    const batch = [row(1), row(2, { value: "x".repeat(100_000) }), { ...row(3, { type: "pause" }), snapshot: [1] }];
    const full = fails("full", /loom\.db.*the disk is full; free some space/);
    await assert.rejects(journal.append(run.id, epoch, batch), full);
    await assert.rejects(journal.append(run.id, epoch, [row(2, { value: "y".repeat(100_000) })]), full);
    assert.deepEqual(await journal.load(run.id), { entries: [] });
    await client.execute("PRAGMA max_page_count = 100000");
    assert.deepEqual(await journal.append(run.id, epoch, batch), [true, true, true]);
    assert.deepEqual((await journal.load(run.id)).snapshot, { seq: 3, state: [1] });
    db.close();
  }));

Deno.test({
  name: "a full disk takes nothing of a batch, and the same batch once there is room",
  ignore: !MOUNTABLE,
  fn: async () => {
    await using disk = smallDisk(3);
    const store = await openLibsqlStore({ url: `file:${disk.folder}/loom.db`, create: true });
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "full", { limits: { calls: 1 } });
    const batch = [
      row(1, { value: "x".repeat(300_000) }),
      { ...row(2, { type: "pause" }), node: node("n"), snapshot: [1] },
      intent(3, { calls: 1 }),
    ];
    disk.fill(20_000);
    for (let i = 0; i < 3; i++) {
      await assert.rejects(store.append(run.id, epoch, batch), fails("full", /loom\.db.*the disk is full/));
    }
    assert.deepEqual(await store.load(run.id), { entries: [] });
    assert.deepEqual(await store.document("doc"), { nodes: [], notes: [] });
    const head = await store.run(run.id);
    assert.deepEqual([head.status, head.ledger.reserved.calls], ["queued", 0]);
    disk.free();
    assert.deepEqual(await store.append(run.id, epoch, batch), [true, true, true]);
    assert.equal((await store.load(run.id)).entries.length, 2);
    store.close();
  },
});

Deno.test({
  name: "a disk that cannot be written to is told, and nothing is in once it can",
  ignore: !MOUNTABLE,
  fn: async () => {
    await using disk = smallDisk(3);
    const path = `${disk.folder}/loom.db`;
    await using other = await startProcess(path);
    await other.ask("open there");
    await other[Symbol.asyncDispose]();
    disk.makeReadOnly();
    const words = /loom\.db.*folder must exist and be writable/;
    await assert.rejects(openLibsqlStore({ url: `file:${path}` }), fails("read-only", words));
    await assert.rejects(
      openLibsqlStore({ url: `file:${disk.folder}/new-loom.db`, create: true }),
      fails("read-only", words),
    );
    disk.makeWritable();
    const store = await openLibsqlStore({ url: `file:${path}` });
    assert.equal((await store.findRun("there")).steps, 0);
    store.close();
  },
});

Deno.test({
  name: "a database that may only be read is read, and a write says why it fails",
  ignore: !MOUNTABLE,
  fn: () =>
    inFolder(async (path) => {
      await using other = await startProcess(path);
      await other.ask("open there");
      await other[Symbol.asyncDispose]();
      using _ = coverReadOnly(path);
      const store = await openLibsqlStore({ url: `file:${path}` }), { id } = await store.findRun("there");
      const failure = fails("read-only", /loom\.db.*read-only; make it writable or name another with --db$/);
      await assert.rejects(store.send(id, { kind: "cancel", value: null }), failure);
      await assert.rejects(store.acquire(id, "one", { ttl: 1 }), failure);
      assert.deepEqual(await store.inbox(id), []);
      store.close();
    }),
});

Deno.test("a run that must survive a power cut is synced by whoever takes it up, after a lock as well", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { id } = await store.createRun(newRun("synced", { durability: "full" }));
    store.close();
    const client = createClient({ url: `file:${path}`, concurrency: 1, timeout: 10 }),
      db = new Connection(client, { name: path, patience: 50 });
    const synchronous = async () => (await client.execute("PRAGMA synchronous")).rows[0]![0];
    await db.write(["DELETE FROM inbox"]);
    assert.equal(await synchronous(), 1);
    const epoch = await leasePart(db).acquire(id, "one", { ttl: 60_000 });
    await journalPart(db).append(id, epoch!, [row(1)]);
    assert.equal(await synchronous(), 2);
    await using other = await startProcess(path);
    await other.ask("hold");
    await assert.rejects(journalPart(db).append(id, epoch!, [row(2)]), fails("busy"));
    await other.ask("free");
    await journalPart(db).append(id, epoch!, [row(2)]);
    assert.equal(await synchronous(), 2);
    db.close();
  }));

Deno.test("what a run changes is synced to the disk before it is told of, whatever the run's own durability", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "quick", { durability: "normal" });
    store.close();
    for (
      const act of [
        (changes: ChangeStore) => changes.add(run.id, epoch, { by: "s", change: 1 }),
        (changes: ChangeStore) => changes.guard(run.id, epoch, { by: "s", entries: [], contents: [] }),
        (changes: ChangeStore) => changes.settle(run.id, epoch, { guard: 1, changes: [] }),
        (changes: ChangeStore) => changes.undone(run.id, epoch, [1]),
      ]
    ) {
      const client = createClient({ url: `file:${path}`, concurrency: 1, timeout: 10 }),
        db = new Connection(client, { name: path });
      await db.write(["DELETE FROM inbox"]);
      assert.equal((await client.execute("PRAGMA synchronous")).rows[0]![0], 1);
      await act(changesOver(db));
      assert.equal((await client.execute("PRAGMA synchronous")).rows[0]![0], 2);
      db.close();
    }
  }));

Deno.test("what the client throws is told in words, whatever the database is called", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["SQLITE_READONLY", "attempt to write a readonly database", "read-only"],
    ["SQLITE_IOERR", "disk I/O error", "full"],
    ["SQLITE_FULL", "database or disk is full", "full"],
    ["SQLITE_LOCKED", "database table is locked", "busy"],
    ["SQLITE_CORRUPT", "database disk image is malformed", "broken"],
    ["SQLITE_ERROR", "no such table: fenced", "broken"],
    ["SQLITE_CONSTRAINT", "fenced", "fenced"],
    ["SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT: SQLite error: fenced", "fenced"],
    ["SQLITE_CONSTRAINT", "UNIQUE constraint failed: fenced.id", "broken"],
    ["SQLITE_CONSTRAINT", "let go", "not-found"],
    ["SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT: SQLite error: let go", "not-found"],
    ["SQLITE_CONSTRAINT", "NOT NULL constraint failed: guarded.content", "not-found"],
    ["SERVER_ERROR", "Server returned HTTP status 401", "unreachable"],
  ];
  for (const [code, message, failure] of cases) {
    const error = asStoreError(Object.assign(new Error(`${code}: ${message}`), { code }), "/tmp/fenced/$&.db");
    assert.equal(error.failure, failure, `${code}: ${message}`);
    assert.ok(
      ["fenced", "not-found"].includes(failure) || error.message.includes("`/tmp/fenced/$&.db`"),
      error.message,
    );
  }
});

Deno.test("a server that is not there says so", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  for (const scheme of ["http", "ws"]) {
    const url = `${scheme}://127.0.0.1:${port}`;
    await assert.rejects(openLibsqlStore({ url }), fails("unreachable", new RegExp(`\`${url}\`.*network`)));
  }
});
