import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import type { RefinePlan } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { gate, until } from "../../engine/models.ts";
import { asked, model } from "../growing.ts";
import { refinePlan, script } from "../refining.ts";

/** What a writer is asked, round by round, when a person says these things during the first. */
async function guided(said: readonly Json[], more: Partial<RefinePlan> = {}) {
  const store = memoryStore(), open = gate<void>();
  const m = model(async () => (await open.passed, "1"));
  const loom = await openLoom({ store, models: { m } }), run = await loom.start(refinePlan({ m }, more), { name: "g" });
  await until(() => m.calls.length > 0);
  for (const value of said) await store.send((await store.findRun("g")).id, { kind: "guide", value });
  open.open(undefined);
  const end = await run.end;
  return { end, prompts: m.calls.map(asked) };
}

Deno.test("what people say is heeded from the next round on, under a prompt that does not speak of it", async () => {
  const { prompts } = await guided([{ text: "shorter" }, { text: " plainer\n" }]);
  assert.equal(prompts[0], "Better: 1");
  assert.deepEqual(
    prompts.slice(1),
    Array.from({ length: 2 }, () => "Better: 1\n\nHeed this above all else:\nshorter\nplainer"),
  );
});

Deno.test("a prompt that speaks of guidance places it itself", async () => {
  const propose = {
    by: "model",
    models: ["m"],
    prompt: "[${{ guidance }}] ${{ text }}",
    maxTokens: "9",
    sampling: {},
  } as const;
  assert.deepEqual((await guided([{ text: "shorter" }], { propose })).prompts, ["[] 1", "[shorter] 1", "[shorter] 1"]);
  const system = { ...propose, prompt: "?", system: "${{ guidance == '' ? 'free' : guidance }}" };
  assert.deepEqual((await guided([{ text: "shorter" }], { propose: system })).prompts, [
    "free\n?",
    "shorter\n?",
    "shorter\n?",
  ]);
});

Deno.test("what says nothing is passed over", async () => {
  const { prompts, end } = await guided([{ text: "  " }, { pick: "abc" }, null, "words", { text: 7 }]);
  assert.equal(end.kind, "done");
  assert.deepEqual(prompts, ["Better: 1", "Better: 1", "Better: 1"]);
});

Deno.test("scripts are told what people said", async () => {
  const { end } = await guided([{ text: "shorter" }], {
    scripts: { s: script("export default ({guidance}) => guidance.length;") },
    score: { start: 0, gates: {}, script: { script: "s", returns: "number" }, total: "script" },
  });
  assert.deepEqual(end.outputs, { text: "1", score: 7 });
});
