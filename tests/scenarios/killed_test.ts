/** X, Z: processes that are killed with `kill -9`, or that want the same run. */
import "../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { openLoom, RunLocked } from "../../mod.ts";
import { toldIn } from "../kinds/refining.ts";
import { held } from "./held.ts";
import { heldLoop, NAME } from "./held_loop.ts";

/** The third round is worse than the second: the fourth begins with what the second made. */
const UNEVEN: readonly number[] = [0.5, 0.9, 0.3, 1];

const RISING: readonly number[] = [1, 2, 3, 4, 5];

/** How many runs a folder has, and how many rounds its run has told of. */
async function counts(folder: string): Promise<readonly number[]> {
  await using loom = await openLoom({ db: `${folder}/.loom/loom.db` });
  const { store } = loom, told = toldIn(await store.entries((await store.findRun(NAME)).id, 0));
  return [(await store.runs()).length, told.filter(({ round }) => round > 0).length];
}

Deno.test("[X4] a process that is killed at its third call leaves a run that is resumed to its end, and there is one run (spec)", () =>
  held("spec", { marks: RISING, at: 3 }, async ({ folder, kill, loom, handed }) => {
    await kill();
    const { code, out, err } = await loom("resume", NAME, "-q");
    assert.deepEqual([code, out], [0, "5"], err);
    assert.deepEqual([handed(), await counts(folder)], [[0, 1, 2, 2, 3, 4], [1, 5]]);
  }));

Deno.test("[X4] a process that is killed at its third call leaves a run that is resumed to its end, and there is one run (library)", () =>
  held("code", { marks: RISING, at: 3 }, async ({ folder, kill, handed }) => {
    await kill();
    const end = await heldLoop(folder, RISING).resume(NAME);
    assert.deepEqual([end.kind, end.best?.score], ["done", 5]);
    assert.deepEqual([handed(), await counts(folder)], [[0, 1, 2, 2, 3, 4], [1, 5]]);
  }));

Deno.test("[Z6] after a restore and a kill, a resume begins with the restored state (spec)", () =>
  held("spec", { marks: UNEVEN, at: 4 }, async ({ kill, loom, handed }) => {
    await kill();
    assert.equal((await loom("resume", NAME, "-q")).code, 0);
    assert.deepEqual(handed(), [0, 0.5, 0.9, 0.9, 0.9]);
    assert.match((await loom("show", NAME)).out, /0\.3/);
  }));

Deno.test("[Z6] after a restore and a kill, a resume begins with the restored state (library)", () =>
  held("code", { marks: UNEVEN, at: 4 }, async ({ folder, kill, handed }) => {
    await kill();
    const end = await heldLoop(folder, UNEVEN).resume(NAME);
    assert.deepEqual([end.kind, end.best?.state, handed()], ["done", { n: 3, mark: 1 }, [0, 0.5, 0.9, 0.9, 0.9]]);
    assert.deepEqual(end.history.map(({ from, back }) => [from, back]), [
      [0, undefined],
      [1, undefined],
      [2, 2],
      [2, undefined],
    ]);
  }));

Deno.test("[Z10] of two processes that want one run the second is told who has it, and each round is made once (spec)", () =>
  held("spec", { marks: RISING, at: 2 }, async ({ folder, release, loom, handed }) => {
    const { code, err } = await loom("resume", NAME);
    assert.deepEqual([code, /^error: Cannot drive `k`: process \d+ on this machine does; /.test(err) || err], [
      7,
      true,
    ]);
    assert.equal(await release(), 0);
    assert.deepEqual([handed(), await counts(folder)], [[0, 1, 2, 3, 4], [1, 5]]);
  }));

Deno.test("[Z10] of two processes that want one run the second gets `RunLocked`, and each step is made once (library)", () =>
  held("code", { marks: RISING, at: 2 }, async ({ folder, release, handed }) => {
    await assert.rejects(heldLoop(folder, RISING).resume(NAME), (error) => error instanceof RunLocked);
    assert.equal(await release(), 0);
    assert.deepEqual([handed(), await counts(folder)], [[0, 1, 2, 3, 4], [1, 5]]);
  }));

Deno.test("[Z11] a process that is killed leaves a run that `runs` and `show` call interrupted, and that `resume` ends (spec)", () =>
  held("spec", { marks: RISING, at: 2 }, async ({ kill, loom }) => {
    assert.match((await loom("runs")).out, /^k .*running/m);
    await kill();
    assert.match((await loom("runs")).out, /^k .*interrupted/m);
    assert.match((await loom("show", NAME)).out, /interrupted/);
    assert.equal((await loom("resume", NAME)).code, 0);
    assert.match((await loom("runs")).out, /^k .*converged/m);
  }));

Deno.test("[Z11] a process that is killed leaves a run that `runs` and `show` call interrupted, and whose code is told by `resume` (library)", () =>
  held("code", { marks: RISING, at: 2 }, async ({ folder, kill, loom }) => {
    await kill();
    assert.match((await loom("runs")).out, /^k .*interrupted/m);
    assert.match((await loom("show", NAME)).out, /interrupted/);
    const { code, err } = await loom("resume", NAME);
    assert.notEqual(code, 0);
    assert.match(err, /held_loop\.ts/);
    assert.equal((await heldLoop(folder, RISING).resume(NAME)).kind, "done");
    assert.match((await loom("runs")).out, /^k .*done/m);
  }));
