import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { Model } from "../../../lib/models/model.ts";
import type { Entry, PlanTask, ProcessPlan, Replan, Verification } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { StoreError } from "../../../lib/store/store.ts";
import { bury, mortal } from "../../engine/stores.ts";
import { textOf } from "../../process_scenarios/workshop.ts";
import { agent, carry, follows, generate, needs, processPlan, task, toldOf } from "../processing.ts";

const FREE: Verification = { files: false, rules: [], votes: 1 };
const { prompt: _, ...SETTINGS } = agent("").agent;

/** A planner that is asked twice at most, whose tasks are agents that are tried once. */
function replan(more: Partial<Replan> = {}): Replan {
  const pattern = { agents: [SETTINGS, SETTINGS, SETTINGS], verify: [FREE, FREE, FREE], attempts: 1 } as const;
  return { model: "planner", maxTokens: 500, max: 2, may: ["add", "replace"], pattern, ...more };
}

const BLOCKED = '{"status": "blocked", "reason": "there is no wind"}';

/** Waits until something holds; not for ever, for a test has to be able to fail. */
async function soon(holds: () => boolean, rounds = 400): Promise<void> {
  for (let round = 0; round < rounds && !holds(); round++) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Where in the journal the outcome of a step stands. */
function at(rows: readonly Entry[], key: string): number {
  const found = rows.findIndex((row) => row.key === key && (row.type === "result" || row.type === "done"));
  assert.ok(found >= 0, `there is no outcome of \`${key}\``);
  return found;
}

/** A planner that thinks until this was asked of the other model, and notes whether it was. */
function thinking(m: { readonly asked: readonly string[] }, until: string, answers: readonly string[]) {
  const knew: boolean[] = [], isAsked = () => m.asked.some((asked) => asked.includes(until));
  const planner = follows(async (_, i) => {
    await soon(isAsked);
    knew.push(isAsked());
    return answers[i]!;
  });
  return { ...planner, knew };
}

type Thinking = ReturnType<typeof thinking>;

const answer = (id: string, replaces: string) =>
  JSON.stringify({ tasks: [{ id, description: `Do ${id}`, replaces: [replaces] }] });

/** One task fails at once; two others follow each other; one comes only after the failed one, and one needs it. */
const JOURNEY: readonly PlanTask[] = [
  task("sail", agent("Sail over")),
  task("walk", generate("Walk there")),
  task("rest", generate("Have a rest"), needs("walk")),
  task("sing", generate("Sing a song"), needs("sail?")),
  task("sell", generate("Sell it"), needs("sail", "rest")),
];

/** Does everything but to sail, and walks when it may. */
function travelling(mayWalk: () => boolean) {
  return follows(async (request) => {
    const said = textOf(request);
    if (said.includes("Walk there")) await soon(mayWalk);
    return said.includes("Sail over") ? BLOCKED : "done";
  });
}

Deno.test("[V6] while a planner thinks, tasks end and begin as ever, but for those that come after the failed one", async () => {
  const m = travelling(() => planner.asked.length > 0);
  const planner: Thinking = thinking(m, "Have a rest", [answer("fly", "sail")]);
  const { end, rows, told } = await carry(processPlan({ m, planner }, JOURNEY, { replan: replan() }), { m, planner });
  assert.equal(end.kind, "done", end.reason);
  assert.deepEqual(told.flatMap((one) => one.told === "planning" ? [one.why] : []), [
    "the task `sail` failed: it cannot go on: there is no wind",
  ]);
  assert.deepEqual(planner.knew, [true], "`walk` ended and `rest` began while the planner thought");
  assert.ok(
    at(rows, "task/fly/turn/1") < at(rows, "task/sing"),
    "what comes after a task comes after what takes its place",
  );
  assert.equal(planner.asked.length, 1);
});

Deno.test("[V6] a planner that wants to change what has begun while it thought is told so, and asked once more", async () => {
  const m = travelling(() => planner.asked.length > 0);
  const planner: Thinking = thinking(m, "Have a rest", [
    JSON.stringify({ tasks: [{ id: "fly", description: "Do fly", replaces: ["sail", "rest"] }] }),
    answer("fly", "sail"),
  ]);
  const { end, told } = await carry(processPlan({ m, planner }, JOURNEY, { replan: replan() }), { m, planner });
  assert.equal(end.kind, "done", end.reason);
  assert.equal(planner.asked.length, 2);
  assert.match(planner.asked[0]!, /- `rest` \(waiting/, "it waited when the planner was asked");
  assert.match(planner.asked[1]!, /`rest` is done, left out or under way: it stays as it is/);
  const [graph] = told.flatMap((one) => one.told === "planned" ? [one.tasks.map(({ name }) => name)] : []);
  assert.deepEqual(graph, ["walk", "rest", "sing", "sell", "fly"]);
  assert.equal(m.asked.filter((said) => said.includes("Have a rest")).length, 1);
});

/** Two tasks that fail, the second while a planner thinks about the first, each with a task that needs it. */
function failures(max: number, { rounds = 400, ...more }: Partial<ProcessPlan> & { readonly rounds?: number } = {}) {
  const m = follows(async (request) => {
    const said = textOf(request);
    if (said.includes("A task has come to its end")) return "[]";
    if (said.includes("Sail over")) return BLOCKED;
    if (!said.includes("# Task\n\nPaint it")) return "done";
    await soon(() => planner.asked.length > 0, rounds);
    return BLOCKED;
  });
  const over = { ended: () => false }, knew: boolean[] = [];
  const planner: Model & { readonly asked: string[] } = follows(async (request) => {
    const failed = /the task `(\w+)` failed/.exec(textOf(request))![1]!;
    await soon(over.ended, rounds);
    knew.push(over.ended());
    return failed === "sail" ? answer("fly", "sail") : answer("spray", "paint");
  });
  const plan = processPlan({ m, planner }, [
    task("sail", agent("Sail over")),
    task("paint", agent("Paint it")),
    task("walk", generate("Walk there")),
    task("rest", generate("Have a rest"), needs("walk")),
    task("show", generate("Show it"), needs("paint")),
    task("sell", generate("Sell it"), needs("sail", "rest")),
  ], { replan: replan({ max }), ...more });
  return { m, planner, plan, over, knew };
}

Deno.test("a task that fails while a planner thinks about another is under way to it, and looked at when that is over", async () => {
  const { m, planner, plan, over, knew } = failures(2), keys = new Set<string>();
  over.ended = () => keys.has("task/paint/ended");
  const { end, told } = await carry(plan, { m, planner }, {
    on: (event) => void (event.type === "entry" && event.entry.type === "done" && keys.add(event.entry.key!)),
  });
  assert.equal(end.kind, "done", end.reason);
  assert.deepEqual(knew, [true, true], "the end of `paint` was told while the planner thought about `sail`");
  assert.match(planner.asked[0]!, /the task `sail` failed/);
  assert.match(planner.asked[1]!, /the task `paint` failed/);
  assert.deepEqual(told.flatMap((one) => one.told === "planned" ? [one.tasks.map(({ name }) => name)] : []), [
    ["paint", "walk", "rest", "show", "sell", "fly"],
    ["walk", "rest", "show", "sell", "fly", "spray"],
  ]);
});

Deno.test("a task that fails while the last planner thinks has failed all the same: it is not lost in the new graph", async () => {
  const { m, planner, plan, over, knew } = failures(1), keys = new Set<string>();
  over.ended = () => keys.has("task/paint/ended");
  const { end } = await carry(plan, { m, planner }, {
    on: (event) => void (event.type === "entry" && event.entry.type === "done" && keys.add(event.entry.key!)),
  });
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^the task `paint` failed: .*; `show` never began$/);
  assert.deepEqual(knew, [true]);
  assert.ok(m.asked.some((said) => said.includes("Sell it")), "what does not need it goes on in the new graph");
});

const MEMORY: NonNullable<ProcessPlan["memory"]> = {
  model: "m",
  maxTokens: 900,
  types: [{ type: "decision", about: "What was settled" }],
};

function results(rows: readonly Entry[]): number {
  return rows.filter(({ type }) => type === "result").length;
}

Deno.test("a process that is killed after any row while it is replanned comes to the same end, and buys nothing twice", async () => {
  const make = () =>
    failures(2, { rounds: 8, memory: MEMORY, outputs: { sold: "tasks.sell.text", shown: "tasks.show.text" } });
  const calm = make(), whole = await carry(calm.plan, { m: calm.m, planner: calm.planner });
  assert.deepEqual([whole.end.kind, whole.end.outputs], ["done", { sold: "done", shown: "done" }], whole.end.reason);
  const bought = results(whole.rows);
  assert.equal(bought, calm.m.asked.length + calm.planner.asked.length);
  let lives = 0;
  for (let dies = 2;; dies++) {
    const store = memoryStore(),
      first = make(),
      doomed = mortal(store, { dies, at: dies % 2 === 0 ? "before" : "after" });
    try {
      const loom = await openLoom({ store: doomed.store, models: { m: first.m, planner: first.planner } });
      await (await loom.start(first.plan, { name: "g", seed: 7 })).end;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
    if (!doomed.isDead()) break;
    lives++;
    const { id } = await store.findRun("g"), kept = results((await toldOf(store, "g")).rows);
    await bury(store, id);
    const { m, planner } = make(), loom = await openLoom({ store, models: { m, planner } });
    const { status } = await store.findRun("g");
    if (status === "done") continue;
    const end = await (await loom.resume("g")).end, { rows } = await toldOf(store, "g");
    assert.deepEqual([end.kind, end.outputs], ["done", whole.end.outputs], `killed at ${dies}: ${end.reason}`);
    assert.equal(results(rows), bought, `killed at ${dies}`);
    assert.equal(m.asked.length + planner.asked.length, bought - kept, `killed at ${dies}`);
  }
  assert.ok(lives > 25, `only ${lives} kills`);
});
