import assert from "node:assert/strict";
import type { JsonObject } from "../../lib/base/json.ts";
import { NO_TASKS, type TaskList, trackTasks } from "../../lib/plan/task_list.ts";
import fc from "../properties.ts";

/** The list after these calls, and what the last was told. */
function after(...calls: readonly JsonObject[]) {
  let state: TaskList = NO_TASKS, told = trackTasks(state, { action: "list" }).result;
  for (const call of calls) ({ state, result: told } = trackTasks(state, call));
  return { state, told };
}

Deno.test("a list is added to, updated, shown and cleared", () => {
  const { told } = after(
    { action: "add", content: "read\n the files" },
    { action: "add", content: "write", status: "in_progress" },
    { action: "update", task_id: 1, status: "completed" },
    { action: "update", task_id: 2, content: "write it" },
    { action: "list" },
  );
  assert.deepEqual(told, {
    ok: true,
    output: "1 of 2 completed, 1 in progress, 0 pending\n[x] 1 read the files\n[~] 2 write it",
    data: {
      tasks: [
        { id: 1, content: "read the files", status: "completed" },
        { id: 2, content: "write it", status: "in_progress" },
      ],
      counts: { pending: 0, in_progress: 1, completed: 1 },
    },
  });
  const cleared = after({ action: "add", content: "a" }, { action: "clear" });
  assert.deepEqual(cleared.state, NO_TASKS);
  assert.equal(cleared.told.ok && cleared.told.output, "Cleared the list of 1 task");
});

Deno.test("a call that cannot be done says why and leaves the list as it was", () => {
  const { state } = after({ action: "add", content: "a" });
  const refused: readonly (readonly [JsonObject, string, RegExp])[] = [
    [{}, "invalid", /`action` is one of `add`, `update`, `list`, `clear`/],
    [{ action: "drop" }, "invalid", /`action`/],
    [{ action: "add" }, "invalid", /give `content`/],
    [{ action: "add", content: " \n" }, "invalid", /empty/],
    [{ action: "add", content: 5 }, "invalid", /is a text/],
    [{ action: "add", content: "x".repeat(501) }, "invalid", /has 501 characters, 500 are allowed/],
    [{ action: "add", content: "b", status: "done" }, "invalid", /`pending`, `in_progress`, `completed`/],
    [{ action: "update", status: "completed" }, "invalid", /give `task_id`/],
    [{ action: "update", task_id: 1 }, "invalid", /give `status`/],
    [{ action: "update", task_id: 2, status: "completed" }, "missing", /there is none/],
  ];
  for (const [call, code, message] of refused) {
    const { state: same, result } = trackTasks(state, call);
    assert.equal(same, state);
    assert.ok(!result.ok && result.code === code, JSON.stringify(result));
    assert.match(result.message, message);
  }
});

Deno.test("a list holds 200 tasks and no more", () => {
  const call = { action: "add", content: "x".repeat(500) };
  const { state } = after(...Array.from({ length: 200 }, () => call));
  const { state: same, result } = trackTasks(state, call);
  assert.equal(same.tasks.length, 200);
  assert.ok(!result.ok && result.code === "refused");
});

Deno.test("whatever is called, numbers stay unique, bounds hold, and a state survives JSON", () => {
  const value = fc.oneof(fc.string(), fc.integer({ min: -1, max: 5 }), fc.constant(null), fc.boolean());
  const call = fc.record({
    action: fc.constantFrom("add", "add", "update", "list", "clear", "drop"),
    content: value,
    task_id: value,
    status: fc.oneof(value, fc.constantFrom("pending", "in_progress", "completed")),
  }, { requiredKeys: ["action"] });
  fc.assert(fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
    let state: TaskList = NO_TASKS;
    for (const one of calls) {
      const { state: next, result } = trackTasks(state, one);
      if (!result.ok) assert.equal(next, state);
      state = JSON.parse(JSON.stringify(next));
      assert.deepEqual(state, next);
      const ids = state.tasks.map((task) => task.id);
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.every((id) => id < state.next));
      assert.ok(state.tasks.every(({ content }) => content.trim() !== "" && content.length <= 500));
    }
  }));
});
