import "../store/collect_garbage.ts";
import assert from "node:assert/strict";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client/sqlite3";
import { drive, node, row } from "../../lib/store/conformance/setting.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { SEQ_BITS } from "../../lib/store/store.ts";
import { inFolder } from "../store/in_folder.ts";
import { loom } from "./loom_process.ts";

/** Rows of the run that takes long to remove, and runs that do not. */
const ROWS = 250_000, SMALL = 30, YOUNG = 3;

const CLI = new URL("../../cli.ts", import.meta.url);

Deno.test("a removal that is killed at any moment leaves whole runs, and the next one leaves none of the old", () =>
  inFolder(async (path, folder) => {
    await filled(path);
    const watcher = createClient({ url: `file:${path}`, timeout: 5_000 });
    const total = await rowsIn(watcher);
    // Once while runs are removed, once while rows are deleted, once near the end.
    const moments: readonly ((left: Left) => boolean)[] = [
      ({ runs }) => runs < SMALL,
      ({ rows }) => rows < total * 0.8,
      ({ rows }) => rows < total * 0.3,
    ];
    let inTheMiddle = 0;
    for (const isTime of moments) {
      await killedWhen(path, folder, async () => isTime(await left(watcher)));
      if ((await left(watcher)).rows > YOUNG) inTheMiddle++;
      await allWhole(path, watcher);
    }
    assert.ok(inTheMiddle > 0, "none was killed before it was done");
    const { code, out, err } = await loom(folder, ["gc", "--db", path, "--keep", "0", "--apply"]);
    assert.deepEqual([code, err], [0, ""], out);
    assert.match(out, /The file had .* and has /);
    assert.deepEqual(await left(watcher), { runs: 1, rows: YOUNG });
    await allWhole(path, watcher);
    watcher.close();
    const store = await openLibsqlStore({ url: `file:${path}` });
    assert.deepEqual((await store.documents()).map(({ name, nodes }) => [name, nodes]), [["doc", SMALL]]);
    assert.deepEqual((await store.runs()).map(({ name }) => name), ["young"]);
    store.close();
  }));

interface Left {
  readonly runs: number;
  readonly rows: number;
}

async function left(client: Client): Promise<Left> {
  const { rows: [found] } = await client.execute("SELECT count(*) AS runs FROM run");
  return { runs: Number(found!["runs"]), rows: await rowsIn(client) };
}

async function rowsIn(client: Client): Promise<number> {
  return Number((await client.execute("SELECT count(*) AS n FROM journal")).rows[0]!["n"]);
}

/** Old runs, one of them long, and a young one. */
async function filled(path: string): Promise<void> {
  const store = await openLibsqlStore({ url: `file:${path}`, create: true });
  await store.createDocument("doc");
  const long = await ended(store, "long");
  for (let i = 0; i < SMALL; i++) await ended(store, `small-${i}`);
  const young = await drive(store, "young", { at: Date.now() });
  await store.append(
    young.run.id,
    young.epoch,
    Array.from({ length: YOUNG }, (_, i) => row(i + 1, { at: Date.now() })),
  );
  await store.release(young.run.id, young.epoch);
  store.close();
  const client = createClient({ url: `file:${path}` });
  await client.execute({
    sql: `WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO journal(id, type, epoch, at, value)
      SELECT (? << ${SEQ_BITS}) + i, 'done', 1, 1700000000000, '"' || hex(randomblob(40)) || '"' FROM n`,
    args: [ROWS, long],
  });
  client.close();
}

async function ended(store: Store, name: string): Promise<number> {
  const { run, epoch } = await drive(store, name);
  const value = { kind: "done", outputs: name.repeat(1_000) };
  const woven = name === "long" ? {} : { node: node(`of-${name}`) };
  await store.append(run.id, epoch, [{ ...row(1, { type: "begin" }), ...woven }, row(2, { type: "end", value })]);
  await store.release(run.id, epoch);
  return run.id;
}

/** Runs the command and kills it when it is time, if it has not ended before. */
async function killedWhen(path: string, folder: string, isTime: () => Promise<boolean>): Promise<void> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", CLI.pathname, "gc", "--db", path, "--keep", "0", "--apply"],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let isOver = false;
  const over = process.status.then(() => void (isOver = true));
  while (!isOver && !await isTime()) await new Promise((next) => setTimeout(next, 1));
  if (!isOver) process.kill("SIGKILL");
  await over;
}

/** Every run there is has its first and its last row, its ledger, what it was given, and every value it refers to. */
async function allWhole(path: string, client: Client): Promise<void> {
  const store = await openLibsqlStore({ url: `file:${path}` });
  for (const run of await store.runs()) {
    const [first] = await store.entries(run.id, 0, 2), { value } = (await store.load(run.id)).entries.at(-1)!;
    if (run.name === "young") continue;
    assert.deepEqual([first?.type, run.status], ["begin", "done"], run.name);
    assert.deepEqual(await store.inputs(run.id), {});
    const { outputs } = (await store.entriesAt(run.id, [2]))[0]!.value as { readonly outputs: string };
    assert.equal(outputs, run.name.repeat(1_000));
    assert.ok(value !== undefined);
  }
  store.close();
  for (const pragma of ["integrity_check", "foreign_key_check"]) {
    const { rows } = await client.execute(`PRAGMA ${pragma}`);
    assert.deepEqual(rows.map((found) => Object.values(found)[0]), pragma === "integrity_check" ? ["ok"] : [], pragma);
  }
}
