import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { confidenceOf, isHarmful } from "../../../lib/kinds/process/confidence.ts";
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
  assert.equal(confidenceOf({ ...CLEAN, calls: rm }), 0.857, "what may do harm: 0.1 of 0.7");
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

Deno.test("a call counts as harmful when a person would be asked about it, not when its words look like that", () => {
  const of = (tool: string, input: Json) => isHarmful({ tool, ok: true, input });
  for (const command of ["rm x", "find . -delete", "rmdir b", "psql -c 'DROP TABLE t'", "/bin/rm z", "npm publish"]) {
    assert.ok(of("shell_execute", { command }), command);
  }
  assert.ok(of("run_command", { argv: ["git", "rm", "x"] }));
  assert.ok(of("git_command", { args: ["push"] }));
  assert.ok(of("delete_file", { path: "notes.md" }));
  for (const command of ["confirm it", "grep -rn drop src", "echo dropped", "cat rm.txt", "rg 'delete from' src"]) {
    assert.ok(!of("shell_execute", { command }), command);
  }
  assert.ok(!of("git_command", { args: ["commit", "-m", "delete old code; rm -rf the rest"] }));
  assert.ok(!of("write_file", { path: "a.md", content: "rm -rf /" }));
  for (const input of [null, "rm x", ["rm x"], { query: "rm x" }, { command: "rm x" }]) {
    assert.ok(!of("a_tool_of_the_spec", input));
  }
});
