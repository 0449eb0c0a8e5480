import assert from "node:assert/strict";
import { drive, takeLease } from "../../../lib/engine/host.ts";
import type { Rest } from "../../../lib/engine/rest.ts";
import type { RunEvent } from "../../../lib/engine/world.ts";
import type { Json } from "../../../lib/base/json.ts";
import { process } from "../../../lib/kinds/process.ts";
import { verifyTask } from "../../../lib/kinds/process/verify.ts";
import type { KindContext } from "../../../lib/kinds/kind.ts";
import type { Model } from "../../../lib/models/model.ts";
import type { PlanTool, ProcessPlan, ToolCall } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import { until } from "../../engine/models.ts";
import { worldOf } from "../../engine/worlds.ts";
import { agent, follows, processPlan, task } from "../processing.ts";
import { plannedOf, ROUND } from "./graphs.ts";
import { failureOf } from "./stepping.ts";

const MINUTE = 60_000;

const CONTEXT: KindContext = {
  document: "g",
  seed: 7,
  inputs: {},
  run: { name: "g", date: "2026-01-01", seed: 7 },
  functions: {},
};

function offered(name: string, parameters: readonly string[]): PlanTool {
  const properties = Object.fromEntries(parameters.map((one) => [one, { type: "string" }]));
  return { by: "built-in", facts: { name, description: name, parameters: { type: "object", properties }, acts: [] } };
}

const TOOLS = { ask_user: offered("ask_user", ["question"]), look: offered("look", []) };

/** A life of a process, at its hour. */
interface Life {
  readonly plan: ProcessPlan;
  readonly m: Model;
  readonly now?: () => number;
  readonly tool?: (call: ToolCall, signal: AbortSignal) => Promise<Json>;
  readonly on?: (event: RunEvent) => void;
}

/** Begins a process, or goes on with it. */
async function lives(store: Store, { plan, m, now = Date.now, tool, on }: Life) {
  if ((await store.runs()).length === 0) {
    await store.createRun({
      name: "g",
      title: "g",
      program: "process@1",
      inputs: {},
      limits: {},
      seed: 7,
      at: Date.now(),
      durability: "normal",
    });
  }
  const held = await takeLease({ store }, await store.run(1));
  const world = worldOf(store, {
    models: { m },
    ...(on ? { on } : {}),
    world: {
      now,
      ...(tool ? { tool: async (call, signal) => ({ ok: true, value: await tool(call, signal) }) } : {}),
    },
  });
  return drive(held, world, process(plan, CONTEXT));
}

function endOf(rest: Rest): readonly [string, string] {
  return rest.rest === "ended" ? [rest.end.kind, rest.end.reason] : [rest.rest, ""];
}

Deno.test("an agent that asks a person is not failed by its time limit, however late the answer comes", async () => {
  const store = memoryStore();
  const m = follows((_, i) => i === 0 ? { calls: [{ name: "ask_user", arguments: { question: "Which?" } }] } : "Blue.");
  const plan = processPlan({ m }, [task("paint", agent("Paint", { tools: ["ask_user"] }), { timeout: MINUTE })], {
    tools: TOOLS,
  });
  const first = await lives(store, { plan, m });
  await until(async () => (await store.run(1)).status === "waiting");
  first.stop({ stop: "pause", abort: false });
  await first.rest;
  await store.send(1, { kind: "answer", value: { answer: "the blue one" } });
  const later = Date.now() + 24 * 60 * MINUTE, second = await lives(store, { plan, m, now: () => later });
  assert.deepEqual(endOf(await second.rest), ["done", "its task is done"]);
});

Deno.test("an agent whose run rested for longer than its time limit goes on in the middle of its conversation", async () => {
  const store = memoryStore(), calls: string[] = [];
  const m = follows((_, i) => i === 0 ? { calls: [{ name: "look", arguments: {} }] } : "Seen.");
  const plan = processPlan({ m }, [task("see", agent("See", { tools: ["look"] }), { timeout: MINUTE })], {
    tools: TOOLS,
  });
  const tool = ({ key }: ToolCall) => {
    calls.push(key);
    return Promise.resolve({ ok: true, output: "a tree" });
  };
  const stopping = Promise.withResolvers<{ readonly stop: () => void }>();
  const on = (event: RunEvent) => {
    if (event.type === "entry" && event.entry.key?.endsWith("/call/1")) {
      void stopping.promise.then(({ stop }) => stop());
    }
  };
  const first = await lives(store, { plan, m, tool, on });
  stopping.resolve({ stop: () => first.stop({ stop: "pause", abort: true }) });
  await first.rest;
  const later = Date.now() + 24 * 60 * MINUTE;
  const second = await lives(store, { plan, m, tool, now: () => later });
  assert.deepEqual(endOf(await second.rest), ["done", "its task is done"]);
  assert.equal(calls.length, 1, "what was done is not done again");
  assert.ok(!(await store.entries(1, 0)).some(({ key }) => key?.includes("/again/")), "it is the same attempt");
});

Deno.test("a tool and a model that hang are ended when the time of the attempt is over", async () => {
  for (const hanging of ["tool", "model"]) {
    const store = memoryStore(), aborted: string[] = [];
    const hang = (what: string, signal: AbortSignal) =>
      new Promise<never>((_, no) =>
        signal.addEventListener("abort", () => (aborted.push(what), no(signal.reason as Error)))
      );
    const m = hanging === "tool"
      ? follows(() => ({ calls: [{ name: "look", arguments: {} }] }))
      : { ...follows(() => ""), generate: (_: unknown, signal: AbortSignal) => hangs(hang("model", signal)) } as Model;
    const plan = processPlan({ m }, [task("see", agent("See", { tools: ["look"] }), { timeout: 500 })], {
      tools: TOOLS,
    });
    const life = await lives(store, { plan, m, tool: (_, signal) => hang("tool", signal) });
    assert.match(endOf(await life.rest)[1], /^the task `see` failed: .*it took longer than 500ms$/);
    assert.deepEqual(aborted, [hanging]);
  }
});

async function* hangs(work: Promise<never>): AsyncGenerator<never> {
  yield await work;
}

Deno.test("a verification that hangs is ended, and told as that", () => {
  const verification = { files: false, rules: [], votes: 1, command: { run: ["sleep"], accept: "true" } };
  const verifying = verifyTask(ROUND, {
    key: "task/see",
    task: plannedOf("see"),
    attempt: 1,
    verification,
    out: {},
    text: "",
    changed: [],
    calls: [],
    values: {},
  });
  verifying.next();
  const late = verifying.next({ id: 0 });
  assert.ok(!late.done && late.value.say === "fork");
  const waiting = late.value.start(), { value: wait } = waiting.next();
  assert.deepEqual(wait, {
    say: "perform",
    effect: { do: "worked", key: "task/see/verify/timeout", duration: 10 * MINUTE },
    of: { id: 0 },
  });
  const over = failureOf(() => waiting.next({ type: "value", value: null }));
  assert.deepEqual([over.code, over.message], ["timeout", "its verification took longer than 10m"]);
  assert.equal(failureOf(() => verifying.throw(over)), over);
});
