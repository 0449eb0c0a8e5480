import "../store/collect_garbage.ts";
import assert from "node:assert/strict";
import type { Entry } from "../../lib/plan/mod.ts";
import { openDatabase } from "../../lib/app/database.ts";
import { StoreError } from "../../lib/store/store.ts";
import { MOUNTABLE, smallDisk } from "../store/small_disk.ts";
import { loom, prepare, specOf, START } from "./loom_process.ts";

const DEPTH = 6, WIDTH = 4;

const SPEC = specOf({ depth: DEPTH, width: WIDTH, maxTokens: 48 });

/** Bytes: each run has so many more than the one before, from none at all until one ends. */
const ROOM = 60_000;

/** How many steps are taken at once while there is no room for a run at all: there is little to lose yet. */
const STRIDE = 3;

/** What a run left behind that must not depend on where the disk was full. */
async function whole(folder: string): Promise<unknown> {
  const store = await openDatabase({ folder });
  try {
    const { status } = await store.findRun("k"), { nodes } = await store.document("k");
    const saved = await Deno.readTextFile(`${folder}/out.txt`);
    return { status, saved, nodes: nodes.map(({ id, parent, text, role }) => ({ id, parent, text, role })) };
  } finally {
    store.close();
  }
}

Deno.test({
  name: "a run that meets a full disk says so, loses nothing it told of, and goes on when there is room",
  ignore: !MOUNTABLE,
  fn: async () => {
    await using calm = smallDisk(8);
    await prepare(calm.folder, SPEC);
    const first = await loom(calm.folder, START);
    assert.equal(first.code, 0, first.err);
    const expected = await whole(calm.folder);

    let metWithin = 0;
    for (let room = 0, step = STRIDE * ROOM, isDone = false; !isDone; room += step) {
      await using disk = smallDisk(8);
      await prepare(disk.folder, SPEC);
      disk.fill(room);
      const cramped = await loom(disk.folder, START);
      disk.free();
      isDone = cramped.code === 0;
      if (!isDone) assert.match(cramped.err, /the disk is full; free some space, then resume the run/);
      const told = entriesIn(cramped.out);
      if (told.length > 0) step = ROOM;
      if (told.length > 0 && !isDone) metWithin++;
      // The disk may have been full when the run was made and had told of nothing yet.
      const again = await isMade(disk.folder) ? ["resume", "k", "--json"] : START;
      const resumed = isDone ? cramped : await loom(disk.folder, again);
      assert.equal(resumed.code, 0, resumed.err);
      assert.deepEqual(await whole(disk.folder), expected, `with ${room} bytes free`);
      await keeps(disk.folder, told);
    }
    assert.ok(metWithin >= 2, `only ${metWithin} runs met the end of the disk on their way`);
  },
});

/** Whether there is a run. */
async function isMade(folder: string): Promise<boolean> {
  try {
    const store = await openDatabase({ folder, create: false });
    try {
      return (await store.runs()).some(({ name }) => name === "k");
    } finally {
      store.close();
    }
  } catch (error) {
    // There is no database, or one without a schema yet.
    if (error instanceof StoreError) return false;
    throw error;
  }
}

/** The rows that a run told of. */
function entriesIn(out: string): readonly Entry[] {
  const events = out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  return events.flatMap((event: { readonly type: string; readonly entry: Entry }) =>
    event.type === "entry" ? [event.entry] : []
  );
}

/**
 * Every row that was told of is still there, no call whose outcome was told of was made again, and what stays charged
 * are at most the calls of one round that were in flight.
 */
async function keeps(folder: string, told: readonly Entry[]): Promise<void> {
  const store = await openDatabase({ folder });
  try {
    const { id } = await store.findRun("k"), open = await store.openIntents(id);
    assert.ok(open.length <= WIDTH, `${open.length} calls are unsettled`);
    const entries = await store.entries(id, 0);
    const seqs = new Set(entries.map(({ seq }) => seq));
    assert.deepEqual(told.filter(({ seq }) => !seqs.has(seq)), []);
    for (const { key, seq } of told.filter(({ type }) => type === "result")) {
      assert.deepEqual(entries.filter((entry) => entry.key === key && entry.type === "intent" && entry.seq > seq), []);
    }
  } finally {
    store.close();
  }
}
