import assert from "node:assert/strict";
import { withoutWork, withWork, workBy } from "../../lib/engine/past_work.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Entry } from "../../lib/plan/mod.ts";
import fc from "../properties.ts";

const PLAIN = { noNullPrototype: true };

const row = (entry: Partial<Entry>): Entry => ({ seq: 1, type: "done", key: "k", at: 0, ...entry });

Deno.test("whatever a step comes to, its row tells what the parts around it have worked, and its program is not told", () => {
  const outcome = fc.oneof(
    fc.record({ type: fc.constant("value"), value: fc.jsonValue() }, PLAIN),
    fc.record({ type: fc.constant("failed"), failure: fc.string() }, PLAIN),
  );
  fc.assert(fc.property(outcome, fc.dictionary(fc.string(), fc.nat(), { minKeys: 1, ...PLAIN }), (outcome, worked) => {
    const value = withWork(outcome as Json, worked);
    assert.deepEqual(withoutWork(value), outcome);
    assert.deepEqual(workBy(row({ value })), Object.entries(worked));
    assert.deepEqual(workBy(row({ type: "failure", value })), Object.entries(worked));
    assert.equal(withWork(outcome as Json, undefined), outcome);
  }));
});

Deno.test("steps that are asked for once more have their time anew, and other rows tell nothing of anybody's time", () => {
  assert.deepEqual(workBy(row({ type: "reopen", value: { again: ["a", "b"] } })), [["a", 0], ["b", 0]]);
  for (const value of [undefined, null, "model", 1, [], {}, { type: "value", value: { worked: { a: 1 } } }]) {
    const said = value === undefined ? {} : { value: value as Json };
    for (const type of ["done", "failure", "intent", "reopen", "took"] as const) {
      assert.deepEqual(workBy(row({ type, ...said })), []);
    }
    assert.equal(withoutWork(value as Json), value);
  }
  assert.deepEqual(workBy(row({ type: "took", value: { worked: { a: 1 } } })), [], "people may send anything");
});
