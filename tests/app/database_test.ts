import "../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { DatabaseOptions } from "../../lib/app/database.ts";
import { databaseUrl, isUntouched, openDatabase, projectFolder } from "../../lib/app/database.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { filePath } from "../../lib/store/file_url.ts";
import { StoreError } from "../../lib/store/store.ts";
import { inFolder, namesIn, withEnv } from "./folders.ts";

const UNSET = { LOOM_DB: undefined, LOOM_DB_TOKEN: undefined };

Deno.test("the database is the one in the nearest folder above that has one, else one of the folder's own", async () => {
  await withEnv(UNSET, () =>
    inFolder(async (top) => {
      await Deno.mkdir(`${top}/.loom`);
      await Deno.mkdir(`${top}/a/b/.loom`, { recursive: true });
      await Deno.mkdir(`${top}/a/b/c`);
      const urls = ["", "/a", "/a/b", "/a/b/c"].map((at) => databaseUrl({ folder: top + at }));
      assert.deepEqual(urls, [
        `file:${top}/.loom/loom.db`,
        `file:${top}/.loom/loom.db`,
        `file:${top}/a/b/.loom/loom.db`,
        `file:${top}/a/b/.loom/loom.db`,
      ]);
      assert.deepEqual([projectFolder(`${top}/a`), projectFolder(`${top}/a/b/c`)], [top, `${top}/a/b`]);
    }));
});

Deno.test("a file that is called `.loom` is no folder of ours", async () => {
  await withEnv(UNSET, () =>
    inFolder(async (top) => {
      await Deno.mkdir(`${top}/.loom`);
      await Deno.mkdir(`${top}/a`);
      await Deno.writeTextFile(`${top}/a/.loom`, "");
      assert.equal(databaseUrl({ folder: `${top}/a` }), `file:${top}/.loom/loom.db`);
    }));
});

Deno.test("a database that is named wins over `LOOM_DB`, and that over the nearest; paths start from the folder", async () => {
  const folder = "/project", url = (options: DatabaseOptions) => databaseUrl({ folder, ...options });
  await withEnv({ ...UNSET, LOOM_DB: "other.db" }, () => {
    assert.equal(url({}), "file:/project/other.db");
    assert.equal(url({ db: "sub/mine.db" }), "file:/project/sub/mine.db");
    assert.equal(url({ db: "/abs/mine.db" }), "file:/abs/mine.db");
    const urls = [
      "file:/x/y.db",
      "file:a%20b.db",
      "http://127.0.0.1:8080",
      "libsql://db.example.com",
      "wss://x.example",
    ];
    for (const db of [...urls, "postgres://db.example.com"]) {
      assert.equal(url({ db }), db);
    }
    return Promise.resolve();
  });
  await withEnv({ ...UNSET, LOOM_DB: "" }, () => {
    assert.equal(url({}), "file:/project/.loom/loom.db", "an empty variable names nothing");
    return Promise.resolve();
  });
});

Deno.test("opening to read never creates anything, and says that nothing is there", async () => {
  await withEnv(UNSET, () =>
    inFolder(async (folder) => {
      for (const db of [undefined, "named.db", "deep/named.db"]) {
        const options = { folder, ...(db === undefined ? {} : { db }) };
        await assert.rejects(
          openDatabase(options),
          (error) =>
            error instanceof StoreError && error.failure === "not-found" &&
            /nothing has run here yet/.test(error.message),
        );
      }
      await assert.rejects(openLoom({ folder, db: `${folder}/x.db`, create: false }), StoreError);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
      assert.deepEqual([isUntouched({ folder }), isUntouched({ folder, db: "named.db" })], [true, false]);
    }));
});

Deno.test("opening to write makes the folder and the database, and both are found again", async () => {
  await withEnv(UNSET, () =>
    inFolder(async (folder) => {
      for (const db of [undefined, "deep/er/named.db"]) {
        const options = { folder, ...(db === undefined ? {} : { db }) };
        const made = await openDatabase({ ...options, create: true });
        await made.createDocument("d");
        made.close();
        const found = await openDatabase(options);
        assert.deepEqual((await found.documents()).map(({ name }) => name), ["d"]);
        found.close();
      }
      assert.ok(Deno.statSync(`${folder}/.loom/loom.db`).isFile);
      assert.equal(isUntouched({ folder }), false);
    }));
});

Deno.test("a folder and a file may be called anything: neither is read as a URL", async () => {
  await withEnv(UNSET, () =>
    inFolder(async (top) => {
      const folder = `${top}/50% of #1? 'é" %41`;
      await Deno.mkdir(folder);
      const names = [
        undefined,
        "a#b.db",
        "a?b%c.db",
        "notes:2.db",
        "sub#/%41?.db",
        "../beside#.db",
        `${top}/whole?.db`,
      ];
      for (const db of names) {
        const options = { folder, ...(db === undefined ? {} : { db }) }, path = resolve(folder, db ?? ".loom/loom.db");
        assert.equal(filePath(databaseUrl(options)), path);
        const made = await openDatabase({ ...options, create: true });
        await made.createDocument(path);
        made.close();
        assert.ok((await Deno.stat(path)).isFile, path);
        const found = await openDatabase(options);
        assert.deepEqual((await found.documents()).map(({ name }) => name), [path]);
        found.close();
      }
      assert.equal(isUntouched({ folder }), false);
      const made = namesIn(top).filter((name) => !/-(shm|wal)$/.test(name));
      assert.deepEqual(made, ["50% of #1? 'é\" %41", "beside#.db", "whole?.db"]);
    }));
});

Deno.test("what cannot be a database is told in words, and left as it was", async () => {
  await withEnv(UNSET, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/notes.txt`, "These are notes, and no database at all. ".repeat(50));
      await assert.rejects(
        openDatabase({ folder, db: "notes.txt", create: true }),
        (error) => error instanceof StoreError && error.failure === "broken" && /notes\.txt/.test(error.message),
      );
      await assert.rejects(
        openDatabase({ folder, db: "notes.txt/loom.db", create: true }),
        (error) =>
          error instanceof StoreError &&
          /Cannot make the folder .*; name another database with --db$/.test(error.message),
      );
      assert.match(await Deno.readTextFile(`${folder}/notes.txt`), /^These are notes/);
    }));
});
