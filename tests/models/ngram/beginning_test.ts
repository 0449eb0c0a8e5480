import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { beginningOf, scoreAfter } from "../../../lib/models/ngram/beginning.ts";
import { dense, MODELS, PROMPT, sum, TEXT } from "./corpora.ts";

Deno.test("after any prompt the probabilities sum to 1, and only words that begin with what is owed may come", () => {
  fc.assert(
    fc.property(fc.constantFrom(...MODELS), PROMPT, (model, prompt) => {
      const { context, owed, next } = beginningOf(model, prompt), p = dense(model, next);
      assert.ok(Math.abs(sum(p) - 1) < 1e-9, `${sum(p)} after ${JSON.stringify(prompt)}`);
      assert.ok(prompt.endsWith(owed));
      assert.deepEqual(context, model.read(prompt.slice(0, prompt.length - owed.length)));
      model.vocabulary.words.forEach((word, i) => {
        if (owed !== "" && p[i]! > 0) assert.ok(word.startsWith(owed) && word !== owed, JSON.stringify([owed, word]));
      });
    }),
  );
});

Deno.test("a prompt that ends with a whole word owes nothing; one that ends within a word, or with its space, does", () => {
  const [model] = MODELS as [typeof MODELS[number]];
  const owed = (prompt: string) => beginningOf(model, prompt).owed;
  assert.deepEqual(["", "the lamp", "the lamp.", "the lamp\n\n", "the lamp qzx"].map(owed), ["", "", "", "", ""]);
  assert.deepEqual(["the lamp ", "She opened the doo"].map(owed), [" ", " doo"]);
});

Deno.test("any text after any prompt has a finite log-probability below 0", () => {
  fc.assert(
    fc.property(fc.constantFrom(...MODELS), PROMPT, TEXT, (model, prompt, text) => {
      const { logprob, tokens } = scoreAfter(model, prompt)(text);
      assert.ok(Number.isFinite(logprob) && (text === "" ? logprob === 0 && tokens === 0 : logprob < 0 && tokens > 0));
    }),
  );
});
