import assert from "node:assert/strict";
import { callInTime } from "../../lib/tools/call_in_time.ts";
import { runCommandTool } from "../../lib/tools/run_command.ts";
import { withPlace } from "./workspace/places.ts";

Deno.test("a program of the plan has one limit, and one that does not end in it is told as that and with it", async () => {
  await withPlace(async ({ root, context }) => {
    const tool = runCommandTool({ permissions: { run: ["sleep"], env: [] }, home: root });
    const run = (signal: AbortSignal) =>
      callInTime(
        { ...tool, signal },
        (own) => tool.run({ argv: ["sleep", "60"], timeout: 50 }, { ...context, signal: own }),
      );
    assert.equal(tool.timeout, undefined);
    assert.deepEqual(await run(context.signal), {
      ok: false,
      code: "timeout",
      message: "`sleep 60` did not end within 50ms",
    });
    const ended = await run(AbortSignal.abort());
    assert.ok(!ended.ok && ended.code === "aborted");
  });
});

Deno.test("what a program has changed is named without what Git keeps for itself, and where a file was moved to", async () => {
  await withPlace(async ({ root, context }) => {
    const tool = runCommandTool({ permissions: { run: ["git", "mv", "mkdir"], env: [] }, home: root });
    const changed = async (...argv: readonly string[]) => {
      const result = await tool.run({ argv }, context);
      assert.ok(result.ok, JSON.stringify(result));
      return result.changed;
    };
    assert.deepEqual(await changed("git", "init", "--quiet"), []);
    await Deno.writeTextFile(`${root}/from`, "one");
    assert.deepEqual(await changed("mv", "from", "to"), ["from", "to"]);
    assert.deepEqual(await changed("mkdir", "-p", "deep/er"), ["deep/er"]);
  });
});
