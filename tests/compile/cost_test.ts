import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Amount } from "../../lib/compile/cost.ts";
import { bound } from "../../lib/compile/cost.ts";
import { renderCost } from "../../lib/compile/cost_table.ts";
import type { Parts } from "./compiling.ts";
import { planOf } from "./compiling.ts";

async function boundOf(parts: Parts) {
  return bound(await planOf(parts));
}

function amount({ calls, input, output, usd }: Amount): readonly (number | null)[] {
  return [calls, input, output, usd];
}

const PAID = "expand: {model: openai/davinci, width: 4, max_tokens: 100, context: 1k}";

Deno.test("a round costs its calls, what they are shown and what they may write", async () => {
  const { round, first, steps, models } = await boundOf({ expand: PAID });
  assert.deepEqual(amount(round), [4, 4_000, 400, 8_800_000]);
  assert.deepEqual(first, round);
  assert.deepEqual(steps.map(({ step, model }) => [step, model]), [["expand", "openai/davinci"]]);
  assert.deepEqual(models.map(({ model, price, total }) => [model, price, total?.usd]), [
    ["openai/davinci", "priced", 8 * 8_800_000],
  ]);
});

Deno.test("a beam costs more after its first round", async () => {
  const { round, first } = await boundOf({ expand: PAID, more: "select: {keep: 3}" });
  assert.deepEqual(amount(first), [4, 4_000, 400, 8_800_000]);
  assert.deepEqual(amount(round), [12, 12_000, 1_200, 26_400_000]);
});

Deno.test("a judge costs a call, a score a call a candidate, a likelihood a call that says the text with each candidate", async () => {
  const grade = async (grade: string) => {
    const { steps } = await boundOf({
      expand: "expand: {model: ngram/builtin, width: 4, max_tokens: 100}",
      grade: `grade: ${grade}`,
    });
    return steps.filter(({ step }) => step === "grade").map(({ round }) => round);
  };
  const [chosen] = await grade("{model: openai/gpt-5.2, context: 1k, attempts: 1, max_tokens: 50}");
  assert.deepEqual([chosen!.calls, chosen!.output], [1, 50]);
  assert.ok(chosen!.input! >= 1_000 + 4 * 100);
  const [again] = await grade("{model: openai/gpt-5.2, context: 1k, max_tokens: 50}");
  assert.deepEqual([again!.calls, again!.output, again!.input], [2, 100, chosen!.input! * 2]);
  const [scored] = await grade(
    "{model: openai/gpt-5.2, mode: score, context: 1k, samples: 3, attempts: 1, max_tokens: 50}",
  );
  assert.deepEqual([scored!.calls, scored!.output], [12, 600]);
  assert.ok(scored!.input! >= 12 * 1_000 + 3 * 4 * 100);
  const [likely] = await grade("{model: ngram/builtin, mode: logprob, context: 1k}");
  assert.deepEqual([likely!.calls, likely!.output, likely!.usd], [1, 5, 0]);
  assert.ok(likely!.input! >= 4 * (1_000 + 100));
});

Deno.test("a judge of a beam is shown all paths in one call", async () => {
  const { first, round } = await boundOf({
    expand: "expand: {model: ngram/builtin, width: 4, max_tokens: 100}",
    grade: "grade: {model: openai/gpt-5.2, context: 1k, attempts: 1, max_tokens: 50}",
    more: "select: {keep: 3}",
  });
  assert.deepEqual([first.calls, round.calls], [4 + 1, 12 + 1]);
  assert.ok(round.input! >= 12 * 8_000 + 3 * (1_000 + 4 * 100));
  const single = { expand: "expand: {model: ngram/builtin, width: 1}", grade: "grade: {model: openai/gpt-5.2}" };
  assert.deepEqual((await boundOf(single)).steps.map(({ step }) => step), ["expand"]);
});

Deno.test("a text that is cut by an estimate may be twice as many tokens", async () => {
  const { round } = await boundOf({
    expand: "expand: {model: openai/picky-base, width: 2, max_tokens: 10, context: 1k}",
  });
  assert.deepEqual(amount(round), [2, 4_000, 20, 8_040_000]);
});

Deno.test("calls with long prompts are bounded by the dearer price, and those of any length as well", async () => {
  const plan = await planOf({ expand: "expand: {model: openai/davinci, width: 2, max_tokens: 10, context: 1k}" });
  const facts = plan.models["openai/davinci"]!.facts,
    usd = (over: number) =>
      bound({
        ...plan,
        models: {
          "openai/davinci": {
            ...plan.models["openai/davinci"]!,
            facts: { ...facts, price: { ...facts.price!, written: 3e9, long: { over, input: 4e9, output: 8e9 } } },
          },
        },
      }).round.usd;
  assert.equal(usd(1_000), 2_000 * 3_000 + 20 * 2_000);
  assert.equal(usd(999), 2_000 * 4_000 + 20 * 8_000);
});

Deno.test("rounds are bounded by depth, iterations and calls, whichever is least, and by nothing else", async () => {
  const rounds = async (stop: string, budget = "") =>
    (await boundOf({ stop: `stop: ${stop}`, more: budget && `budget: ${budget}` })).rounds;
  assert.equal(await rounds("{depth: 8}"), 8);
  assert.equal(await rounds("{depth: 8}", "{iterations: 5}"), 5);
  assert.equal(await rounds("{depth: 8}", "{calls: 11}"), 3);
  assert.equal(await rounds("{all: [{depth: 8}, {depth: 9}]}"), 9);
  assert.equal(await rounds("{all: [{depth: 8}, {done: score > 1}]}"), null);
  assert.equal(await rounds("{any: [{depth: 8}, {done: score > 1}]}"), 8);
  assert.equal(await rounds("{not: {depth: 8}}"), null);
  assert.equal(await rounds("{repeats: 3}", "{usd: 1, wall: 1h}"), null);
  assert.equal(await rounds("never", "{wall: 1h}"), null);
});

Deno.test("tokens that depend on round or place are tried out, and what cannot be known is said to be unknown", async () => {
  const output = async (tokens: string, more = "", stop = "stop: {depth: 3}") =>
    (await boundOf({ expand: `expand: {model: ngram/builtin, width: 4, max_tokens: "${tokens}"}`, more, stop })).round
      .output;
  assert.equal(await output("100 - 10 * i"), 100 + 90 + 80 + 70);
  assert.equal(await output("100 - 10 * depth"), 400);
  assert.equal(await output("10 * round"), 4 * 30);
  assert.equal(await output("lerp(10, 40, t)"), 10 + 20 + 30 + 40);
  assert.equal(await output("0 - 5 * n"), 4);
  assert.equal(await output("10 * round", "", "stop: {repeats: 3}"), null);
  assert.equal(await output("inputs.n", "inputs: {n: {type: int, default: 7}}"), 28);
  assert.equal(await output("inputs.n", "inputs: {n: int}"), null);
  assert.equal(await output("10 + 90 * rand(i)"), null);
  assert.equal(await output("10 / (i - 1)"), null);
});

Deno.test("what is free is free, and what has no price is never called free", async () => {
  const { models, total } = await boundOf({ grade: "grade: {model: openai/unpriced}" });
  assert.deepEqual(models.map(({ model, price }) => [model, price]), [["ngram/builtin", "free"], [
    "openai/unpriced",
    "unpriced",
  ]]);
  assert.equal(total!.usd, null);
  const table = renderCost(await boundOf({ grade: "grade: {model: openai/unpriced}" }));
  assert.match(table, /The price of openai\/unpriced is not known/);
  assert.doesNotMatch(table, /\$/);
});

Deno.test("the table says what it does not know, and which limits hold whatever happens", async () => {
  const table = renderCost(
    await boundOf({ expand: PAID, stop: "stop: {repeats: 2}", more: "budget: {usd: 0.5, wall: 90s}" }),
  );
  assert.equal(
    table,
    `                                calls  tokens in  tokens out       cost
expand with openai/davinci          4      4,000         400    $0.0088
a round                             4      4,000         400    $0.0088
any number of rounds        unbounded  unbounded   unbounded  unbounded
The budget holds in any case: $0.50, 1m30s of work
`,
  );
});

Deno.test("no plan that runs within its bound is called cheaper than it is", async () => {
  const width = fc.integer({ min: 1, max: 9 }),
    keep = fc.integer({ min: 1, max: 3 }),
    tokens = fc.integer({ min: 1, max: 500 });
  await fc.assert(
    fc.asyncProperty(width, keep, tokens, fc.integer({ min: 1, max: 20 }), async (width, keep, tokens, depth) => {
      fc.pre(width > 1 || keep === 1);
      const { total, rounds } = await boundOf({
        expand: `expand: {model: openai/davinci, width: ${width}, max_tokens: ${tokens}, context: 500}`,
        more: `select: {keep: ${keep}}`,
        stop: `stop: {depth: ${depth}}`,
      });
      let calls = 0;
      for (let round = 0, paths = 1; round < depth; round++) {
        calls += paths * width;
        paths = Math.min(keep, paths * width);
      }
      assert.equal(rounds, depth);
      assert.ok(total!.calls! >= calls && total!.output! >= calls * tokens && total!.input! >= calls * 500);
      assert.ok(total!.usd! >= (calls * tokens * 2e9 + calls * 500 * 2e9) / 1e6);
    }),
    { numRuns: 50 },
  );
});
