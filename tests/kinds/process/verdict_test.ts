import assert from "node:assert/strict";
import type { Verdict } from "../../../lib/kinds/process/verdict.ts";
import { confirmVerdict, needsPerson } from "../../../lib/kinds/process/verdict.ts";
import { by, stepped } from "./stepping.ts";

const VERDICT: Verdict = { passed: true, tier: 1, confidence: 0.4, checks: [], feedback: "" };

Deno.test("a person is asked about what passed below the threshold, and about nothing else", () => {
  assert.ok(needsPerson({ pause: 0.5 }, VERDICT));
  assert.ok(!needsPerson({ pause: 0.4 }, VERDICT), "not below");
  assert.ok(!needsPerson({}, VERDICT), "no threshold");
  assert.ok(!needsPerson({ pause: 1 }, { ...VERDICT, passed: false }), "it is not taken anyway");
});

Deno.test("[V17] a person says what becomes of an unsure result; there is no answer of nobody's", () => {
  const checks: Verdict["checks"] = [{ name: "style", passed: false, severity: "warning", detail: "too long" }];
  const unsure = { key: "task/a", task: "a", verdict: { ...VERDICT, checks, feedback: "Look at line 3." }, pause: 0.5 };
  for (const answer of ["take", "retry", "fail"]) {
    const { value, effects } = stepped(
      confirmVerdict({ ...unsure, canRetry: true }),
      by({ "task/a/verify/pause": { type: "value", value: answer } }),
    );
    const [ask] = effects;
    assert.ok(ask?.do === "ask");
    assert.deepEqual([value, ask.choices], [answer, ["take", "retry", "fail"]]);
    assert.deepEqual([ask.timeout, ask.otherwise], [undefined, undefined]);
    assert.match(ask.question, /`a`.* 0\.4 .* 0\.5 .*\n.*\n- style: too long\nLook at line 3\./);
  }
});

Deno.test("where no attempt is left, trying again is not offered and not taken for an answer", () => {
  const { value, effects } = stepped(
    confirmVerdict({ key: "k", task: "a", verdict: VERDICT, pause: 0.5, canRetry: false }),
    by({ "k/verify/pause": { type: "value", value: "retry" } }),
  );
  assert.deepEqual([value, (effects[0] as { readonly choices: unknown }).choices], ["fail", ["take", "fail"]]);
});
