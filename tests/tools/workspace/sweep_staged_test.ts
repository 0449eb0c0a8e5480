import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { stagedName, sweepStaged } from "../../../lib/tools/workspace/sweep_staged.ts";
import { withPlace } from "./places.ts";

/** The number of a process that is gone. */
async function goneProcess(): Promise<number> {
  const child = new Deno.Command("true").spawn(), { pid } = child;
  await child.status;
  return pid;
}

Deno.test("what a process that is gone has left beside its place is removed, and nothing else", () =>
  withPlace(async ({ workspace, root }) => {
    const mine = stagedName(), pid = await goneProcess();
    const left = mine.replace(/^\.loom-.{7}/, `.loom-${pid.toString(36).padStart(7, "0")}`);
    const own = process.pid.toString(36).padStart(7, "0");
    await Deno.mkdir(join(root, "deep/er"), { recursive: true });
    const others = [mine, `.loom-${own}.tmp`, ".loom-notes.tmp", "deep/er/kept.txt"];
    for (const name of [left, `deep/er/${left}`, ...others]) await Deno.writeTextFile(join(root, name), "x");
    const swept = sweepStaged(workspace, new AbortController().signal);
    assert.deepEqual(swept.toSorted(), [left, `deep/er/${left}`].toSorted());
    for (const name of others) assert.equal(await Deno.readTextFile(join(root, name)), "x");
    assert.deepEqual(sweepStaged(workspace, new AbortController().signal), []);
  }));
