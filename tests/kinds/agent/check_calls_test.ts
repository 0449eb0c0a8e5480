import assert from "node:assert/strict";
import { checkUses, MOST_CALLS } from "../../../lib/kinds/agent/check_calls.ts";
import { toolboxOf } from "../../../lib/kinds/agent/toolbox.ts";
import fc from "../../properties.ts";
import { calls, lastOf, making, runIn, tool } from "./by_hand.ts";

Deno.test("arguments that were plainly meant are mended, and the model is told", () => {
  const { effects, asked } = runIn({
    settings: { tools: ["wait"] },
    tools: { wait: tool("wait", { properties: { seconds: { type: "number" } }, required: ["seconds"] }) },
    says: [calls(["wait", '{"seconds": "3",}']), "Done."],
  });
  assert.deepEqual(effects.flatMap((effect) => effect.do === "tool" ? [effect.input] : []), [{ seconds: 3 }]);
  assert.match(lastOf(asked[1]!), /<\/result>\n\(Your arguments were mended: .*`seconds`.*\)/);
});

Deno.test("tools that a plan does not have are not offered, and handing on is not where it may go no deeper", () => {
  const tools = ["read_file", "no_such", "constructor", "delegate_task"];
  const names = (depth: number) => {
    const { round, task } = making({ settings: { tools, depth } });
    return [...toolboxOf(round, task).keys()];
  };
  assert.deepEqual(names(0), ["read_file"]);
  assert.deepEqual(names(1), ["read_file", "delegate_task"]);
});

Deno.test("a tool of a library that has the name of one of ours is only that", () => {
  const { effects } = runIn({
    settings: { tools: ["ask_user"] },
    tools: { ask_user: tool("ask_user", { by: "library", properties: { question: { type: "string" } } }) },
    says: [calls(["ask_user", { question: "?" }]), "Done."],
  });
  assert.deepEqual(effects.map(({ do: what }) => what), ["tell", "generate", "tool", "generate"]);
});

Deno.test("whatever calls a model makes, each has an answer of its own, in bounds", () => {
  const { round, task } = making(), tools = toolboxOf(round, task);
  const use = fc.record({
    id: fc.string({ maxLength: 5 }),
    name: fc.oneof(fc.constantFrom("read_file", "look", "__proto__"), fc.string({ unit: "binary" })),
    arguments: fc.oneof(fc.string({ unit: "binary" }), fc.json()),
  });
  fc.assert(fc.property(fc.array(use, { maxLength: 40 }), fc.boolean(), (uses, whole) => {
    const checked = checkUses(uses, { tools, turn: 3, whole });
    assert.equal(checked.length, Math.min(uses.length, MOST_CALLS));
    assert.equal(new Set(checked.map(({ id }) => id)).size, checked.length);
    for (const call of checked) {
      assert.ok(JSON.stringify(call.input).length < 10_000);
      assert.ok(call.ok || (call.problem !== "" && call.problem.length < 2_000));
    }
  }));
});
