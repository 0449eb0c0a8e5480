import assert from "node:assert/strict";
import { inFolder } from "../../app/folders.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import type { Planner, TaskPattern, Verification } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { textOf } from "../../process_scenarios/workshop.ts";
import { agent, carry, follows, needs, processPlan, task, toldOf } from "../processing.ts";

const FREE: Verification = { files: false, rules: [], votes: 1 };
const { prompt: _, ...SETTINGS } = agent("").agent;
const PATTERN: TaskPattern = {
  agents: [SETTINGS, SETTINGS, SETTINGS],
  verify: [FREE, FREE, FREE],
  attempts: 1,
};

const PLANNER: Planner = {
  mode: "suggestive",
  model: "planner",
  maxTokens: 500,
  phases: [],
  examples: [],
  scan: [],
  most: 9,
  pattern: PATTERN,
};

const GRAPH = JSON.stringify({ tasks: [{ id: "paint", description: "Paint it" }] });

Deno.test("what people said before there was a graph is told to its planner, and to those who work on it", () =>
  inFolder(async (folder) => {
    const m = follows(() => "done"), planner = follows(() => GRAPH), store = memoryStore();
    const plan = processPlan({ m, planner }, [], { planner: PLANNER });
    const { end } = await carry(plan, { m, planner }, { store, folder, start: { budget: { calls: 0 } } });
    assert.deepEqual([end.kind, planner.asked.length], ["exhausted", 0]);
    const loom = await openLoom({ store, folder, models: { m, planner } });
    await loom.guide("g", "Use purple");
    assert.equal((await (await loom.resume("g", { addBudget: { calls: 9 } })).end).kind, "done");
    assert.match(planner.asked[0]!, /Heed this above all else:\nUse purple/);
    assert.match(m.asked[0]!, /Use purple/);
    const { rows, told } = await toldOf(store, "g");
    assert.deepEqual(told.flatMap((one) => one.told === "guidance" ? [one.words] : []), [["Use purple"]]);
    assert.ok(rows.some(({ type, key }) => type === "took" && key === "plan/1/heed"));
  }));

Deno.test("what people said before a graph is made anew is told to its planner, and to those who work on it after that", async () => {
  const store = memoryStore(), planner = follows(() => GRAPH.replace("}]", ', "replaces": ["sail"]}]'));
  const m = follows(async (request) => {
    if (!textOf(request).includes("# Task\n\nSail over")) return "done";
    const { id } = await store.findRun("g");
    await store.send(id, { kind: "guide", value: { text: "Use purple" } });
    return '{"status": "blocked", "reason": "there is no wind"}';
  });
  const replan = { model: "planner", maxTokens: 500, max: 1, may: ["add", "replace"], pattern: PATTERN } as const;
  const tasks = [task("sail", agent("Sail over")), task("sell", agent("Sell it"), needs("sail"))];
  const { end, rows } = await carry(processPlan({ m, planner }, tasks, { replan }), { m, planner }, { store });
  assert.equal(end.kind, "done", end.reason);
  assert.match(planner.asked[0]!, /Heed this above all else:\nUse purple/);
  assert.deepEqual(m.asked.map((said) => said.includes("Use purple")), [false, true, true]);
  assert.deepEqual(rows.flatMap(({ type, key = "" }) => type === "took" ? [key] : []), ["replan/2/heed"]);
});
