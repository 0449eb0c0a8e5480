import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { type Candidates, candidates } from "../../../lib/models/ngram/candidates.ts";
import type { Continuations } from "../../../lib/models/ngram/continuations.ts";
import { penalised } from "../../../lib/models/ngram/penalties.ts";
import { END } from "../../../lib/models/ngram/vocabulary.ts";
import { dense, MODELS, sum, TEXT } from "./corpora.ts";

const TEMPERATURE = fc.constantFrom(0.00001, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 1e9);

/** What may come next after a text, as it is, and with the words that are likeliest anywhere made less likely. */
const NEXT = fc.constantFrom(...MODELS).chain((model) =>
  fc.record({ text: TEXT, common: fc.nat({ max: 300 }), repetition: fc.constantFrom(1.3, 20) }).map(
    ({ text, common, repetition }) => {
      const next = model.next(model.read(text)),
        shown = next.base.ranking.slice(0, common).filter((word) => word !== END);
      const more = { written: new Map<number, number>(), shown: new Set(shown) };
      const given = common % 2 === 0 ? next : penalised(next, { repetition_penalty: repetition }, more);
      return { next: given, p: dense(model, given) };
    },
  )
);

function weighed(p: readonly number[], temperature: number): number[] {
  const most = Math.max(...p);
  return p.map((share) => (share / most) ** (1 / temperature));
}

function all(words: Candidates): ReturnType<Candidates["ranked"]> {
  return words.ranked(() => false);
}

Deno.test("words are ranked by weight, each once, and the total is the sum of all weights", () => {
  fc.assert(
    fc.property(NEXT, TEMPERATURE, ({ next, p }, temperature) => {
      const weights = weighed(p, temperature), made = candidates(next, temperature), ranked = all(made);
      near(made.total, sum(weights));
      assert.equal(ranked.words.length, new Set(ranked.words).size);
      ranked.words.forEach((word, i) => near(ranked.weights[i]!, weights[word]!));
      assert.ok(ranked.weights.every((weight, i) => i === 0 || weight <= ranked.weights[i - 1]!));
      near(sum(ranked.weights), made.total);
    }),
    { numRuns: 300 },
  );
});

Deno.test("evenly spread marks fall on words as often as these are likely", () => {
  fc.assert(
    fc.property(NEXT, TEMPERATURE, ({ next, p }, temperature) => {
      const weights = weighed(p, temperature), made = candidates(next, temperature), marks = 200;
      const times = new Map<number, number>();
      for (let i = 0; i < marks; i++) {
        const word = made.wordAt(((i + 0.5) / marks) * made.total);
        times.set(word, (times.get(word) ?? 0) + 1);
      }
      for (const [word, drawn] of times) {
        assert.ok(Math.abs(drawn - (marks * weights[word]!) / made.total) <= 1 + 1e-6, `${word} ${drawn} times`);
      }
    }),
    { numRuns: 150 },
  );
});

Deno.test("ranking stops when it is enough", () => {
  const [model] = MODELS as [typeof MODELS[number]], next: Continuations = model.next(model.start);
  const made = candidates(next, 1), asked: number[] = [];
  const { words, weights } = made.ranked((ranked, total) => {
    near(total, sum(ranked.weights));
    asked.push(ranked.words.length);
    return ranked.words.length === 5;
  });
  assert.deepEqual(asked, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(words, all(made).words.slice(0, 5));
  assert.equal(weights[0], 1);
});

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-6 * Math.abs(expected) + 1e-300, `${actual} and not ${expected}`);
}
