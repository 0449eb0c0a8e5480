import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { candidates } from "../../../lib/models/ngram/candidates.ts";
import { narrow } from "../../../lib/models/ngram/narrow.ts";
import type { Sampling } from "../../../lib/plan/mod.ts";
import { MODELS, sum, TEXT } from "./corpora.ts";

const SAMPLING = fc.record({
  top_k: fc.constantFrom(0, 1, 5, 50),
  typical_p: fc.constantFrom(0, 0.3, 0.9, 1),
  top_p: fc.constantFrom(0, 0.5, 0.9, 1),
  min_p: fc.constantFrom(0, 0.05, 0.5, 1),
}, { requiredKeys: [] });

/** The weights that are kept, by looking at all of them for each sampler in turn. */
function slowly(all: readonly number[], { top_k = 0, typical_p = 1, top_p = 1, min_p = 0 }: Sampling): number[] {
  let kept = top_k > 0 ? all.slice(0, top_k) : [...all];
  if (typical_p < 1) {
    const total = sum(kept), surprises = kept.map((weight) => -Math.log(weight / total));
    const expected = sum(kept.map((weight, i) => weight / total * surprises[i]!));
    const typical = [...kept.keys()].sort((a, b) =>
      Math.abs(surprises[a]! - expected) - Math.abs(surprises[b]! - expected) || a - b
    );
    kept = until(typical.map((place) => kept[place]!), typical_p * total).sort((a, b) => b - a);
  }
  if (top_p < 1) kept = until(kept, top_p * sum(kept));
  return kept.filter((weight) => weight >= min_p * kept[0]!);
}

/** The first weights that together reach `mark`, at least one. */
function until(weights: readonly number[], mark: number): number[] {
  let reached = 0;
  const last = weights.findIndex((weight) => (reached += weight) >= mark);
  return weights.slice(0, last < 0 ? weights.length : last + 1);
}

Deno.test("narrowing keeps what a slow reading of all samplers in turn keeps, and always something", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MODELS),
      TEXT,
      SAMPLING,
      fc.constantFrom(0.2, 1, 3),
      (model, text, sampling, heat) => {
        const all = candidates(model.next(model.read(text)), heat), ranked = all.ranked(() => false);
        const kept = narrow(all, sampling) ?? ranked, expected = slowly(ranked.weights, sampling);
        assert.ok(kept.words.length > 0 && kept.words.length === kept.weights.length);
        // Words as likely as each other to the last digits may stand for one another.
        assert.ok(
          Math.abs(kept.weights.length - expected.length) <= 1,
          `${kept.weights.length}, not ${expected.length}`,
        );
        const both = Math.min(kept.weights.length, expected.length);
        for (let i = 0; i < both; i++) assert.ok(Math.abs(kept.weights[i]! - expected[i]!) < 1e-9);
        kept.words.forEach((word, i) => assert.equal(kept.weights[i], ranked.weights[ranked.words.indexOf(word)]));
      },
    ),
    { numRuns: 400 },
  );
});

Deno.test("samplers that are off narrow nothing", () => {
  const [model] = MODELS as [typeof MODELS[number]], all = candidates(model.next(model.start), 1);
  for (const sampling of [{}, { top_k: 0, typical_p: 1, top_p: 1, min_p: 0 }, { temperature: 2 }]) {
    assert.equal(narrow(all, sampling), undefined);
  }
});

Deno.test("a share of 0 keeps one word", () => {
  const [model] = MODELS as [typeof MODELS[number]], all = candidates(model.next(model.start), 1);
  const likeliest = all.ranked(({ words }) => words.length === 1).words;
  for (const sampling of [{ top_p: 0 }, { top_p: 0, min_p: 0.5 }, { top_p: 0, top_k: 4 }, { min_p: 1, top_k: 1 }]) {
    assert.deepEqual(narrow(all, sampling)!.words, likeliest, JSON.stringify(sampling));
  }
  assert.equal(narrow(all, { typical_p: 0 })!.words.length, 1);
});
