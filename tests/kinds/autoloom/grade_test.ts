import assert from "node:assert/strict";
import type { Model } from "../../../lib/models/model.ts";
import type { AutoloomPlan, PinnedScript } from "../../../lib/plan/mod.ts";
import { textAt } from "../../../lib/tree/tree.ts";
import { dreamer, grow, model, notesOf, rounds } from "../growing.ts";

const ONE_ROUND = { stop: { stop: "depth", depth: 1 } } as const;

function scores(grown: Awaited<ReturnType<typeof grow>>): readonly unknown[] {
  return notesOf(grown.tree, "grade").map(({ value }) => (value as { score: number }).score);
}

Deno.test("an expression grades each candidate by all that is known of it", async () => {
  const m = model((_, call) => [" a b", " c", " d e f"][call % 3]!);
  const graded = async (expression: string, more: Partial<AutoloomPlan> = {}) =>
    scores(await grow({ m }, { ...ONE_ROUND, ...more, grade: { by: "expression", expression } }));
  assert.deepEqual(await graded("candidate.tokens"), [2, 1, 3]);
  assert.deepEqual(await graded("i + 10 * candidate.index"), [0, 11, 22]);
  assert.deepEqual(await graded("t + n + round + depth"), [4, 4.5, 5]);
  assert.deepEqual(await graded("candidate.model == 'm' && candidate.finish == 'end' ? 1 : 0"), [1, 1, 1]);
  assert.deepEqual(await graded("candidate.logprob == null ? 1 : 0"), [1, 1, 1]);
  assert.deepEqual(await graded("size(text)", { uses: ["text"], start: { from: "text", text: "abcd" } }), [4, 4, 4]);
  assert.deepEqual(
    await graded("inputs.w * candidate.tokens", { inputs: { w: { type: "number", default: 2 } } }),
    [4, 2, 6],
  );
});

Deno.test("`score` is the mean grade of the path so far, and `text` the whole text before the candidate", async () => {
  const grown = await grow({ m: model((_, call) => ` ${call}`) }, {
    uses: ["text"],
    grade: { by: "expression", expression: "double(trim(candidate.text)) + 100 * score + 0 * size(text)" },
    stop: { stop: "depth", depth: 2 },
  });
  assert.deepEqual(scores(grown), [0, 1, 2, 203, 204, 205]);
});

Deno.test("the log-probability of the candidates is there where the model tells it", async () => {
  const told: Model = {
    ...model(() => ""),
    facts: { ...model(() => "").facts, supports: { ...model(() => "").facts.supports, logprobs: true } },
    async *generate({ logprobs, seed = 0 }) {
      assert.equal(logprobs, 0);
      yield { type: "text", text: " a", logprobs: [{ token: " a", logprob: -1 }] };
      yield { type: "text", text: " b", logprobs: [{ token: " b", logprob: -(seed % 7) }] };
      yield { type: "end", finish: "length", usage: { input: 1, output: 2 } };
    },
  };
  const grown = await grow({ m: told }, {
    ...ONE_ROUND,
    grade: { by: "expression", expression: "candidate.logprob / candidate.tokens" },
  });
  assert.deepEqual(scores(grown), rounds(grown)[0]!.map(({ meta }) => meta.logprob! / 2));
});

Deno.test("chance is seeded: `rand` gives the same for the same seed and key", async () => {
  const graded = async (seed: number) =>
    scores(
      await grow({ m: dreamer() }, { ...ONE_ROUND, grade: { by: "expression", expression: "rand([round, i])" } }, {
        start: { seed },
      }),
    );
  const first = await graded(1);
  assert.deepEqual(await graded(1), first);
  assert.equal(new Set([...first, ...await graded(2)]).size, 6);
});

Deno.test("the embedded model measures surprise where the plan says that it is used", async () => {
  const m = model((_, call) => [" the lamp went out", " zxqv brrk wuugh"][call % 3] ?? " and nobody saw");
  const grown = await grow({ m }, {
    ...ONE_ROUND,
    uses: ["perplexity"],
    grade: { by: "expression", expression: "-perplexity(candidate.text)" },
  });
  const [plain, noise] = scores(grown) as [number, number];
  assert.ok(plain <= -1 && noise < plain, `${plain}, ${noise}`);
});

const SCRIPT: PinnedScript = {
  entry: "score.ts",
  name: "default",
  modules: {
    "score.ts": "export default ({ candidate, text, round, inputs }) => " +
      "inputs.wrong ? inputs.wrong[candidate.index] : candidate.text.length + text.length / 1000 + round;",
  },
  npm: [],
};

function byScript(wrong?: readonly (string | number | null)[]): Partial<AutoloomPlan> {
  return {
    ...ONE_ROUND,
    start: { from: "text", text: "0123456789" },
    scripts: { judge: SCRIPT },
    inputs: { wrong: { type: "any", default: wrong ?? null } },
    grade: { by: "script", script: "judge" },
  };
}

Deno.test("a script is given what an expression sees, and its number is the grade", async () => {
  const grown = await grow({ m: model((_, call) => " aaa".slice(0, 2 + call)) }, byScript());
  assert.deepEqual(scores(grown), [3.01, 4.01, 5.01]);
});

Deno.test("a script that gives no number fails the run and says what it gave", async () => {
  for (
    const [wrong, words] of [
      ["7", /the script `judge` returned what does not fit at \$: expected number, found "7"/i],
      [null, /expected number, found null/],
    ] as const
  ) {
    const { end } = await grow({ m: dreamer() }, byScript([1, wrong, 3]));
    assert.equal(end.kind, "failed");
    assert.match(end.reason, words);
    assert.match(end.reason, /step `round\/1\/grade\/1` failed/);
  }
});

Deno.test("by likelihood each path is scored in one call, and a grade is the mean a token", async () => {
  const asked: { prompt: string; texts: readonly string[] }[] = [];
  const critic: Model = {
    ...model(() => ""),
    score: ({ prompt, texts }) => {
      asked.push({ prompt, texts });
      const scores = texts.map((text) => ({ logprob: -text.length, tokens: text.trim().split(" ").length }));
      return Promise.resolve({ scores, usage: { input: 1, output: 0 } });
    },
  };
  const m = model((_, call) => [" a b", " cccccc", " d"][call % 3]!);
  const grade: AutoloomPlan["grade"] = {
    by: "model",
    model: "critic",
    mode: "logprob",
    ask: "",
    context: { tail: 4_000 },
    samples: 1,
    attempts: 1,
  };
  const grown = await grow({ m, critic }, { grade, select: { keep: 2 }, stop: { stop: "depth", depth: 2 } });
  assert.deepEqual(scores(grown).slice(0, 3), [-2, -7, -2]);
  const [first, ...second] = asked;
  assert.deepEqual(first, { prompt: "The lamp went out at four, and nobody", texts: [" a b", " cccccc", " d"] });
  assert.deepEqual(second.map(({ prompt }) => prompt), [first!.prompt + " a b", first!.prompt + " d"]);
  assert.ok(textAt(grown.tree, rounds(grown)[1]![0]!.parent!).endsWith(" a b"));
});
