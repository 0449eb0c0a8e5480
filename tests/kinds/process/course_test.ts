import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import { readProcess } from "../../../lib/app/read_process.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { PlanTool } from "../../../lib/plan/mod.ts";
import { carry, follows, needs, processPlan, task, toldOf } from "../processing.ts";

const CALL = { model: "m", ladder: [], maxTokens: 10, sampling: {} } as const;

Deno.test("a plain task that failed and is done after a resume is told as done, with its attempts, and shown so", async () => {
  const store = memoryStore(), m = follows(() => "fine");
  let isBroken = true;
  const mends = {
    description: "Mends.",
    run: () => isBroken ? Promise.reject(new Error("no")) : "mended",
  };
  const tool: PlanTool = {
    by: "library",
    facts: { name: "mends", description: "Mends.", parameters: { type: "object" }, acts: [] },
  };
  const mend = { by: "tool", tool: "mends", with: {} } as const;
  const plan = processPlan({ m }, [
    task("last", mend, needs("aside")),
    task("first", mend),
    task("aside", { by: "generate", call: { ...CALL, prompt: { text: "x" } } }, needs("first?")),
    task("after", mend, needs("first", "last")),
  ], { tools: { mends: tool } });
  const options = { store, tools: { mends } };
  assert.equal((await carry(plan, { m }, options)).end.kind, "failed");
  isBroken = false;
  assert.equal((await (await (await openLoom({ ...options, models: { m } })).resume("g")).end).kind, "done");
  const { told } = await toldOf(store, "g");
  const ends = told.flatMap((one) => one.told === "task" ? [[one.task, one.is, one.attempts]] : []);
  assert.deepEqual(ends, [["first", "failed", 1], ["last", "failed", 1], ["first", "done", 2]]);
  const { tasks } = (await readProcess(store, await store.findRun("g")))!;
  assert.deepEqual(tasks.map(({ name, state, why }) => [name, state, why]), [
    ["last", "done", undefined],
    ["first", "done", undefined],
    ["aside", "done", undefined],
    ["after", "done", undefined],
  ]);
});
