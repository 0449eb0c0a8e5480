import assert from "node:assert/strict";
import { ProcessFold } from "../../lib/views/process_view.ts";
import { whyTasks } from "../../lib/views/why_tasks.ts";
import { carry, follows, generate, needs, processPlan, task } from "../kinds/processing.ts";
import { headOf } from "./rows.ts";

Deno.test("of each task that failed it is known what never began because of it, however far around", async () => {
  const m = follows(() => ({ text: "fine" })), bad = follows(() => ({ text: "" })), models = { m, bad };
  const plan = processPlan(models, [
    task("a", generate("x")),
    task("b", generate("x", "bad"), { ...needs("a"), attempts: 2 }),
    task("c", generate("x"), needs("b")),
    task("d", generate("x"), needs("c", "a")),
    task("e", generate("x", "bad")),
    task("f", generate("x"), needs("e", "c")),
    task("g", generate("x"), needs("a")),
  ]);
  const { rows } = await carry(plan, models), fold = new ProcessFold(plan);
  for (const row of rows) fold.take(row);
  const { all, states, failed, open, changed } = whyTasks(fold.view(headOf(), { gone: false }));
  assert.deepEqual([all, states, open, changed], [7, { done: 2, failed: 2, stuck: 3 }, [], 0]);
  assert.deepEqual(failed.map(({ name, attempts, most, never }) => [name, attempts, most, never]), [
    ["b", 2, 2, ["c", "d", "f"]],
    ["e", 1, 1, ["f"]],
  ]);
});
