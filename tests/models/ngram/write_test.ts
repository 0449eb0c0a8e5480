import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { beginningOf, scoreAfter } from "../../../lib/models/ngram/beginning.ts";
import { splitPieces } from "../../../lib/models/ngram/pieces.ts";
import { write } from "../../../lib/models/ngram/write.ts";
import { request } from "../collect.ts";
import { MODELS, PROMPT, sum } from "./corpora.ts";

const SAMPLING = fc.record({
  temperature: fc.constantFrom(0, 0.01, 1, 5),
  top_p: fc.constantFrom(0, 0.5, 1),
  typical_p: fc.constantFrom(0, 0.9),
  repetition_penalty: fc.constantFrom(0, 0.5, 1.5),
  frequency_penalty: fc.constantFrom(-1, 3),
}, { requiredKeys: [] });

Deno.test("after any prompt and with any sampling, what is written is cut into the words that were written", () => {
  fc.assert(
    fc.property(fc.constantFrom(...MODELS), PROMPT, SAMPLING, fc.nat(), (model, prompt, sampling, seed) => {
      const { owed } = beginningOf(model, prompt);
      const written = [...write(model, prompt, request("", { sampling, seed, maxTokens: 20 }))];
      const texts = written.flatMap((each) => each.type === "word" ? [each.text] : []);
      assert.ok(prompt.endsWith(owed) && texts.every((text) => text !== ""));
      assert.equal(written.length, written.at(-1)?.type === "end" ? texts.length + 1 : 20);
      const words = texts.map((text, i) => i === 0 ? owed + text : text), all = splitPieces(prompt + texts.join(""));
      assert.deepEqual(all.slice(all.length - words.length), words);
    }),
    { numRuns: 300 },
  );
});

Deno.test("log-probabilities told while writing after any prompt are what scoring the text there says", () => {
  fc.assert(
    fc.property(fc.constantFrom(...MODELS), PROMPT, SAMPLING, fc.nat(), (model, prompt, sampling, seed) => {
      const written = [...write(model, prompt, request("", { sampling, seed, maxTokens: 20, logprobs: 2 }))];
      const words = written.flatMap((each) => each.type === "word" ? [each] : []);
      const told = sum(words.map(({ logprob }) => logprob!.logprob));
      const { logprob, tokens } = scoreAfter(model, prompt)(words.map(({ text }) => text).join(""));
      assert.equal(tokens, words.length);
      assert.ok(Math.abs(logprob - told) < 1e-6 * (1 + Math.abs(told)), `${logprob}, not ${told}`);
      for (const { logprob } of words) assert.ok(logprob!.logprob <= logprob!.top![0]!.logprob);
    }),
    { numRuns: 300 },
  );
});
