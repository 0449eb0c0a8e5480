import assert from "node:assert/strict";
import { readFaults } from "../../../lib/kinds/process/replan_reads.ts";
import type { PlanTask, Replan, TaskPattern, Verification } from "../../../lib/plan/mod.ts";
import { textOf } from "../../process_scenarios/workshop.ts";
import { agent, carry, follows, generate, needs, processPlan, task } from "../processing.ts";
import { plannedOf, taskOf } from "./graphs.ts";

const FREE: Verification = { files: false, rules: [], votes: 1 };

function replan(): Replan {
  const { prompt: _, ...settings } = agent("").agent;
  const pattern: TaskPattern = { agents: [settings, settings, settings], verify: [FREE, FREE, FREE], attempts: 1 };
  return { model: "planner", maxTokens: 500, max: 2, may: ["add", "replace"], pattern };
}

const BLOCKED = '{"status": "blocked", "reason": "the gate is shut"}';

/** Runs a process whose first way is blocked; the planner says these, one after the other. */
async function replanned(tasks: readonly PlanTask[], says: readonly unknown[], outputs: Record<string, string> = {}) {
  const m = follows((request) => {
    const said = textOf(request);
    if (/Ship by (sea|rail)/.test(said)) return BLOCKED;
    if (said.includes("Ship by air")) return said.includes("days") ? '{"days": 2}' : "flown";
    return said.includes("Sell") ? `sold: ${/Sell .*/.exec(said)![0]}` : "done";
  });
  const planner = follows((_, i) => JSON.stringify({ tasks: says[Math.min(i, says.length - 1)] }));
  const { end, told } = await carry(processPlan({ m, planner }, tasks, { replan: replan(), outputs }), { m, planner });
  return { end, planner, told };
}

const FLY = { id: "fly", description: "Ship by air", replaces: ["sail"] };

Deno.test("what reads a replaced task reads what takes its place, and so do the outputs of the run", async () => {
  const { end } = await replanned(
    [
      task("sail", agent("Ship by sea")),
      task("sell", generate("Sell what was ${{ tasks.sail.text }}"), needs("sail")),
    ],
    [[FLY]],
    { sold: "tasks.sell.text", way: "tasks.sail.text" },
  );
  assert.deepEqual([end.kind, end.outputs], ["done", { sold: "sold: Sell what was flown", way: "flown" }], end.reason);
});

Deno.test("what takes the place of a task that takes another's place stands for both", async () => {
  const { end, planner } = await replanned([
    task("sail", agent("Ship by sea")),
    task("sell", generate("Sell what was ${{ tasks.sail.text }}"), needs("sail")),
  ], [[{ ...FLY, id: "train", description: "Ship by rail" }], [{ ...FLY, replaces: ["train"] }]]);
  assert.deepEqual([end.kind, end.outputs], ["done", { sell: { text: "sold: Sell what was flown" } }], end.reason);
  assert.equal(planner.asked.length, 2);
});

Deno.test("what takes the place of a task with a shape gives that shape", async () => {
  const { end } = await replanned(
    [
      task("sail", agent("Ship by sea"), { returns: { days: "int" } }),
      task("sell", generate("Sell in ${{ tasks.sail.days + 1 }} days"), needs("sail")),
    ],
    [[FLY]],
    { sold: "tasks.sell.text" },
  );
  assert.deepEqual([end.kind, end.outputs], ["done", { sold: "sold: Sell in 3 days" }], end.reason);
});

Deno.test("a planner is told that nobody gives what others read, and asked again", async () => {
  const two = [FLY, { id: "drive", description: "Ship by road", replaces: ["sail"] }];
  const { end, planner } = await replanned([
    task("sail", agent("Ship by sea")),
    task("sell", generate("Sell what was ${{ tasks.sail.text }}"), needs("sail")),
  ], [two, [FLY]]);
  assert.equal(end.kind, "done", end.reason);
  assert.match(
    planner.asked[1]!,
    /`sell` reads what `sail` gives, and `fly` and `drive` take its place: let one task do that/,
  );
});

Deno.test("a task that failed and that nobody has to wait for is null for those who name it", async () => {
  const m = follows((request) => textOf(request).includes("Open") ? { text: "" } : "fine");
  const { end } = await carry(
    processPlan({ m }, [
      task("bad", generate("Open")),
      task("after", generate("Say ${{ tasks.bad == null ? 'none' : 'some' }}"), needs("bad?")),
    ], { outputs: { after: "tasks.after.text" } }),
    { m },
  );
  assert.deepEqual([end.kind, end.outputs], ["failed", { after: "fine" }]);
  assert.doesNotMatch(end.reason, /`after`/);
});

Deno.test("what cannot be given is refused: values of programs, of lists, of what nobody makes any more", () => {
  const reads = (expression: string) => task("use", generate(`\${{ ${expression} }}`), needs("old"));
  const faults = (old: PlanTask, expression: string, more: Partial<PlanTask> = {}) =>
    readFaults({
      before: [old, reads(expression)],
      after: [{ ...plannedOf("new"), replaces: ["old"], ...more }, reads(expression)],
      fixed: new Set(),
      outputs: {},
    });
  const cannot = ["`use` reads what `old` gives, and `new` cannot give that: do without `old` and all that reads it"];
  assert.deepEqual(faults(taskOf("old"), "tasks.old.stdout"), cannot);
  assert.deepEqual(faults(taskOf("old"), "tasks.old.changed"), []);
  assert.deepEqual(faults({ ...plannedOf("old"), each: { list: "[1]", as: "i" } }, "tasks.old[0].text"), cannot);
  assert.deepEqual(faults(plannedOf("old"), "tasks.old.text", { returns: "int" }), cannot);
  const alone = (old: PlanTask) =>
    readFaults({ before: [old], after: [], fixed: new Set(), outputs: { o: "tasks.old.text" } });
  assert.deepEqual(alone(plannedOf("old")), [
    "the outputs of the run are made of what `old` gives, and nothing takes its place: name one task that does",
  ]);
  assert.deepEqual(alone({ ...plannedOf("old"), if: "true" }), [], "it might have been left out anyway");
});

Deno.test("everything that a task reads is found, and nothing in what a model has written", () => {
  const hole = (name: string) => `\${{ tasks.${name}.text }}`;
  const written: PlanTask = {
    ...taskOf("t"),
    if: "tasks.a.text != ''",
    each: { list: "tasks.b.data.map(x, tasks.c[x])", as: "x" },
    work: { by: "command", command: { run: ["echo", hole("d")], stdin: hole("e"), accept: "stdout == tasks.f.text" } },
    failure: { then: "otherwise", value: { deep: [hole("g")] } },
    verify: {
      files: false,
      rules: [],
      votes: 1,
      check: "size(tasks.h.text) > 0",
      llm: { model: "m", maxTokens: 9, ask: { template: hole("i") } },
    },
  };
  // Each of them is gone, so that whatever reads it is told of.
  const gone = [..."abcdefghi"].map((name) => taskOf(name));
  const faults = (reader: PlanTask) =>
    readFaults({ before: [...gone, reader], after: [reader], fixed: new Set(), outputs: {} });
  assert.deepEqual(
    faults(written).toSorted(),
    [..."abcdefghi"].map((name) =>
      `\`t\` reads what \`${name}\` gives, and nothing takes its place: name one task that does`
    ),
  );
  assert.deepEqual(faults(plannedOf("p", [], hole("a"))), []);
});
