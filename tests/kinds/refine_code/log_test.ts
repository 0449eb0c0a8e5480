import assert from "node:assert/strict";
import type { RoundRecord } from "../../../lib/kinds/refine_code/code.ts";
import { logged, NO_ROUNDS, recordsOf } from "../../../lib/kinds/refine_code/log.ts";
import { changesOf } from "../../../lib/engine/state_diff.ts";

function record(step: number): RoundRecord {
  return {
    step,
    verdict: step % 5 === 0 ? "failed" : step % 3 === 0 ? "rejected" : "accepted",
    score: step % 5 === 0 ? null : step / 7,
    cost: { usd: step, tokens: step * 2, calls: 1 },
    from: step - 1,
    ...(step % 5 === 0 || step % 3 === 0 ? { back: step - 1 } : {}),
    ...(step % 5 === 0 ? { error: `it failed: "${step}",\n[and so on]` } : {}),
  };
}

Deno.test("a log gives back what was put in, all of it or what came after a number of rounds", () => {
  const records = Array.from({ length: 200 }, (_, i) => record(i + 1)), log = records.reduce(logged, NO_ROUNDS);
  assert.deepEqual(recordsOf(NO_ROUNDS), []);
  assert.deepEqual(recordsOf(log), records);
  for (const after of [0, 1, 63, 64, 65, 128, 199, 200]) assert.deepEqual(recordsOf(log, after), records.slice(after));
});

Deno.test("a round adds to a log, and changes nothing that is there", () => {
  let log = NO_ROUNDS;
  for (let step = 1; step < 300; step++) {
    const next = logged(log, record(step)), changes = changesOf({ ...log } as never, next);
    const size = JSON.stringify(changes).length;
    assert.ok(size < 300 || next.open === "", `round ${step} writes ${size} characters`);
    log = next;
  }
});

Deno.test("the error of a round is cut: the journal has it whole", () => {
  const [kept] = recordsOf(logged(NO_ROUNDS, { ...record(5), error: "x".repeat(10_000) }));
  assert.equal(kept!.error!.length, 400);
});
