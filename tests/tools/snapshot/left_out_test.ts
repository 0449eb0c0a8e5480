import assert from "node:assert/strict";
import { join } from "node:path";
import { listChanges } from "../../../lib/app/changes/list_changes.ts";
import { takeBackOpen } from "../../../lib/app/changes/take_back.ts";
import { undoRun } from "../../../lib/app/changes/undo_run.ts";
import type { ProcessPlan } from "../../../lib/plan/mod.ts";
import { withKeptRun } from "../../app/changes/kept_run.ts";
import { processPlan, task } from "../../kinds/processing.ts";
import { inWorkshop, NOTHING, workAt } from "../../process_scenarios/workshop.ts";
import { snapshot } from "../workspace/places.ts";

const MAKES = ["mkdir", "-p", "made", "web/node_modules/made"];

/** A plan that makes folders, with these terms. */
async function making(terms?: ProcessPlan["snapshot"]): Promise<ProcessPlan> {
  const work = { by: "command", command: { run: MAKES, accept: "code == 0" } } as const;
  const more = { permissions: { ...NOTHING, run: ["mkdir"] }, ...(terms ? { snapshot: terms } : {}) };
  return await processPlan({}, [task("make", work)], more);
}

const FILES = Object.fromEntries([..."abcdefgh"].map((name) => [`web/node_modules/${name}`, ""]));

Deno.test("a workspace with too much in it runs no program, and both remedies that it names are ones", () =>
  inWorkshop(async (workshop) => {
    const refused = await workAt(workshop, await making({ entries: 6 }), {});
    assert.match(refused.end.reason, /more than 6 files and folders, .*`snapshot: \{without: \[web\/node_modules\]\}`/);
    assert.deepEqual(Object.keys(await snapshot(workshop.root)).includes("made"), false);
    for (const terms of [{ entries: 20 }, { entries: 6, without: ["web/node_modules"] }]) {
      const { end } = await workAt(workshop, await making(terms), {});
      assert.equal(end.kind, "done", end.reason);
    }
  }, FILES));

Deno.test("what is passed over is neither listed nor undone, wherever a program makes it", () =>
  inWorkshop(async (workshop) => {
    const { end, store } = await workAt(workshop, await making({ without: ["node_modules"] }), {});
    assert.equal(end.kind, "done", end.reason);
    const run = await store.findRun("g");
    assert.deepEqual((await listChanges(store, run)).map(({ path }) => path), ["made", "web"]);
    assert.ok((await undoRun(store, run)).ok);
    assert.deepEqual(Object.keys(await snapshot(workshop.root)).toSorted(), [
      "c",
      "web",
      "web/node_modules",
      "web/node_modules/made",
    ]);
  }, { c: "" }));

Deno.test("what a killed program made where it is passed over is not taken back", () =>
  withKeptRun(async (kept) => {
    const { store, run, root, workspace, signal } = kept, patterns = ["node_modules"];
    await kept.cutOff("task/a", async () => {
      await Deno.mkdir(join(root, "web/node_modules"), { recursive: true });
      await Deno.mkdir(join(root, "made"));
    }, { patterns });
    await takeBackOpen({ store, run: run.id, epoch: kept.epoch, workspace, patterns, signal });
    assert.deepEqual(Object.keys(await snapshot(root)).toSorted(), ["web", "web/node_modules"]);
  }));
