import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import { Observer } from "../../lib/app/observer.ts";
import { program } from "../../lib/app/own_program.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { demand } from "../../lib/plan/mod.ts";
import { model } from "../kinds/growing.ts";

const asks = program("asks@1", function* (): Program<string> {
  const prompt = { form: "text", parts: [{ text: "a b" }] } as const;
  return (yield* demand({ do: "generate", key: "k", model: "m", prompt, maxTokens: 9, sampling: {}, seed: 1 })).text;
});

/** Runs a program that asks once, before an observer that fails at one sort of events. */
async function observed(fails: (event: RunEvent) => boolean, how: (event: RunEvent) => unknown) {
  const m = model(() => "said"), logs: string[] = [];
  const loom = await openLoom({
    memory: true,
    models: { m },
    on: (event) => {
      if (event.type === "log") logs.push(`${event.key}: ${event.text}`);
      return fails(event) ? how(event) : undefined;
    },
  });
  const end = await (await loom.start(asks, { name: "r" })).end;
  return { end, calls: m.calls.length, logs, status: (await loom.store.findRun("r")).status };
}

const broken = () => {
  throw new Error("no such element");
};
const isEntry = (type: string) => (event: RunEvent) => event.type === "entry" && event.entry.type === type;

Deno.test("an observer that throws harms no run, buys nothing again, and is told it once", async () => {
  const sorts: readonly [string, (event: RunEvent) => boolean][] = [
    ["text", ({ type }) => type === "text"],
    ["started", ({ type }) => type === "started"],
    ["entry", isEntry("begin")],
    ["entry", isEntry("result")],
    ["entry", isEntry("end")],
    ["entry", ({ type }) => type !== "log"],
  ];
  for (const [sort, fails] of sorts) {
    const { end, calls, logs, status } = await observed(fails, broken);
    assert.deepEqual([end.kind, end.outputs, calls, status], ["done", "said", 1, "done"], sort);
    assert.deepEqual(end.unheard, { event: sort, reason: "no such element" });
    assert.deepEqual(logs, [`on: The function \`on\` failed at \`${sort}\`: no such element; the run goes on`]);
  }
});

Deno.test("an observer that rejects is taken like one that throws", async () => {
  const { end, logs } = await observed(isEntry("begin"), () => Promise.reject(new Error("offline")));
  assert.deepEqual([end.kind, end.unheard], ["done", { event: "entry", reason: "offline" }]);
  assert.equal(logs.length, 1);
});

Deno.test("an observer that always fails, whatever with, is not called in circles", () => {
  let told = 0;
  const observer = new Observer(() => {
    told++;
    throw { toString: () => broken() };
  });
  observer.tell({ type: "saved", run: "r", path: "x" });
  observer.tell({ type: "saved", run: "r", path: "y" });
  assert.equal(told, 3);
  assert.deepEqual(observer.unheard, { event: "saved", reason: "it threw what cannot be told" });
});

Deno.test("an end tells of no failure where there was none", async () => {
  const { end, logs } = await observed(() => false, broken);
  assert.deepEqual(["unheard" in end, logs], [false, []]);
});
