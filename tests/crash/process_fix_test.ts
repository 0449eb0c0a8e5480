import assert from "node:assert/strict";
import { join } from "node:path";
import { listChanges } from "../../lib/app/changes/list_changes.ts";
import type { UndoneRun, UndoOptions } from "../../lib/app/changes/undo_run.ts";
import { undoRun } from "../../lib/app/changes/undo_run.ts";
import { openDatabase } from "../../lib/app/database.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Entry } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { inFolder, withEnv } from "../app/folders.ts";
import type { Worked } from "../process_scenarios/workshop.ts";
import { workAt } from "../process_scenarios/workshop.ts";
import { snapshot } from "../tools/workspace/places.ts";
import { dropping } from "./dropped_store.ts";
import { killable } from "./killable.ts";
import { DATES, fixPlan, git, makeRepository, modelsFor, seedOf } from "./process_fix.ts";
import type { Birth, Moment } from "./process_fix_life.ts";

const LIFE = new URL("process_fix_life.ts", import.meta.url);

/** Nothing hangs for longer than this. */
const PATIENCE = 60_000;

/** What a workspace holds that does not depend on when it was made: Git's index knows times and numbers of files. */
async function contentOf(root: string): Promise<Readonly<Record<string, string>>> {
  const { ".git/index": _, ...rest } = await snapshot(root);
  return rest;
}

/** Starts the run in a process of its own, or goes on with it. */
async function live(birth: Birth): Promise<{ readonly killed: boolean; readonly end: Json }> {
  const { killed, code, out, err } = await killable(LIFE, [JSON.stringify(birth)], { env: DATES, killAfter: PATIENCE });
  if (birth.moment) return { killed, end: null };
  assert.equal(code, 0, err);
  return { killed, end: JSON.parse(out) as Json };
}

async function rowsIn(db: string): Promise<readonly Entry[]> {
  const store = await openDatabase({ db });
  try {
    return await store.entries((await store.findRun("g")).id, 0);
  } finally {
    store.close();
  }
}

async function undoIn(db: string, options: UndoOptions = {}): Promise<UndoneRun> {
  const store = await openDatabase({ db });
  try {
    return await undoRun(store, await store.findRun("g"), options);
  } finally {
    store.close();
  }
}

const seedsIn = async (path: string): Promise<readonly number[]> =>
  (await Deno.readTextFile(path).catch(() => "")).split("\n").filter((line) => line !== "").map(Number);

/** Seeds of steps whose outcome was paid for and is kept. */
const paidIn = (rows: readonly Entry[]): readonly number[] =>
  rows.flatMap(({ type, key }) => type === "result" && key !== undefined ? [seedOf(key)] : []);

const row = (type: string, key: string): Moment => ({ at: "row", type, key });

const FIX = "task/fix/turn";

/** In the order in which they come. */
const MOMENTS: readonly Moment[] = [
  row("intent", `${FIX}/1`),
  { at: "unwritten", type: "result", key: `${FIX}/1` },
  { at: "running", key: `${FIX}/1/call/2`, after: "half.txt" },
  { at: "recording", key: `${FIX}/2/call/1` },
  { at: "recorded", key: `${FIX}/2/call/1` },
  { at: "unwritten", type: "done", key: `${FIX}/2/call/1` },
  { at: "unsettled", key: `${FIX}/3/call/2` },
  { at: "unwritten", type: "done", key: `${FIX}/3/call/3` },
  { at: "running", key: `${FIX}/4/call/2`, after: ".git/COMMIT_EDITMSG" },
  { at: "unsettled", key: `${FIX}/4/call/2` },
  { at: "running", key: "task/fix/verify/command", after: 40 },
  row("result", "task/fix/verify/vote/1"),
  row("done", "task/fix/ended"),
  { at: "unwritten", type: "done", key: "task/note/turn/1/call/1" },
  row("intent", "task/note/extract"),
];

interface Calm {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly end: Json;
}

/** Where a run has its things. */
function placesIn(folder: string): Birth {
  return { root: join(folder, "work"), db: join(folder, "loom.db"), bought: join(folder, "bought"), by: "deno" };
}

async function calmly(folder: string): Promise<Calm> {
  const birth = placesIn(folder), { root, db, bought } = birth;
  await makeRepository(root);
  const before = await contentOf(root), whole = await snapshot(root), { end } = await live(birth);
  const after = await contentOf(root), rows = await rowsIn(db);
  assert.deepEqual((await seedsIn(bought)).toSorted(), paidIn(rows).toSorted(), "every request is one step's");
  assert.equal(await git(root, "log", "--format=%s"), "sum adds\nSums\n");
  assert.match(await Deno.readTextFile(join(root, "sum.ts")), /\n\treturn a \+ b;\n/, "tabs stay tabs");
  assert.ok((await undoIn(db)).ok);
  assert.deepEqual(await snapshot(root), whole);
  return { before, after, end };
}

async function killedAt(folder: string, moment: Moment, calm: Calm): Promise<void> {
  const birth = placesIn(folder), { root, db, bought } = birth, at = JSON.stringify(moment);
  await makeRepository(root);
  const whole = await snapshot(root);
  assert.ok((await live({ ...birth, moment })).killed, `it was not killed: ${at}`);
  const first = await seedsIn(bought), paid = new Set(paidIn(await rowsIn(db)));
  const { end } = await live(birth), all = await seedsIn(bought), again = all.slice(first.length);
  assert.deepEqual(end, calm.end, at);
  assert.deepEqual(await contentOf(root), calm.after, at);
  assert.deepEqual(again.filter((seed) => paid.has(seed)), [], `bought twice: ${at}`);
  assert.equal(new Set(again).size, again.length, `asked twice in one life: ${at}`);
  const undone = await undoIn(db);
  assert.ok(undone.ok, `${at}: ${JSON.stringify(undone)}`);
  assert.deepEqual(await snapshot(root), whole, `undone: ${at}`);
}

Deno.test("a process that is killed in the middle of anything it does leaves the same files, buys nothing twice, and can be undone", () =>
  inFolder(async (folder) => {
    const folderFor = async (name: string) => {
      await Deno.mkdir(join(folder, name));
      return join(folder, name);
    };
    const calm = await calmly(await folderFor("calm")), left = MOMENTS.map((moment, i) => ({ moment, i })).toReversed();
    const made = Object.keys(calm.after).filter((path) => !path.startsWith(".git") && !(path in calm.before));
    assert.deepEqual(made.toSorted(), ["about", "notes", "notes/mended.md"]);
    const lane = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        await killedAt(await folderFor(`${next.i}`), next.moment, calm);
      }
    };
    await Promise.all([lane(), lane()]);
  }));

/** The run in this process, over a store. */
async function worked(root: string, store: Store, asked: number[]): Promise<Worked> {
  return await workAt({ root }, await fixPlan("grep"), modelsFor("grep", (seed) => asked.push(seed)), { store });
}

async function droppedAt(root: string, write: number, calm: Worked & { readonly files: unknown }): Promise<boolean> {
  const inner = memoryStore(), when = write % 4 === 1 ? "before" : "after", first: number[] = [], again: number[] = [];
  await makeRepository(root);
  const whole = await snapshot(root), at = `${when} write ${write}`;
  const ended = await worked(root, dropping(inner, write, when).store, first).then(() => true, () => false);
  if (ended) return false;
  const isBegun = (await inner.runs()).length > 0;
  const paid = new Set(isBegun ? paidIn(await inner.entries((await inner.findRun("g")).id, 0)) : []);
  const { end } = await worked(root, inner, again);
  assert.deepEqual([end.kind, end.reason, end.outputs], [calm.end.kind, calm.end.reason, calm.end.outputs], at);
  assert.deepEqual(await contentOf(root), calm.files, at);
  assert.deepEqual(again.filter((seed) => paid.has(seed)), [], `bought twice: ${at}`);
  assert.ok((await undoRun(inner, await inner.findRun("g"))).ok, at);
  assert.deepEqual(await snapshot(root), whole, `undone: ${at}`);
  return true;
}

Deno.test("a process whose driver is gone at every other of its writes, before or after it, goes on to the same end, and can be undone", () =>
  withEnv(DATES, () =>
    inFolder(async (folder) => {
      const root = join(folder, "calm"), asked: number[] = [];
      await makeRepository(root);
      const calm = await worked(root, memoryStore(), asked), files = await contentOf(root);
      assert.equal(calm.end.kind, "done", calm.end.reason);
      let write = 1;
      while (await droppedAt(join(folder, `${write}`), write, { ...calm, files })) write += 2;
      assert.ok(write > calm.rows.length, `only ${write} writes were met`);
    })));

Deno.test("one task and one change of a process are undone without the others, and what a person has made since is never lost", () =>
  withEnv(DATES, () =>
    inFolder(async (folder) => {
      const root = join(folder, "work"), store = memoryStore();
      await makeRepository(root);
      const whole = await snapshot(root);
      await workAt({ root }, await fixPlan("deno"), modelsFor("deno", () => {}), { store });
      const run = await store.findRun("g"), after = await snapshot(root);
      const undo = (options: UndoOptions = {}) => undoRun(store, run, options);

      const mended = await Deno.readFile(join(root, "sum.ts"));
      await Deno.writeTextFile(join(root, "sum.ts"), "// By hand\n");
      const byHand = await snapshot(root);
      for (const options of [{}, { task: "fix" }]) {
        const refused = await undo(options);
        assert.ok(!refused.ok);
        assert.deepEqual(refused.conflicts.map(({ path }) => path), ["sum.ts"]);
        assert.deepEqual(await snapshot(root), byHand, "all or nothing");
      }

      assert.ok((await undo({ task: "note" })).ok);
      const { "notes/mended.md": _, notes: __, ...unnoted } = after;
      assert.deepEqual(await snapshot(root), { ...unnoted, "sum.ts": byHand["sum.ts"] }, "other tasks' files stay");

      await Deno.writeFile(join(root, "sum.ts"), mended);
      const edit = (await listChanges(store, run)).find(({ path, task }) => path === "sum.ts" && task === "fix")!;
      assert.ok((await undo({ change: edit.number })).ok);
      assert.deepEqual(await snapshot(root), { ...unnoted, "sum.ts": whole["sum.ts"] }, "the commit stays");

      assert.ok((await undo()).ok);
      assert.deepEqual(await snapshot(root), whole);
    })));
