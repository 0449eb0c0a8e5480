import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { RefinePlan } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { wordModel } from "../../engine/models.ts";
import { leftBehind } from "../growing.ts";
import type { Asked } from "../refining.ts";
import { lines, refinePlan, toldIn } from "../refining.ts";

/** A loop whose candidates are made by another loop. */
function nested(
  m: Asked,
  { child = {}, parent = {} }: Record<"child" | "parent", Partial<RefinePlan>> | Record<string, never> = {},
) {
  const inner = refinePlan({ m }, {
    name: "inner",
    inputs: { text: { type: "string" }, more: { type: "number", default: 0 } },
    start: { from: "text", text: "${{ inputs.text }}" },
    stop: { stop: "depth", depth: 2 },
    ...child,
  });
  return refinePlan({ m }, {
    name: "outer",
    imports: { inner },
    propose: {
      by: "run",
      plan: "inner",
      with: { text: "${{ text }}", more: "${{ round + 1 }}" },
      text: "outputs.text",
    },
    stop: { stop: "depth", depth: 2 },
    ...parent,
  });
}

async function run(plan: RefinePlan, m: Asked) {
  const store = memoryStore(), loom = await openLoom({ store, models: { m } });
  const end = await (await loom.start(plan, { name: "g" })).end, { rows } = await leftBehind(store, "g");
  const children = await store.runs({ parent: (await store.findRun("g")).id });
  const ends = await Promise.all(children.map(async ({ id }) => {
    const row = (await store.entries(id, 0)).findLast(({ type }) => type === "end");
    return (row?.value as { readonly kind?: string } | undefined)?.kind;
  }));
  return { store, loom, end, told: toldIn(rows), children, ends };
}

/** A priced writer that adds 1 to the last number it sees. */
function adder(): Asked {
  return wordModel(({ prompt }) => {
    const text = prompt.form === "chat" ? prompt.messages.at(-1)!.text : prompt.text;
    return String(Number(/(\d+)$/.exec(text)?.[1]) + 1);
  });
}

Deno.test("a loop inside a loop makes its candidates; the parent's rounds are its own (Z12)", async () => {
  const m = adder(),
    { end, told, children } = await run(nested(m, { child: {}, parent: { budget: { iterations: 2 } } }), m);
  assert.deepEqual(lines(told), [
    "0 accepted 1 best 1@0 from 0",
    "1 accepted 3 best 3@1 from 0",
    "2 accepted 5 best 5@2 from 1",
  ]);
  assert.deepEqual([end.kind, end.spent.calls, children.length], ["done", 4, 2]);
  assert.ok(end.spent.usd > 0);
});

Deno.test("a child that ran out of its own budget still gives its best, and is not its parent's exhaustion", async () => {
  const m = adder(), { end, told, ends } = await run(nested(m, { child: { budget: { calls: 1 } }, parent: {} }), m);
  assert.deepEqual(ends, ["exhausted", "exhausted"]);
  assert.deepEqual([end.kind, end.outputs], ["done", { text: "3", score: 3 }]);
  assert.deepEqual(told.map(({ verdict }) => verdict), ["accepted", "accepted", "accepted"]);
});

Deno.test("one that ran out and has nothing says so, by name", async () => {
  const m = adder(),
    { end, told } = await run(
      nested(m, {
        child: { budget: { calls: 0 }, outputs: { text: "best.round > 0 ? best.text : ''" } },
        parent: { stop: { stop: "depth", depth: 1 } },
      }),
      m,
    );
  assert.equal(end.kind, "done");
  assert.equal(told[1]!.verdict, "failed");
  assert.match(
    told[1]!.error!,
    /^step `round\/1\/propose\/0` failed: the run `g\.\w+` ended as exhausted: .*; its text is ""$/,
  );
});

Deno.test("a child that failed made nothing, and its reason is told", async () => {
  const m = wordModel(() => ""), errors = { attempts: 1, pause: 0, then: "fail", most: 1 } as const;
  const { told } = await run(nested(m, { child: { errors }, parent: { stop: { stop: "depth", depth: 1 } } }), m);
  assert.match(
    told[1]!.error!,
    /the run `g\.\w+` ended as failed: step `round\/1\/propose\/0` failed: the candidate is empty/,
  );
});

Deno.test("a child never spends more than its parent has: the parent is exhausted, and its child goes on when it does", async () => {
  const m = adder(), { end, loom, told } = await run(nested(m, { child: {}, parent: { budget: { calls: 3 } } }), m);
  assert.deepEqual([end.kind, end.spent.calls, told.length - 1], ["exhausted", 3, 1]);
  const more = await (await loom.resume("g", { addBudget: { calls: 9 } })).end;
  assert.deepEqual([more.kind, more.spent.calls, more.outputs], ["done", 4, { text: "5", score: 5 }]);
  assert.equal(m.calls.length, 4, "nothing is bought again");
});

Deno.test("depth by depth, what a loop spends is spent of all above it", async () => {
  const m = adder(), middle = nested(m, { child: { stop: { stop: "depth", depth: 1 } }, parent: {} });
  const outer = nested(m, {
    child: {},
    parent: {
      imports: {
        inner: { ...middle, inputs: { text: { type: "string" } }, start: { from: "text", text: "${{ inputs.text }}" } },
      },
    },
  });
  const plan = {
    ...outer,
    propose: { by: "run", plan: "inner", with: { text: "${{ text }}" }, text: "outputs.text" },
  } as const;
  const { end } = await run({ ...plan, budget: { calls: 3 } }, m);
  assert.deepEqual([end.kind, end.spent.calls], ["exhausted", 3]);
  const { end: whole } = await run(plan, m);
  assert.deepEqual([whole.kind, whole.spent.calls, whole.outputs], ["done", 4, { text: "5", score: 5 }]);
});
