import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { Setup } from "../../../lib/app/setup.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { ProcessPlan } from "../../../lib/plan/mod.ts";
import type { Store } from "../../../lib/store/store.ts";
import { PATTERN, plannerOf } from "../../kinds/process/graphs.ts";
import type { Models } from "../../kinds/processing.ts";
import { agent, carry, follows, generate, needs, processPlan, task, toldOf } from "../../kinds/processing.ts";

async function run(
  store: Store,
  plan: ProcessPlan,
  { models, name }: { readonly models: Models; readonly name: string },
) {
  await using loom = await openLoom({ store, models, retry: { base: 1, cap: 1 } });
  return await (await loom.start(plan, { name, seed: 7 })).end;
}

const models = () => {
  let asked = 0;
  return { m: follows(() => ({ text: "fine" })), flaky: follows(() => ({ text: asked++ === 0 ? "" : "fine" })) };
};

const planOf = (own: ReturnType<typeof models>) =>
  processPlan(own, [
    task("write-tests", generate("x", "flaky"), { attempts: 3 }),
    task("say", agent("y"), needs("write-tests")),
  ]);

Deno.test("what a process has shown is kept when it ends, told to the next one, and pinned in it", async () => {
  const store = memoryStore(), first = models();
  await run(store, planOf(first), { models: first, name: "first" });
  assert.deepEqual((await store.learned.list({ kind: "retry" })).map(({ key, count }) => [key, count]), [[
    "tests write",
    1,
  ]]);
  assert.ok(first.m.asked.every((said) => !said.includes("earlier runs")));
  const second = models();
  await run(store, planOf(second), { models: second, name: "second" });
  const hint = "Work of this kind (tests write) took 2 attempts, in one run";
  const { hints } = await store.inputs((await store.findRun("second")).id) as unknown as Setup;
  assert.deepEqual(hints, [hint]);
  assert.ok(second.m.asked[0]!.includes(`# What earlier runs have shown\n\n<earlier>\n- ${hint}`));
});

Deno.test("a planner is told of the graph by which a goal of this kind was reached", async () => {
  const store = memoryStore(), ids = ["look", "write"];
  const graph = { tasks: ids.map((id) => ({ id, description: `Do ${id}`, needs: [], tier: 1, verification: 1 })) };
  const m = follows(({ prompt }) => {
    const said = prompt.form === "chat" ? prompt.messages.map(({ text }) => text).join() : "";
    return said.includes("Break a goal down") ? { json: graph } : { text: "fine" };
  });
  const agents = PATTERN.agents.map((one) => ({ ...one, model: "m", tools: [] })) as unknown as typeof PATTERN.agents;
  const free = { files: false, rules: [], votes: 1 } as const;
  const planner = plannerOf({ pattern: { ...PATTERN, agents, verify: [free, free, free] } });
  const plan = processPlan({ m }, [], { goal: "Write notes of the release", planner });
  await run(store, plan, { models: { m }, name: "first" });
  await run(store, plan, { models: { m }, name: "second" });
  const asked = m.asked.filter((said) => said.includes("Break a goal down"));
  assert.doesNotMatch(asked[0]!, /earlier runs/);
  assert.match(
    asked[1]!,
    /What earlier runs have shown; take what helps:\n<earlier>\n- A goal of this kind \(notes release write\) was reached with this graph once: look; write\n/,
  );
});

Deno.test("a run that is resumed, or forked, is told what it was told, whatever was learned since", async () => {
  const store = memoryStore(), first = models();
  await run(store, planOf(first), { models: first, name: "first" });
  const own = models(),
    bad = processPlan(own, [task("write-tests", generate("x"), { attempts: 1 }), task("say", agent("y"))]);
  await run(store, bad, { models: own, name: "second" });
  await store.learned.forget();
  const { seq } = (await toldOf(store, "second")).rows.find(({ type }) => type === "drive")!;
  await using loom = await openLoom({ store, models: own });
  const before = own.m.asked.length;
  await (await loom.fork("second", seq, { name: "third" })).end;
  const setupOf = async (name: string) =>
    (await store.inputs((await store.findRun(name)).id) as unknown as Setup).hints;
  assert.deepEqual(await setupOf("third"), await setupOf("second"));
  assert.equal((await setupOf("third"))!.length, 1);
  assert.equal(own.m.asked.length, before + 2);
});

Deno.test("a run counts once, however often it is resumed, and what children show counts as theirs", async () => {
  const store = memoryStore(), own = models();
  const child = processPlan(own, [task("mend-clock", generate("x"))]);
  const plan = processPlan(own, [
    task("fix", { by: "run", plan: "child", with: {} }),
    task("bad", generate("x", "bad"), { attempts: 2 }),
  ], { imports: { child } });
  const all = { ...own, bad: follows(() => ({ text: "" })) };
  await run(store, { ...plan, models: processPlan(all, []).models }, { models: all, name: "one" });
  const known = async () => (await store.learned.list()).map(({ kind, key, count }) => [kind, key, count]);
  const before = await known();
  assert.ok(before.some(([kind, key]) => kind === "success" && key === "generate clock mend"));
  await using loom = await openLoom({ store, models: all, retry: { base: 1, cap: 1 } });
  await (await loom.resume("one")).end;
  assert.deepEqual(await known(), before);
});

Deno.test("a run is as good without: what cannot be kept is told, and harms nothing", async () => {
  const store = memoryStore(), own = models(), said: string[] = [];
  const broken = new Proxy(store, {
    get: (target, name) => {
      const learned = { ...target.learned, learn: () => Promise.reject(new Error("the disk is full")) };
      const value: unknown = name === "learned" ? learned : Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const { end } = await carry(planOf(own), own, {
    store: broken,
    on: (event) => void (event.type === "log" && said.push(event.text)),
  });
  assert.equal(end.kind, "done");
  assert.deepEqual(said, ["What the run has shown could not be kept: the disk is full"]);
});
