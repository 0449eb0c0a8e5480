import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import type { LoomTool } from "../../lib/app/loom_options.ts";
import type { Json } from "../../lib/base/json.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { PlanTask, PlanTool, ProcessPlan } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { until } from "../engine/models.ts";
import { agent, carry, follows, generate, needs, processPlan, task, toldOf } from "./processing.ts";

/** Tools of a test, as a plan and as a loom take them. */
function tools(functions: Readonly<Record<string, LoomTool["run"]>>): {
  readonly plan: Pick<ProcessPlan, "tools">;
  readonly loom: { readonly tools: Readonly<Record<string, LoomTool>> };
} {
  const names = Object.keys(functions);
  const facts = (name: string): PlanTool => ({
    by: "library",
    facts: { name, description: name, parameters: { type: "object" }, acts: ["read"], timeout: 10_000 },
  });
  return {
    plan: { tools: Object.fromEntries(names.map((name) => [name, facts(name)])) },
    loom: { tools: Object.fromEntries(names.map((name) => [name, { description: name, run: functions[name]! }])) },
  };
}

function call(tool: string, given: Record<string, Json> = {}): PlanTask["work"] {
  return { by: "tool", tool, with: given };
}

const none = follows(() => "");

Deno.test("what a task made is what others refer to, each kind of value as it is", async () => {
  const { plan, loom } = tools({ double: (input) => ({ n: Number((input as { n: number }).n) * 2 }) });
  const m = follows((request) => JSON.stringify(request.prompt).includes("JSON") ? '{"n": 4}' : "a text");
  const { end } = await carry(
    processPlan({ m }, [
      task("first", generate("Give JSON"), { returns: { n: "number" } }),
      task("second", call("double", { n: "${{ tasks.first.n }}" }), needs("first")),
      task("third", generate("Say ${{ tasks.second.data.n }}"), needs("second")),
    ], { ...plan, outputs: { n: "tasks.second.data.n", text: "tasks.third.text" } }),
    { m },
    loom,
  );
  assert.deepEqual([end.kind, end.outputs], ["done", { n: 8, text: "a text" }]);
  assert.match(m.asked[1]!, /Say 8$/);
});

Deno.test("a task whose condition is false is left out, and so is what needs it", async () => {
  const { plan, loom } = tools({ say: (input) => input });
  const { end, told } = await carry(
    processPlan({ m: none }, [
      task("no", call("say"), { if: "1 > 2" }),
      task("after", call("say"), needs("no")),
      task("anyway", call("say", { x: 1 }), needs("no?")),
    ], { ...plan, outputs: { no: "tasks.no", anyway: "tasks.anyway.data.x" } }),
    { m: none },
    loom,
  );
  assert.deepEqual([end.kind, end.reason], ["done", "its task is done, and 2 were left out"]);
  assert.deepEqual(end.outputs, { no: null, anyway: 1 });
  assert.deepEqual(
    told.flatMap((one) => one.told === "task" ? [[one.task, one.is, one.why]] : []),
    [["no", "skipped", "`if` is false: 1 > 2"], ["after", "skipped", "`no` was left out"]],
  );
});

Deno.test("a task is done for each item, no more at a time than it says, and gives their values in order", async () => {
  let now = 0, most = 0;
  const { plan, loom } = tools({
    slow: async (input) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now--;
      return input;
    },
  });
  const { end } = await carry(
    processPlan({ m: none }, [
      task("all", call("slow", { x: "${{ g * 10 + i }}", n: "${{ n }}" }), {
        each: { list: "[1, 2, 3, 4, 5]", as: "g", width: 2 },
      }),
    ], { ...plan, outputs: { all: "tasks.all.map(one, one.data.x)", n: "tasks.all[0].data.n" } }),
    { m: none },
    loom,
  );
  assert.deepEqual([end.kind, end.outputs, most], ["done", { all: [10, 21, 32, 43, 54], n: 5 }, 2]);
});

Deno.test("an item that fails fails its task when the others are through; nothing that is done is lost", async () => {
  const { plan, loom } = tools({
    odd: (input) => {
      if (Number((input as { x: number }).x) % 2 === 0) throw new Error("even");
      return input;
    },
  });
  const { end, told } = await carry(
    processPlan({ m: none }, [
      task("all", call("odd", { x: "${{ item }}" }), { each: { list: "[1, 2, 3, 4]", as: "item" } }),
    ], plan),
    { m: none },
    loom,
  );
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^the task `all` failed: 2 of 4 items failed, the first with: .*even/);
  assert.equal(told.filter(({ told }) => told === "task").length, 1);
});

Deno.test("[P28] [P29] [P30] a task is tried as often as it says, later by abler models, and each attempt knows why the last failed", async () => {
  const m = follows(() => "no good"), strong = follows((_, i) => i === 0 ? "no good either" : "good");
  const { end, told } = await carry(
    processPlan({ m, strong }, [
      task("write", {
        by: "generate",
        call: { model: "m", ladder: ["strong"], prompt: { text: "Write" }, maxTokens: 50, sampling: {} },
      }, { attempts: 4, verify: { files: false, check: 'out.text == "good"', rules: [], votes: 1 } }),
    ], { outputs: { text: "tasks.write.text" } }),
    { m, strong },
  );
  assert.deepEqual([end.kind, end.outputs, m.asked.length, strong.asked.length], ["done", { text: "good" }, 2, 2]);
  assert.match(strong.asked[1]!, /out\.text == "good"/, "the next attempt is told what did not hold");
  assert.deepEqual(told.flatMap((one) => one.told === "attempt" ? [one.model] : []), ["m", "m", "strong", "strong"]);
  const failing = await carry(
    processPlan({ m }, [
      task("write", generate("Write"), { attempts: 2, verify: { files: false, check: "false", rules: [], votes: 1 } }),
    ]),
    { m },
  );
  assert.equal(failing.end.kind, "failed");
  assert.deepEqual(failing.told.flatMap((one) => one.told === "task" ? [[one.is, one.attempts]] : []), [["failed", 2]]);
});

Deno.test("[P31] what a step fails for is the failure of its task, and what does not need it goes on", async () => {
  const { plan, loom } = tools({ ok: () => 1, bad: () => Promise.reject(new Error("it broke")) });
  const { end, told } = await carry(
    processPlan({ m: none }, [
      task("bad", call("bad")),
      task("never", call("ok"), needs("bad")),
      task("nor", call("ok"), needs("never")),
      task("other", call("ok")),
    ], plan),
    { m: none },
    loom,
  );
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^the task `bad` failed: .*it broke; `never`, `nor` never began$/);
  assert.deepEqual(end.outputs, { nor: null, other: { text: "1", data: 1, changed: [] } });
  assert.deepEqual(
    told.flatMap((one) => one.told === "stuck" ? one.tasks : []),
    [{ task: "never", needs: ["bad"] }, { task: "nor", needs: ["never"] }],
    "[P25] what never began is told, and what it waits for",
  );
});

Deno.test("a failure may be left out, or have a value of its own; a critical one ends everything", async () => {
  const hang = (_: Json, { signal }: { readonly signal: AbortSignal }) =>
    new Promise<Json>((done) => signal.addEventListener("abort", () => done(null)));
  const { plan, loom } = tools({ bad: () => Promise.reject(new Error("no")), say: (input) => input, hang });
  const tolerant = await carry(
    processPlan({ m: none }, [
      task("skip", call("bad"), { failure: { then: "skip" } }),
      task("other", call("bad"), { failure: { then: "otherwise", value: { data: "${{ 1 + 1 }}" } } }),
      task("after", call("say", { x: "${{ tasks.other.data }}" }), needs("other")),
    ], { ...plan, outputs: { x: "tasks.after.data.x" } }),
    { m: none },
    loom,
  );
  assert.deepEqual([tolerant.end.kind, tolerant.end.outputs], ["done", { x: 2 }]);
  const critical = await carry(
    processPlan({ m: none }, [task("hang", call("hang")), task("bad", call("bad"), { critical: true })], plan),
    { m: none },
    loom,
  );
  assert.equal(critical.end.kind, "failed");
  assert.match(critical.end.reason, /`bad` failed: .*; `hang` was given up$/);
});

Deno.test("an attempt whose time is over has failed, and another one begins", async () => {
  const { plan, loom } = tools({ slow: () => new Promise((resolve) => setTimeout(() => resolve("late"), 200)) });
  const { end } = await carry(
    processPlan({ m: none }, [task("slow", call("slow"), { timeout: 10, attempts: 2 })], plan),
    { m: none },
    loom,
  );
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /`slow` failed: .*it took longer than 10ms/);
});

Deno.test("a person is asked: what is answered is the value, and what is to become of a failure is theirs to say", async () => {
  let isBroken = true;
  const { plan, loom } = tools({
    maybe: () => isBroken ? Promise.reject(new Error("not yet")) : "done",
    say: (input) => input,
  });
  const store = memoryStore(), asked = openLoom({ store, models: { m: none }, ...loom }), door = await asked;
  const run = await door.start(
    processPlan({ m: none }, [
      task("ask", { by: "ask", question: "Publish ${{ goal }}?", choices: ["yes", "no"] }),
      task("publish", call("say", { x: "${{ tasks.ask.answer }}" }), {
        ...needs("ask"),
        if: 'tasks.ask.answer == "yes"',
      }),
      task("maybe", call("maybe"), { ...needs("ask"), failure: { then: "ask" } }),
    ], { ...plan, goal: "the ${{ spec.name }}", outputs: { x: "tasks.publish.data.x", maybe: "tasks.maybe.text" } }),
    { name: "g" },
  );
  const waitFor = async (key: string) =>
    await until(async () => (await toldOf(store, "g")).rows.some((row) => row.type === "wait" && row.key === key));
  await waitFor("task/ask");
  await door.answer("g", "yes", "task/ask");
  await waitFor("task/maybe/ask");
  isBroken = false;
  await door.answer("g", "retry", "task/maybe/ask");
  const { kind, outputs } = await run.end;
  assert.deepEqual([kind, outputs], ["done", { x: "yes", maybe: "done" }]);
});

Deno.test("a failed run that is opened again tries what failed once more, and nothing that is done", async () => {
  const count = { ok: 0, bad: 0 };
  let isBroken = true;
  const { plan, loom } = tools({
    ok: () => ++count.ok,
    bad: () => (count.bad++, isBroken ? Promise.reject(new Error("no")) : "mended"),
  });
  const store = memoryStore();
  const process = processPlan({ m: none }, [
    task("ok", call("ok")),
    task("bad", call("bad"), { attempts: 2 }),
    task("worse", call("bad")),
    task("after", call("ok"), needs("bad", "worse")),
  ], { ...plan, outputs: { a: "tasks.after.data" } });
  const first = await carry(process, { m: none }, { ...loom, store });
  assert.deepEqual([first.end.kind, count], ["failed", { ok: 1, bad: 3 }]);
  const door = await openLoom({ store, models: { m: none }, ...loom });
  const again = await (await door.resume("g")).end;
  assert.deepEqual([again.kind, count.ok], ["failed", 1]);
  isBroken = false;
  const last = await (await (await openLoom({ store, models: { m: none }, ...loom })).resume("g")).end;
  assert.deepEqual([last.kind, last.outputs, count.ok], ["done", { a: 2 }, 2]);
});

Deno.test("a model that cannot be asked fails the task at once and says why", async () => {
  const m = follows(() => {
    throw new ModelError("auth", "the key is refused; set another one");
  });
  const { end } = await carry(processPlan({ m }, [task("say", generate("Hello")), task("do", agent("Do"))]), { m });
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /`say` failed: .*the key is refused; set another one; `do` failed as well/);
});

Deno.test("[V4] an agent that runs out of turns, says it is blocked, or answers nothing has failed", async () => {
  const circling = follows(() => ({ calls: [{ name: "look", arguments: {} }] }));
  const { plan, loom } = tools({ look: () => Math.random() });
  const turns = await carry(
    processPlan({ m: circling }, [task("go", agent("Look", { tools: ["look"], turns: 3 }))], plan),
    { m: circling },
    loom,
  );
  assert.deepEqual([turns.end.kind, circling.asked.length], ["failed", 3]);
  const blocked = follows(() => '{"status": "blocked", "reason": "there is no key"}');
  const stuck = await carry(processPlan({ m: blocked }, [task("go", agent("Go"))]), { m: blocked });
  assert.equal(stuck.end.kind, "failed");
  assert.match(stuck.end.reason, /there is no key/);
});

Deno.test("a process that is paused after any row goes on to the same end, and buys nothing twice", async () => {
  const make = () => {
    const m = follows((request) => {
      const said = JSON.stringify(request.prompt);
      if (said.includes("Give a list")) return '["a", "b"]';
      return said.includes("result tool") || !said.includes("Look")
        ? "seen"
        : { calls: [{ name: "look", arguments: {} }] };
    });
    const kit = tools({ look: () => "a thing" });
    const plan = processPlan({ m }, [
      task("list", generate("Give a list"), { returns: "list(string)" }),
      task("each", agent("Look at ${{ item }}", { tools: ["look"] }), {
        ...needs("list"),
        each: { list: "tasks.list", as: "item" },
        verify: { files: false, rules: [], votes: 1, check: "true" },
      }),
      task("end", generate("Sum up ${{ tasks.each }}"), needs("each")),
    ], { ...kit.plan, outputs: { text: "tasks.end.text", n: "tasks.each.size()" } });
    return { m, kit, plan };
  };
  const whole = make(), undisturbed = await carry(whole.plan, { m: whole.m }, whole.kit.loom);
  assert.deepEqual([undisturbed.end.kind, undisturbed.end.outputs], ["done", { text: "seen", n: 2 }]);
  const rows = undisturbed.rows.length, bought = whole.m.asked.length;
  for (let stop = 2; stop < rows; stop++) {
    const { m, kit, plan } = make(), store = memoryStore();
    let seen = 0, pause = () => {};
    const door = await openLoom({
      store,
      models: { m },
      ...kit.loom,
      on: (event) => void (event.type === "entry" && ++seen === stop && pause()),
    });
    const run = await door.start(plan, { name: "g", seed: 7 });
    pause = () => run.pause();
    if (seen >= stop) pause();
    const rest = await run.end;
    const end = rest.kind === "paused"
      ? await (await (await openLoom({ store, models: { m }, ...kit.loom })).resume("g")).end
      : rest;
    assert.deepEqual(
      [end.kind, end.outputs, m.asked.length],
      ["done", undisturbed.end.outputs, bought],
      `after row ${stop}`,
    );
  }
});

Deno.test("guidance of people reaches the next task that a model works on", async () => {
  const store = memoryStore(), gate = Promise.withResolvers<Json>();
  const { plan, loom } = tools({ hold: () => gate.promise });
  const m = follows(() => "done"), door = await openLoom({ store, models: { m }, ...loom });
  const run = await door.start(
    processPlan({ m }, [task("hold", call("hold")), task("write", agent("Write"), needs("hold"))], plan),
    { name: "g" },
  );
  await until(() => store.findRun("g").then(({ lease }) => lease.live));
  await store.send((await store.findRun("g")).id, { kind: "guide", value: { text: "Be brief" } });
  gate.resolve(1);
  await run.end;
  assert.match(m.asked[0]!, /Be brief/);
  assert.ok((await toldOf(store, "g")).told.some((one) => one.told === "guidance"));
});

Deno.test("a task that was left out is told to agents as that, and not as done", async () => {
  const m = follows(() => "done"), { plan, loom } = tools({ say: (input) => input });
  const tasks = [task("no", call("say"), { if: "false" }), task("write", agent("Write"), needs("no?"))];
  await carry(processPlan({ m }, tasks, plan), { m }, loom);
  assert.match(m.asked[0]!, /- no \(left out\)\n- write \(yours\)/);
});

Deno.test("an agent of a planned task is told what the tasks came to that it needs", async () => {
  const m = follows((_, i) => i === 0 ? "there is moss" : "done");
  const words = { prompt: { text: "Write ${{ it }} down" } };
  await carry(processPlan({ m }, [task("look", agent("Look")), task("write", agent("", words), needs("look"))]), { m });
  assert.match(m.asked[1]!, /# What came of the tasks before yours\n\n<came>\n- look: there is moss\n<\/came>/);
  assert.match(m.asked[1]!, /Write \$\{\{ it \}\} down/, "what a planner has written is no template");
});
