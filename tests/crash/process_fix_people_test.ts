import assert from "node:assert/strict";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { listChanges } from "../../lib/app/changes/list_changes.ts";
import { undoRun } from "../../lib/app/changes/undo_run.ts";
import { openDatabase } from "../../lib/app/database.ts";
import { HEARTBEAT } from "../../lib/engine/lease.ts";
import { GRACE } from "../../lib/engine/world.ts";
import type { Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { inFolder, withEnv } from "../app/folders.ts";
import type { Worked } from "../process_scenarios/workshop.ts";
import { workAt } from "../process_scenarios/workshop.ts";
import { killable } from "./killable.ts";
import { DATES, fixPlan, makeRepository, modelsFor } from "./process_fix.ts";
import type { Birth } from "./process_fix_life.ts";

const LIFE = new URL("process_fix_life.ts", import.meta.url);

/** A run in a process of its own that is killed while the test of its repository runs, which has made `half.txt` by then. */
async function killedInCommand(folder: string): Promise<Birth> {
  const birth: Birth = {
    root: join(folder, "work"),
    db: join(folder, "loom.db"),
    bought: join(folder, "bought"),
    by: "deno",
  };
  const moment = { at: "running", key: "task/fix/turn/1/call/2", after: "half.txt" } as const;
  await makeRepository(birth.root);
  const { killed } = await killable(LIFE, [JSON.stringify({ ...birth, moment })], { env: DATES, killAfter: 60_000 });
  assert.ok(killed);
  return birth;
}

/** The next life, in this process. */
async function resumed(
  { root, db }: Birth,
  { asked = () => {}, store: over = (store) => store }: {
    readonly asked?: () => void;
    readonly store?: (store: Store) => Store;
  } = {},
): Promise<Worked> {
  const store = await openDatabase({ db });
  try {
    return await workAt({ root }, await fixPlan("deno"), modelsFor("deno", asked), { store: over(store) });
  } finally {
    store.close();
  }
}

async function withStore<T>({ db }: Birth, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openDatabase({ db });
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** Lets the lease of the life that was killed have lapsed so long ago that its commands were over at this moment. */
async function overAt({ db }: Birth, moment: number): Promise<void> {
  const client = createClient({ url: `file:${db}` });
  await client.execute({ sql: "UPDATE lease SET expires = ?", args: [moment - HEARTBEAT - GRACE] });
  client.close();
}

/** A moment after everything that was written so far, by the clock of the disk. */
async function aMoment(root: string): Promise<number> {
  const probe = `${root}.clock`, written = async () => (await Deno.lstat(probe)).mtime!.getTime();
  await Deno.writeTextFile(probe, "");
  const before = await written();
  while (await written() <= before + 1) await Deno.utime(probe, new Date(), new Date());
  return before + 1;
}

async function peopleAtWork(root: string): Promise<void> {
  await Deno.writeTextFile(join(root, "tool.sh"), "#!/bin/sh\nexit 1 # by hand\n");
  await Deno.mkdir(join(root, "mine"));
  await Deno.writeTextFile(join(root, "mine/new.txt"), "made by hand");
}

async function heldByHand(root: string): Promise<readonly (string | undefined)[]> {
  const text = (path: string) => Deno.readTextFile(join(root, path)).catch(() => undefined);
  return [await text("tool.sh"), await text("mine/new.txt"), await text("half.txt")];
}

const BY_HAND = ["#!/bin/sh\nexit 1 # by hand\n", "made by hand"];

const toldIn = ({ events }: Worked): readonly string[] =>
  events.flatMap((event) => event.type === "log" && event.key === "take-back" ? [event.text] : []);

Deno.test("what people do between a kill and a resume is never lost: after the killed program's time it is left alone and named", () =>
  withEnv(DATES, () =>
    inFolder(async (folder) => {
      const birth = await killedInCommand(folder), { root } = birth;
      await overAt(birth, await aMoment(root));
      await peopleAtWork(root);
      const worked = await resumed(birth);
      assert.equal(worked.end.kind, "done", worked.end.reason);
      assert.deepEqual(await heldByHand(root), [...BY_HAND, undefined]);
      const told = toldIn(worked).join("\n");
      assert.match(told, /put back: `half\.txt`/);
      assert.match(told, /left as it is, .*: `mine`, `mine\/new\.txt`, `tool\.sh`/);
      await withStore(birth, async (store) => {
        const run = await store.findRun("g");
        const left = (await listChanges(store, run)).filter(({ what }) => what === "left");
        assert.deepEqual(left.map(({ path }) => path), ["mine", "mine/new.txt", "tool.sh"]);
        assert.ok((await undoRun(store, run)).ok);
      });
      assert.deepEqual(await heldByHand(root), [...BY_HAND, undefined], "undoing the run leaves it alone as well");
    })));

Deno.test("what people do right after a kill cannot be told from the program's doing: it is kept, named, and brought back", () =>
  withEnv(DATES, () =>
    inFolder(async (folder) => {
      const birth = await killedInCommand(folder), { root } = birth;
      await peopleAtWork(root);
      const worked = await resumed(birth), told = toldIn(worked).join("\n");
      assert.equal(worked.end.kind, "done", worked.end.reason);
      assert.deepEqual(await heldByHand(root), ["#!/bin/sh\nexit 0\n", undefined, undefined]);
      assert.match(told, /kept, `loom undo g --taken-back` brings it back: .*`mine\/new\.txt`/);
      await withStore(birth, async (store) => {
        const back = await undoRun(store, await store.findRun("g"), { takenBack: true });
        assert.ok(back.ok, JSON.stringify(back));
        assert.deepEqual(
          back.changes.map(({ path }) => path).toSorted(),
          ["half.txt", "mine", "mine/new.txt", "tool.sh"],
        );
      });
      assert.deepEqual(await heldByHand(root), [...BY_HAND, "half"]);
    })));

Deno.test("what a kill has left that cannot be taken back is no result for a model: the run rests with the reason, and a resume tries again", () =>
  withEnv(DATES, () =>
    inFolder(async (folder) => {
      const birth = await killedInCommand(folder), asked: string[] = [];
      const full = (store: Store): Store => ({
        ...store,
        changes: { ...store.changes, guard: () => Promise.reject(new Error("the disk is full")) },
      });
      for (const life of ["second", "third"]) {
        await assert.rejects(
          resumed(birth, { store: full, asked: () => void asked.push(life) }),
          (error) =>
            error instanceof StoreError &&
            /^Cannot go on with `g` before what a kill has left .*: the disk is full; mend that, then `loom resume g`$/
              .test(error.message),
        );
      }
      assert.deepEqual(asked, [], "no model heard of it");
      assert.equal((await heldByHand(birth.root))[2], "half");
      const { end } = await resumed(birth);
      assert.equal(end.kind, "done", end.reason);
      assert.equal((await heldByHand(birth.root))[2], undefined);
    })));
