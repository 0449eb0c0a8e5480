import assert from "node:assert/strict";
import { confidenceOf, isDestructive } from "../../../lib/kinds/process/confidence.ts";
import type { Track } from "../../../lib/kinds/process/confidence.ts";
import fc from "../../properties.ts";

const CLEAN: Track = { checks: [], attempt: 1, attempts: 4, calls: [] };

Deno.test("[P42] later attempts make a result less sure", () => {
  const sure = [1, 2, 3, 4].map((attempt) => confidenceOf({ ...CLEAN, attempt }));
  assert.deepEqual(sure, [1, 0.952, 0.905, 0.857]);
});

Deno.test("[V17] a last attempt that is without fault otherwise is above every band but the highest", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.75, max: 1, noNaN: true }), (n, judged) => {
    const last = { ...CLEAN, attempt: n, attempts: n };
    assert.ok(confidenceOf(last) >= 0.8, "without a judge");
    assert.ok(confidenceOf({ ...last, judged }) >= 0.8, `judged ${judged}`);
  }));
});

Deno.test("[P39] what counts is what the documentation says", () => {
  assert.equal(confidenceOf({ ...CLEAN, judged: 0.5 }), 0.85, "a judge counts for 0.3 of 1");
  assert.equal(confidenceOf({ ...CLEAN, judged: 1 }), 1);
  assert.equal(confidenceOf({ ...CLEAN, checks: [{ passed: true }, { passed: false }] }), 0.786, "checks: 0.3 of 0.7");
  const calls = [{ tool: "a", ok: false, input: {} }, { tool: "a", ok: true, input: {} }];
  assert.equal(confidenceOf({ ...CLEAN, calls }), 0.929, "calls of tools: 0.1 of 0.7");
  const rm = [{ tool: "shell_execute", ok: true, input: { command: "rm -r old" } }];
  assert.equal(confidenceOf({ ...CLEAN, calls: rm }), 0.857, "what removes: 0.1 of 0.7");
});

Deno.test("it is from 0 to 1, and never grows when anything gets worse", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { maxLength: 5 }),
      share,
      fc.integer({ min: 1, max: 9 }),
      (passed, judged, attempt) => {
        const checks = passed.map((passed) => ({ passed })), track = { ...CLEAN, checks, judged, attempt, attempts: 9 };
        const sure = confidenceOf(track);
        assert.ok(sure >= 0 && sure <= 1);
        const worse: readonly Track[] = [
          { ...track, checks: [...checks, { passed: false }] },
          { ...track, judged: judged / 2 },
          { ...track, attempt: attempt + 1 },
          { ...track, calls: [{ tool: "t", ok: false, input: { command: "truncate -s 0 x" } }] },
        ];
        for (const one of worse) assert.ok(confidenceOf(one) <= sure, JSON.stringify(one));
      },
    ),
  );
});

Deno.test("only commands that remove something are taken for such, not words that look like them", () => {
  const of = (input: unknown) => isDestructive({ tool: "shell_execute", ok: true, input: input as never });
  for (
    const command of ["rm x", "cd a && rmdir b", "psql -c 'DROP TABLE t'", "x;rm -rf y", "/bin/rm z", "DELETE FROM t"]
  ) {
    assert.ok(of({ command }), command);
  }
  assert.ok(of({ argv: ["git", "rm", "x"] }));
  assert.ok(of({ args: ["rm"] }));
  for (const command of ["confirm it", "npm run format x", "echo dropped", "undelete x", "cat rm.txt"]) {
    assert.ok(!of({ command }), command);
  }
  for (const input of [null, "rm x", ["rm x"], { query: "rm x" }, { command: 3 }]) assert.ok(!of(input));
});
