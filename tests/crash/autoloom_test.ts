import assert from "node:assert/strict";
import { openDatabase } from "../../lib/app/database.ts";
import { StoreError } from "../../lib/store/store_error.ts";
import { textAt, treeOf } from "../../lib/tree/tree.ts";
import type { KillableOptions } from "./killable.ts";
import { loom, prepare, specOf, START } from "./loom_process.ts";

const DEPTH = 12, WIDTH = 5;

const SIZE = { depth: DEPTH, width: WIDTH, maxTokens: 24 };

async function folderWithSpec(size = SIZE): Promise<string> {
  const folder = await Deno.makeTempDir();
  await prepare(folder, specOf(size));
  return folder;
}

/** Starts the run, or goes on with it when it exists. */
async function goOn(folder: string, kill: KillableOptions = {}) {
  return await loom(folder, await isBegun(folder) ? ["resume", "k", "--json"] : START, kill);
}

/** Whether the run exists. */
async function isBegun(folder: string): Promise<boolean> {
  if (!await Deno.stat(`${folder}/.loom/loom.db`).catch(() => undefined)) return false;
  try {
    const store = await openDatabase({ folder }), runs = await store.runs();
    store.close();
    return runs.length > 0;
  } catch (error) {
    // Killed between the file and what is in it.
    if (error instanceof StoreError && error.failure === "not-found") return false;
    throw error;
  }
}

async function whole(folder: string) {
  const store = await openDatabase({ folder });
  const head = await store.findRun("k"), { nodes, notes } = await store.document("k");
  const rows = await store.entries(head.id, 0), open = await store.openIntents(head.id);
  store.close();
  const saved = await Deno.readTextFile(`${folder}/out.txt`);
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name !== ".loom").sort();
  return { head, tree: treeOf("k", nodes, notes), rows, open, saved, files };
}

Deno.test("autoloom on the embedded model, killed again and again, ends with the same document and the same file", async () => {
  const calm = await folderWithSpec(), first = await goOn(calm), told = first.out.split("\n").length;
  assert.equal(first.code, 0, first.err);
  const expected = await whole(calm);
  assert.equal(expected.tree.nodes.size, 1 + DEPTH * WIDTH);

  let kills = 0;
  for (let round = 0; round < 4; round++) {
    const folder = await folderWithSpec();
    let here = 0;
    for (;;) {
      // The first at any moment, the others when they have told of some more: so each gets on, however slow it is.
      const until = told * (0.2 + 0.6 * Math.random());
      const ended = await goOn(
        folder,
        here === 0 ? { killAfter: 1_000 * Math.random() } : { killWhen: (lines) => lines > until },
      );
      if (!ended.killed) {
        assert.equal(ended.code, 0, ended.err);
        break;
      }
      here++;
      if (await Deno.stat(`${folder}/out.txt`).catch(() => undefined)) {
        const saved = await Deno.readTextFile(`${folder}/out.txt`);
        assert.ok(expected.saved.startsWith(saved), "a half-written or foreign text was saved");
      }
    }
    kills += here;
    const after = await whole(folder);
    assert.equal(after.saved, expected.saved);
    assert.deepEqual([...after.tree.nodes.keys()].sort(), [...expected.tree.nodes.keys()].sort());
    for (const id of after.tree.nodes.keys()) assert.equal(textAt(after.tree, id), textAt(expected.tree, id));
    const results = after.rows.filter(({ type }) => type === "result");
    assert.equal(new Set(results.map(({ key }) => key)).size, results.length, "a committed result was bought again");
    assert.equal(results.length, DEPTH * WIDTH);
    const { spent, reserved, limits } = after.head.ledger;
    assert.equal(spent.calls, DEPTH * WIDTH);
    assert.equal(reserved.calls, after.open.length);
    assert.ok(spent.calls + reserved.calls <= limits.calls!);
    assert.ok(
      after.files.every((name) => name === "out.txt" || name === "spec.yaml" || name.endsWith(".tmp")),
      after.files.join(),
    );
    await Deno.remove(folder, { recursive: true });
  }
  assert.ok(kills > 0, "no kill met the run");
  await Deno.remove(calm, { recursive: true });
});

Deno.test("two processes that resume one run: one drives it, the other is told so, and nothing is bought twice", async () => {
  const folder = await folderWithSpec({ ...SIZE, depth: 40 });
  const { killed } = await goOn(folder, { killWhen: (lines) => lines > 3 });
  assert.ok(killed, "it ended before it could be killed");
  const ends = await Promise.all([goOn(folder), goOn(folder)]), codes = ends.map(({ code }) => code).sort();
  assert.ok(codes[0] === 0 && (codes[1] === 7 || codes[1] === 0), JSON.stringify(ends));
  const { rows } = await whole(folder), results = rows.filter(({ type }) => type === "result").map(({ key }) => key);
  assert.equal(new Set(results).size, results.length);
  await Deno.remove(folder, { recursive: true });
});
