import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { RunHandle } from "../../../lib/app/run_handle.ts";
import type { RefinePlan, Rung } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { asked } from "../growing.ts";
import type { Asked } from "../refining.ts";
import { refine, refinePlan, says, toldIn } from "../refining.ts";

const stuck = (after: number, ...then: Rung[]): Partial<RefinePlan> => ({
  stall: { after, minDelta: 0, then },
  stop: { stop: "depth", depth: 9 },
});

Deno.test("a loop that gets no better ends as stalled, and says for how long (Z7)", async () => {
  const { end, cause, told } = await refine({ m: says("3", "3.0", "2") }, stuck(3));
  assert.deepEqual([end.kind, cause, told.length - 1], ["stalled", "stall", 4]);
  assert.equal(end.reason, "3 rounds made nothing better: best.total is 3, of round 2");
  assert.deepEqual(told.map(({ stalled }) => stalled), [undefined, undefined, undefined, undefined, {
    rounds: 3,
    step: "fail",
  }]);
});

Deno.test("failed rounds count as no better, and a better best begins the count anew", async () => {
  const { told, end } = await refine({ m: says("", "2", "", "1") }, {
    ...stuck(2),
    errors: { attempts: 1, pause: 0, then: "backtrack", most: 9 },
  });
  assert.deepEqual([end.kind, told.length - 1], ["stalled", 4]);
});

Deno.test("the ladder: another model, then more heat, then the end; each rung has its turn", async () => {
  const m = says("1"),
    strong = says("1", "1", "2", "1"),
    { end, told } = await refine({ m, strong }, {
      ...stuck(2, { rung: "use", model: "strong" }, { rung: "heat", by: 0.25 }, { rung: "fail" }),
      propose: { by: "model", models: ["m"], prompt: "?", maxTokens: "9", sampling: { temperature: "0.5" } },
    });
  assert.equal(m.calls.length, 2);
  assert.deepEqual(strong.calls.map(({ sampling }) => sampling.temperature), [0.5, 0.5, 0.75, 0.75, 0.75]);
  assert.deepEqual(told.flatMap(({ round, stalled }) => stalled ? [`${round} ${stalled.step}`] : []), [
    "2 use `strong`",
    "4 heat by 0.25",
    "7 fail",
  ]);
  assert.equal(end.kind, "stalled");
});

Deno.test("heat goes on top of what the model draws with, and no further than providers take", async () => {
  const m = says("1");
  await refine({ m }, {
    ...stuck(1, { rung: "heat", by: 0.6 }, { rung: "heat", by: 0.6 }),
    stop: { stop: "depth", depth: 3 },
  });
  assert.deepEqual(m.calls.map(({ sampling }) => sampling.temperature), [undefined, 1.6, 2]);
});

Deno.test("steps that are too small count as none, but small ones add up", async () => {
  const { told } = await refine({ m: says("1.04", "1.08", "1.12", "1.13", "1.14") }, {
    ...stuck(3),
    stall: { after: 2, minDelta: 0.1, then: [{ rung: "heat", by: 0.1 }] },
    stop: { stop: "depth", depth: 9 },
  });
  assert.deepEqual(told.flatMap(({ round, stalled }) => stalled ? [round] : []), [2, 5]);
});

/** A run that is asking a person what to do. */
async function waiting(m: Asked, question?: string) {
  const store = memoryStore(), driven: { run?: RunHandle } = {};
  const loom = await openLoom({
    store,
    models: { m },
    on: (event) => {
      if (event.type === "entry" && event.entry.type === "wait") driven.run?.pause();
    },
  });
  const rung: Rung = question === undefined ? { rung: "ask" } : { rung: "ask", question };
  driven.run = await loom.start(refinePlan({ m }, { ...stuck(2, rung), stop: { stop: "depth", depth: 4 } }), {
    name: "g",
  });
  assert.equal((await driven.run.end).kind, "paused");
  const { id } = await store.findRun("g"), rows = await store.entries(id, 0);
  return { store, id, wait: rows.find(({ type }) => type === "wait")!, told: toldIn(rows) };
}

Deno.test("a person is asked, durably; the answer that comes after a restart is guidance from there on", async () => {
  const m = says("1"), { store, id, wait, told } = await waiting(m);
  assert.equal(wait.key, "round/2/stall");
  assert.deepEqual(told.at(-1)!.stalled, { rounds: 2, step: "ask" });
  assert.match(
    (wait.value as { question: string }).question,
    /^2 rounds made nothing better: best\.total is 1, of round 2\. Say what to do next, or answer `stop`/,
  );
  await store.send(id, { kind: "answer", value: { key: "round/2/stall", answer: "be bold" } });
  const next = says("5"), end = await (await (await openLoom({ store, models: { m: next } })).resume("g")).end;
  assert.deepEqual([m.calls.length, next.calls.length, end.outputs], [2, 2, { text: "5", score: 5 }]);
  for (const call of next.calls) assert.match(asked(call), /\n\nHeed this above all else:\nbe bold$/);
});

Deno.test("a person can end the loop", async () => {
  const { store, id } = await waiting(says("1"), "Stuck at ${{ best.total }} after ${{ depth }}?");
  const rows = await store.entries(id, 0);
  assert.equal(
    (rows.find(({ type }) => type === "wait")!.value as { question: string }).question,
    "Stuck at 1 after 2?",
  );
  await store.send(id, { kind: "answer", value: { answer: " Stop " } });
  const end = await (await (await openLoom({ store, models: { m: says("5") } })).resume("g")).end;
  assert.equal(end.kind, "stalled");
  assert.match(end.reason, /^2 rounds made nothing better: .*; a person ended it$/);
});

Deno.test("an end that a round comes to goes before being stuck", async () => {
  const { end, told } = await refine({ m: says("1") }, {
    ...stuck(2),
    stop: { stop: "plateau", patience: 2, minDelta: 0 },
  });
  assert.deepEqual([end.kind, told.at(-1)!.stalled], ["converged", undefined]);
});
