import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { LoomTool } from "../../../lib/app/loom_options.ts";
import type { RunHandle } from "../../../lib/app/run_handle.ts";
import type { PlanTask, ProcessPlan, ToolFacts } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import { call, calls, turnsOf } from "../../process_scenarios/workshop.ts";
import { agent, carry, follows, processPlan, task, toldOf } from "../processing.ts";

const FACTS: ToolFacts = {
  name: "send",
  description: "Sends",
  parameters: { type: "object" },
  acts: ["net"],
  timeout: 9_000,
};
const VERIFY: NonNullable<PlanTask["verify"]> = { files: false, rules: [], votes: 1, check: "attempt > 1" };

/** Something that is tried twice, sends each time, and asks before it does. */
interface Sending {
  readonly m: ReturnType<typeof follows>;
  readonly plan: ProcessPlan;
  readonly sent: string[];
  readonly tools: { readonly send: LoomTool };
}

function sending(timeout?: number): Sending {
  const m = follows((request) => turnsOf(request) === 0 ? calls(call("send", { to: "all" })) : "done");
  const approve = { policy: "always" as const, ...(timeout === undefined ? {} : { timeout }) };
  const work = agent("Send it", { tools: ["send"], approve }), sent: string[] = [];
  const plan = processPlan({ m }, [task("tell", work, { attempts: 2, verify: VERIFY })], {
    tools: { send: { by: "library", facts: FACTS } },
  });
  const send: LoomTool = { description: "Sends", run: () => Promise.resolve(sent.push("sent")) };
  return { m, plan, sent, tools: { send } };
}

/** Runs until it ends or is paused; what a person says to a question, where one is there. */
async function worked(
  { m, plan, tools }: Sending,
  { store, person, paused = () => false }: {
    readonly store: Store;
    readonly person?: string;
    readonly paused?: (key: string) => boolean;
  },
): Promise<{ readonly kind: string; readonly questions: number }> {
  const driven: { run?: RunHandle } = {};
  const loom = await openLoom({
    store,
    models: { m },
    tools,
    on(event) {
      if (event.type !== "entry" || event.entry.type !== "wait" || !event.entry.key?.endsWith("/approve")) return;
      if (paused(event.entry.key)) driven.run?.pause();
      if (person === undefined) return;
      void store.findRun("g").then(({ id }) => store.send(id, { kind: "answer", value: { answer: person } }));
    },
  });
  const isNew = (await store.runs()).length === 0;
  driven.run = isNew ? await loom.start(plan, { seed: 7, name: "g" }) : await loom.resume("g");
  const { kind } = await driven.run.end, { rows } = await toldOf(store, "g");
  return { kind, questions: rows.filter(({ type, key }) => type === "wait" && key!.endsWith("/approve")).length };
}

Deno.test("what a person has said no to is not asked again in the next attempt", async () => {
  const it = sending(), { kind, questions } = await worked(it, { store: memoryStore(), person: "no" });
  assert.deepEqual([kind, questions, it.sent], ["done", 1, []]);
  assert.ok(it.m.asked.some((said) => said.includes("Earlier attempts") && said.includes("a person said no")));
});

Deno.test("a no that was said for one item is none for another one, which is asked for by itself", async () => {
  const it = sending(), [tell] = it.plan.tasks;
  const each = { as: "to", list: "['all', 'all']", width: 1 };
  const plan = { ...it.plan, tasks: [{ ...tell!, each }] };
  const { kind, questions } = await worked({ ...it, plan }, { store: memoryStore(), person: "no" });
  assert.deepEqual([kind, questions, it.sent], ["done", 2, []], "once for each item, and not for each attempt");
});

Deno.test("what nobody has answered in time is asked again in the next attempt: nobody has said no", async () => {
  const it = sending(5), { kind, questions } = await worked(it, { store: memoryStore() });
  assert.deepEqual([kind, questions, it.sent], ["done", 2, []]);
  assert.ok(it.m.asked.some((said) => said.includes("nobody answered in time")));
});

Deno.test("a question whose time runs out while nobody drives the run is a no when it goes on, and is not asked anew", async () => {
  const it = sending(20), store = memoryStore();
  const first = await worked(it, { store, paused: (key) => !key.includes("/again/") });
  assert.deepEqual([first.kind, first.questions, it.sent], ["paused", 1, []]);
  const asked = (await toldOf(store, "g")).rows.find(({ type }) => type === "wait")!;
  while (Date.now() <= asked.at + 20) await new Promise((resolve) => setTimeout(resolve, 1));
  const { kind, questions } = await worked(it, { store, person: "yes" });
  assert.equal(kind, "done");
  assert.equal(questions, 2, "one for each attempt, and none twice");
  assert.ok(it.m.asked.some((said) => said.includes("nobody answered in time")), "its time was over");
});

Deno.test("nobody is sure of what is not verified: its value has no confidence, and nothing is told of one", async () => {
  const m = follows(() => "done"), free = { files: false, rules: [], votes: 1, check: "out.text == 'done'" };
  const plan = processPlan({ m }, [task("loose", agent("Do it")), task("held", agent("Do it"), { verify: free })]);
  const { end, told } = await carry(plan, { m });
  assert.deepEqual(end.outputs, {
    loose: { text: "done", changed: [], confidence: null },
    held: { text: "done", changed: [], confidence: 1 },
  });
  const sure = told.flatMap((one) => one.told === "task" ? [[one.task, one.confidence]] : []);
  assert.deepEqual(Object.fromEntries(sure), { loose: undefined, held: 1 });
});
