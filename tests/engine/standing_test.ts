import assert from "node:assert/strict";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import type { Standing } from "../../lib/engine/standing.ts";
import { isWork, together } from "../../lib/engine/standing.ts";
import type { Ran, World } from "../../lib/engine/world.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, demand, metered, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { callInTime } from "../../lib/tools/call_in_time.ts";
import { inTurn } from "../../lib/tools/workspace/in_turn.ts";
import {
  ask,
  fastClock,
  forever,
  isWaiting,
  keysIn,
  kill,
  life,
  longer,
  made,
  MINUTE,
  outputsOf,
  SHORT,
  timed,
} from "./limited.ts";
import { gate, until } from "./models.ts";

const value = (value: Json): Ran<Json> => ({ ok: true, value });

/** A workspace that one call has until it is let go. */
function workspace() {
  const root = crypto.randomUUID(), held = gate<string>(), waiting: string[] = [], act = "Cannot begin";
  const work = (tool: string, signal: AbortSignal): Promise<string> => {
    if (tool === "holds") return held.passed;
    return tool === "hangs" ? forever(signal) : Promise.resolve(tool);
  };
  const inTime = async (tool: string, caller: AbortSignal): Promise<Ran<Json>> =>
    value(
      await callInTime({ name: tool, timeout: 10 * SHORT, signal: caller }, async (signal) => {
        waiting.push(tool);
        return { ok: true, output: await inTurn(root, () => work(tool, signal), { signal, act }) };
      }) as unknown as Json,
    );
  const world: Partial<World> = {
    tool: ({ tool }, signal) => tool === "alone" ? forever(signal).then(value) : inTime(tool, signal),
  };
  return { world, waiting, letGo: () => held.open("held") };
}

function* use(tool: string): Program<Json> {
  const outcome = yield* perform({ do: "tool", key: tool, tool, input: {} });
  return outcome.type === "value" ? (outcome.value as JsonObject)["output"]! : outcome.type;
}

/** A call that has the workspace, and beside it a part that comes later. */
function besideHolder(start: () => Program<Json>): OwnProgram {
  return made(function* () {
    const [, said] = yield* all<Json>([() => use("holds"), () => timed(SHORT, start)]);
    return said!;
  });
}

Deno.test("an attempt whose calls wait for the workspace has all of its time", async () => {
  const store = memoryStore(), { world, waiting, letGo } = workspace();
  const own = besideHolder(() => all([() => use("first"), () => use("second")]));
  const { rest } = await life(store, own, { world });
  await until(() => waiting.length === 3);
  await longer();
  letGo();
  assert.deepEqual(outputsOf(await rest), ["first", "second"]);
});

Deno.test("an attempt whose calls have waited for the workspace has all of its time after a kill, and those that still waited", async () => {
  using clock = fastClock();
  const store = memoryStore(), first = workspace(), second = workspace();
  const own = made(function* () {
    const part = (tools: readonly string[]) =>
      timed(10 * MINUTE, function* () {
        const said: Json[] = [];
        for (const tool of tools) said.push(yield* use(tool));
        return said;
      }, tools[0]);
    const [, ...said] = yield* all<Json>([
      () => use("holds"),
      () => part(["one", "alone", "last"]),
      () => part(["two"]),
    ]);
    return said;
  });
  const killed = await life(store, own, { world: first.world });
  await until(() => first.waiting.length === 3);
  clock.pass(60 * MINUTE);
  first.letGo();
  await until(async () => (await keysIn(store)).includes("one") && (await keysIn(store)).includes("two"));
  await kill(store, killed);
  const again = await life(store, own, {
    world: { ...second.world, tool: ({ tool }) => longer().then(() => value({ output: tool })) },
  });
  assert.deepEqual(outputsOf(await again.rest), [["one", "alone", "last"], ["two"]]);
});

Deno.test("an attempt whose call hangs by itself is ended when its turn has come, though it waited before", async () => {
  const store = memoryStore(), { world, waiting, letGo } = workspace();
  const { rest } = await life(store, besideHolder(() => use("hangs")), { world });
  await until(() => waiting.length === 2);
  await longer();
  letGo();
  assert.match(String(outputsOf(await rest)), /^timeout/);
});

Deno.test("an attempt is ended that does something else for too long while one of its calls waits", async () => {
  const store = memoryStore(),
    { world, letGo } = workspace(),
    own = besideHolder(() => all([() => use("first"), () => use("alone")]));
  const { rest } = await life(store, own, { world });
  await until(async () => (await store.entries(1, 0)).some(({ key }) => key === "part/timeout"));
  letGo();
  assert.match(String(outputsOf(await rest)), /^timeout/);
});

Deno.test("a child run whose calls wait for the workspace is no work of the part that waits for it", async () => {
  const store = memoryStore(), { world, waiting, letGo } = workspace();
  const child = program("uses@1", () => use("first")) as unknown as OwnProgram;
  const own = besideHolder(function* () {
    return (yield* demand({ do: "run", key: "child", plan: "uses", inputs: {} })).outputs;
  });
  const { rest } = await life(store, own, { world, children: { uses: child } });
  await until(() => waiting.length === 2);
  await longer();
  assert.equal((await store.run(2)).status, "running", "its call is in the air");
  letGo();
  assert.equal(outputsOf(await rest), "first");
});

Deno.test("a function goes on with its time when the run that it has started is over", async () => {
  const store = memoryStore(), child = program("asks@1", () => ask("go")) as unknown as OwnProgram;
  const starts = metered("starts", async (signal, till) => {
    await till.run({ key: "child", program: "asks", inputs: {} });
    return await forever(signal);
  }, { reserve: {} });
  const own = made(() =>
    timed(SHORT, function* () {
      return (yield* starts).type;
    })
  );
  const { rest } = await life(store, own, { children: { asks: child } });
  await until(() => isWaiting(store));
  await store.send(2, { kind: "answer", value: { answer: "yes" } });
  assert.match(String(outputsOf(await rest)), /^timeout/);
});

Deno.test("what two steps are about together says whether a part works, in whatever order they are looked at", () => {
  const all: readonly Standing[] = ["working", "resting", "pausing", "waiting"];
  for (const one of all) {
    for (const other of all) {
      const both = together(one, other);
      assert.equal(both, together(other, one));
      assert.equal(isWork(both), isWork(one) || isWork(other), `${one} and ${other}`);
      assert.equal(both === "waiting", one === "waiting" && other === "waiting");
    }
  }
});
