import assert from "node:assert/strict";
import { taskTracker } from "../../../lib/tools/tracker/task_tracker.ts";
import { withPlace } from "../workspace/places.ts";

Deno.test("every tracker keeps a list of its own from call to call", async () => {
  await withPlace(async ({ context }) => {
    const one = taskTracker(), other = taskTracker();
    await one.run({ action: "add", content: "read" }, context);
    const told = await one.run({ action: "list" }, context), empty = await other.run({ action: "list" }, context);
    assert.match(told.ok ? told.output : told.message, /\[ \] 1 read/);
    assert.equal(empty.ok && empty.output, "The list is empty");
  });
});
