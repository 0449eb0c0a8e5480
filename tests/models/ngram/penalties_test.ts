import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { penalised } from "../../../lib/models/ngram/penalties.ts";
import { dense, MODELS, sum, TEXT } from "./corpora.ts";

const [MODEL] = MODELS as [typeof MODELS[number]];

/** What was written and shown: words by number, never the model's end. */
const OCCURRED = fc.record({
  written: fc.array(fc.tuple(word(), fc.integer({ min: 1, max: 4 })), { maxLength: 6 }).map((all) => new Map(all)),
  shown: fc.array(word(), { maxLength: 6 }).map((all) => new Set(all)),
});

function word(): fc.Arbitrary<number> {
  return fc.integer({ min: 2, max: MODEL.vocabulary.words.length - 1 });
}

Deno.test("penalties change the words that occurred as they say, against all others", () => {
  const sampling = fc.record({
    frequency_penalty: fc.double({ min: -2, max: 2, noNaN: true }),
    presence_penalty: fc.double({ min: -2, max: 2, noNaN: true }),
    repetition_penalty: fc.double({ min: 0.2, max: 2, noNaN: true }),
  });
  fc.assert(
    fc.property(TEXT, OCCURRED, sampling, (text, occurred, sampling) => {
      const next = MODEL.next(MODEL.read(text)), before = dense(MODEL, next);
      const expected = before.map((share, word) => {
        const times = occurred.written.get(word) ?? 0;
        const penalty = times * sampling.frequency_penalty + Math.min(times, 1) * sampling.presence_penalty;
        return times > 0 || occurred.shown.has(word)
          ? share ** sampling.repetition_penalty * Math.exp(-penalty)
          : share;
      });
      const made = dense(MODEL, penalised(next, sampling, occurred)), all = sum(expected), total = sum(made);
      made.forEach((share, word) => assert.ok(Math.abs(share / total - expected[word]! / all) < 1e-9, `word ${word}`));
    }),
  );
});

Deno.test("however strong penalties are, something may still come next, and only what might before", () => {
  const strong = fc.constantFrom(-1e308, -2_000, 0, 2_000, 1e308);
  const sampling = fc.record({
    frequency_penalty: strong,
    presence_penalty: strong,
    repetition_penalty: fc.constantFrom(0, 1, 1_000, 1e308),
  });
  fc.assert(
    fc.property(TEXT, OCCURRED, sampling, fc.boolean(), (text, occurred, sampling, isListedOnly) => {
      const all = MODEL.next(MODEL.read(text)), next = isListedOnly && all.ids.length > 0 ? { ...all, rest: 0 } : all;
      const shown = new Set([...occurred.shown, ...(isListedOnly ? next.ids : [])]);
      const before = dense(MODEL, next), made = dense(MODEL, penalised(next, sampling, { ...occurred, shown }));
      assert.ok(
        made.every((share, word) => Number.isFinite(share) && share >= 0 && (share === 0 || before[word]! > 0)),
      );
      assert.ok(sum(made) > 0);
    }),
  );
});
