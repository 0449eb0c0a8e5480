import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { RunHandle } from "../../../lib/app/run_handle.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { wordModel } from "../../engine/models.ts";
import { model } from "../growing.ts";
import { pausesIn } from "../pauses.ts";
import { lines, refine, refinePlan, says, toldIn } from "../refining.ts";

const no = new ModelError("request", "the request is wrong");

Deno.test("a step is tried as often as the plan says, with pauses that grow, and each attempt is a step of its own", async () => {
  const m = says(no, no, "4"),
    { told, rows } = await refine({ m }, {
      errors: { attempts: 3, pause: 1, then: "backtrack", most: 3 },
      stop: { stop: "depth", depth: 1 },
    });
  assert.deepEqual(lines(told)[1], "1 accepted 4 best 4@1 from 0");
  const keys = [...new Set(rows.flatMap(({ key }) => key?.startsWith("round/1/propose") ? [key] : []))];
  const base = "round/1/propose/0";
  assert.deepEqual(keys, [base, `${base}/pause/1`, `${base}/again/2`, `${base}/pause/2`, `${base}/again/3`]);
  assert.deepEqual(pausesIn(rows), [1, 2]);
  assert.notEqual(m.calls[0]!.seed, m.calls[1]!.seed);
});

Deno.test("a round that failed is told with its error, counted, paid for, and gone back from (Z5)", async () => {
  const m = wordModel((_, call) => call === 1 ? "" : String(call + 2)),
    { told, end, rows } = await refine({ m }, {
      stop: { stop: "depth", depth: 3 },
    });
  assert.deepEqual(lines(told), [
    "0 accepted 1 best 1@0 from 0",
    "1 accepted 2 best 2@1 from 0",
    "2 failed null best 2@1 from 1 back 1",
    "3 accepted 4 best 4@3 from 1",
  ]);
  assert.match(told[2]!.error!, /^step `round\/2\/propose\/0` failed: the candidate is empty/);
  assert.deepEqual([told[2]!.candidates, end.kind, end.spent.calls], [0, "done", 3]);
  const paid = rows.find(({ type, key }) => type === "result" && key === "round/2/propose/0")!;
  assert.ok(paid.booking!.usd > 0 && paid.booking!.calls === 1, "the failed round's spend is booked");
});

Deno.test("so many failed rounds in a row fail the run; one that does not fail begins the count anew (Z20)", async () => {
  const m = says(no, no, "2", no, no, no),
    { told, end, cause } = await refine({ m }, { stop: { stop: "depth", depth: 9 } });
  assert.deepEqual(told.map(({ verdict }) => verdict), [
    "accepted",
    "failed",
    "failed",
    "accepted",
    "failed",
    "failed",
    "failed",
  ]);
  assert.deepEqual([end.kind, cause], ["failed", "round/6/propose/0"]);
  assert.equal(end.reason, "step `round/6/propose/0` failed: the request is wrong; 3 rounds in a row came to nothing");
  assert.deepEqual(end.outputs, { text: "2", score: 2 }, "it is worth what it has");
});

Deno.test("a failed run that is resumed goes on with the next round, and fails again when that fails", async () => {
  const m = says(no, no, no, no, "5", "6"),
    { loom, store } = await refine({ m }, { stop: { stop: "depth", depth: 6 } });
  assert.equal((await (await loom.resume("g")).end).kind, "failed");
  const end = await (await loom.resume("g")).end;
  assert.deepEqual([end.kind, end.outputs], ["done", { text: "6", score: 6 }]);
  const told = toldIn(await store.entries((await store.findRun("g")).id, 0));
  assert.deepEqual(told.map(({ round, verdict }) => `${round} ${verdict}`), [
    "0 accepted",
    "1 failed",
    "2 failed",
    "3 failed",
    "4 failed",
    "5 accepted",
    "6 accepted",
  ]);
});

Deno.test("where failures are to fail, and where there is nothing to go back to, the first one ends the run", async () => {
  for (const more of [{ errors: { attempts: 1, pause: 0, then: "fail", most: 3 } }, { backtrack: "none" }] as const) {
    const { told, end } = await refine({ m: says("2", no) }, more);
    assert.deepEqual(lines(told)[2], "2 failed null best 2@1 from 1 back 1");
    assert.deepEqual([end.kind, end.reason], ["failed", "step `round/2/propose/0` failed: the request is wrong"]);
  }
});

Deno.test("a candidate whose scoring failed harms the others not; when all fail, so does the round", async () => {
  const judge = model((request) => JSON.stringify(request).includes("Rate 4") ? no : '{"score": 1}');
  const score = {
    gates: {},
    judge: {
      model: "judge",
      prompt: "Rate ${{ candidate.text }}",
      returns: { score: "number" },
      samples: 1,
      attempts: 1,
      maxTokens: 9,
    },
    total: "judge.score + double(candidate.text)",
  };
  const { told } = await refine({ m: says("4", "3", "4", "4"), judge }, {
    n: 2,
    score,
    stop: { stop: "depth", depth: 2 },
  });
  assert.deepEqual(lines(told).slice(1), ["1 accepted 4 best 4@1 from 0", "2 failed null best 4@1 from 1 back 1"]);
  assert.match(told[2]!.error!, /^step `round\/2\/score\/0\/judge\/0` failed: the request is wrong/);
});

Deno.test("a pause between attempts outlives the process", async () => {
  const store = memoryStore(), first = says(no), driven: { run?: RunHandle } = {};
  const errors = { attempts: 2, pause: 50, then: "backtrack", most: 3 } as const,
    stop = { stop: "depth", depth: 1 } as const;
  const loom = await openLoom({
    store,
    models: { m: first },
    on: (event) => {
      if (event.type === "entry" && event.entry.type === "wait") driven.run?.pause();
    },
  });
  driven.run = await loom.start(refinePlan({ m: first }, { errors, stop }), { name: "g" });
  assert.equal((await driven.run.end).kind, "paused");
  const second = says("4"), end = await (await (await openLoom({ store, models: { m: second } })).resume("g")).end;
  assert.deepEqual([first.calls.length, second.calls.length, end.outputs], [1, 1, { text: "4", score: 4 }]);
});
