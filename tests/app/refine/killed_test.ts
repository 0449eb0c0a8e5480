import assert from "node:assert/strict";
import "../../store/collect_garbage.ts";
import { standingOf } from "../../../lib/app/read_run.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import { inFolder } from "../folders.ts";
import { loopIn } from "./killed_loop.ts";
import { brief } from "./loops.ts";

Deno.test("Z11: a loop whose process is killed is interrupted, and goes on at once; the step in flight stays charged", async () => {
  await inFolder(async (folder) => {
    const db = `${folder}/runs.db`, script = new URL("killed_loop.ts", import.meta.url).pathname;
    const args = ["run", "--allow-all", "--no-check", script, db, "kill"];
    const { success } = await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).output();
    assert.equal(success, false);
    {
      await using loom = await openLoom({ db });
      assert.equal(standingOf(await loom.store.findRun("r")), "interrupted");
    }
    const end = await loopIn(db, { kill: false }).resume("r");
    assert.deepEqual([...brief(end), end.last?.state], ["exhausted", "iterations", 5, 5]);
    assert.equal(end.spent.usd, 0.25);
    await using loom = await openLoom({ db });
    assert.equal((await loom.store.findRun("r")).ledger.reserved.usd, 1e8, "nobody knows what the killed step cost");
  });
});
