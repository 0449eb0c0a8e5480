import assert from "node:assert/strict";
import type { RefinePlan } from "../../../lib/plan/mod.ts";
import { asked, model } from "../growing.ts";
import type { Asked } from "../refining.ts";
import { lines, refine, says } from "../refining.ts";

function comparing(samples = 1): Partial<RefinePlan> {
  const compare = { model: "judge", ask: "Which is better?", samples, attempts: 2, maxTokens: 9 };
  return {
    score: { gates: {}, compare, total: "compare" },
    accept: "total > 0",
    stop: { stop: "depth", depth: 2 },
  };
}

/** Two versions of a text, in the order a judge is shown them. */
function shownTo(request: Asked["calls"][number]): readonly string[] {
  return [...asked(request).matchAll(/<version number="\d">\n(.*)\n<\/version>/g)].map(([, text]) => text!);
}

Deno.test("a candidate is compared with the best in both orders, and is better when the judge says so in both", async () => {
  const judge = model((request) => {
    const [one, two] = shownTo(request).map(Number);
    return one! > two! ? "1" : "2";
  });
  const { told } = await refine({ m: says("3", "2"), judge }, comparing());
  assert.deepEqual(lines(told), [
    "0 accepted 0 best 0@0 from 0",
    "1 accepted 1 best 1@1 from 0",
    "2 rejected -1 best 1@1 from 1 back 1",
  ]);
  assert.deepEqual(judge.calls.map((call) => shownTo(call).join()).sort(), ["1,3", "2,3", "3,1", "3,2"]);
  assert.deepEqual(judge.calls.map(({ sampling }) => sampling.temperature), [0, 0, 0, 0]);
});

Deno.test("a judge that always likes the first has said nothing", async () => {
  const judge = says("1"), { told } = await refine({ m: says("3", "4"), judge }, comparing(2));
  assert.deepEqual(told.map(({ score }) => score), [0, 0, 0]);
  assert.equal(judge.calls.length, 8);
});

Deno.test("the same text is as good as itself, and nobody is asked", async () => {
  const judge = says("1"), { told } = await refine({ m: says("1"), judge }, comparing());
  assert.deepEqual(told.map(({ score }) => score), [0, 0, 0]);
  assert.equal(judge.calls.length, 0);
});

Deno.test("a judge that names neither is asked again, then the round has failed", async () => {
  const judge = says("both"), { told } = await refine({ m: says("3"), judge }, comparing());
  assert.equal(told[1]!.verdict, "failed");
  assert.match(told[1]!.error!, /step `round\/1\/score\/0\/compare\/\d\/asked\/2` failed/);
});
