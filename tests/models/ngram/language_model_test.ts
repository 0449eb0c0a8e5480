import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { type LanguageModel, learn } from "../../../lib/models/ngram/language_model.ts";
import { spellingOf } from "../../../lib/models/ngram/spelling.ts";
import { END, START } from "../../../lib/models/ngram/vocabulary.ts";
import { dense, MODELS, ODD, sum, TEXT } from "./corpora.ts";

Deno.test("after any text the probabilities of all words sum to 1, and none is negative", () => {
  for (const model of MODELS) {
    fc.assert(
      fc.property(TEXT, (text) => {
        const p = dense(model, model.next(model.read(text)));
        assert.ok(Math.abs(sum(p) - 1) < 1e-9, `${sum(p)}`);
        assert.ok(p.every((share) => share >= 0) && p[START] === 0 && p[END]! > 0);
      }),
      { numRuns: 60 },
    );
  }
});

Deno.test("scoring a word says what the distribution says of it", () => {
  for (const model of MODELS) {
    const { words } = model.vocabulary;
    fc.assert(
      fc.property(TEXT, fc.nat(), (text, any) => {
        const context = model.read(text), word = 2 + any % (words.length - 2);
        const p = dense(model, model.next(context))[word]!;
        if (p === 0) return;
        const { logprob, tokens } = model.score(context, words[word]!);
        assert.ok(Math.abs(logprob - model.wordLogprob(context) - Math.log(p)) < 1e-9);
        assert.equal(tokens, 1);
      }),
      { numRuns: 60 },
    );
  }
});

Deno.test("any text after any other has a finite log-probability below 0", () => {
  for (const model of MODELS) {
    fc.assert(
      fc.property(TEXT, TEXT, (before, text) => {
        const { logprob, tokens } = model.score(model.read(before), text);
        assert.ok(Number.isFinite(logprob) && (tokens === 0 ? logprob === 0 : logprob < 0), `${logprob}`);
        assert.equal(tokens === 0, text === "");
      }),
      { numRuns: 100 },
    );
  }
});

Deno.test("either a word or a spelled character comes next, and one of them surely", () => {
  const unheard = "\u{10fffd}";
  for (const model of MODELS) {
    const { unseen } = model.vocabulary, spelling = spellingOf(model.vocabulary, new Int32Array([1]));
    fc.assert(
      fc.property(TEXT, (text) => {
        const context = model.read(text), { logprob, tokens } = model.score(context, unheard);
        const anySpelled = Math.exp(logprob) / spelling.share(unseen, context.spelled);
        assert.equal(tokens, 1);
        assert.ok(Math.abs(Math.exp(model.wordLogprob(context)) + anySpelled - 1) < 1e-9, `${anySpelled}`);
      }),
      { numRuns: 60 },
    );
  }
});

Deno.test("a text has as many tokens as are encoded, each word one, and a surrogate pair never two", () => {
  for (const { vocabulary } of MODELS) {
    fc.assert(
      fc.property(TEXT, (text) => assert.equal(vocabulary.count(text), vocabulary.encode(text).length)),
      { numRuns: 60 },
    );
    assert.equal(vocabulary.count("🜨🜨"), 2);
  }
});

Deno.test("line breaks of any kind are learnt as the same", () => {
  const unix = learn(["one two.\n\nthree four.\n\none two."], 3),
    dos = learn(["one two.\r\n\r\nthree four.\r\n\r\none two."], 3);
  assert.deepEqual(dos.vocabulary.words, unix.vocabulary.words);
});

Deno.test("texts of a corpus have nothing to do with each other", () => {
  const model = learn(["one two", "three four"], 3);
  const p = dense(model, model.next(model.read("one two"))), { words } = model.vocabulary;
  const likeliest = p.indexOf(Math.max(...p));
  assert.equal(likeliest, END, `\`${words[likeliest]}\` follows the end of a text`);
});

Deno.test("a model learns any corpus that is not blank", () => {
  for (const corpus of [["x"], ["?!"], ["", "y"], [" ", "z"], ["\n\n", "z"], ["x".repeat(200)], ODD]) {
    for (const order of [2, 5, 7]) sumsToOne(learn(corpus, order), "");
  }
  const corpora = fc.array(TEXT, { minLength: 1, maxLength: 4 }).filter((texts) => texts.some((text) => text.trim()));
  fc.assert(fc.property(corpora, fc.integer({ min: 2, max: 7 }), TEXT, (corpus, order, text) => {
    const model = learn(corpus, order);
    for (const read of ["", text, corpus.at(-1)!]) sumsToOne(model, read);
    assert.ok(Number.isFinite(model.score(model.start, text).logprob));
  }));
});

Deno.test("a corpus without any text is refused, and what to do is said", () => {
  for (const corpus of [[], [""], [" \n", "\t"]]) {
    assert.throws(
      () => learn(corpus, 3),
      (error) => error instanceof ModelError && /all are blank/.test(error.message),
    );
  }
});

function sumsToOne(model: LanguageModel, text: string): void {
  const total = sum(dense(model, model.next(model.read(text))));
  assert.ok(Math.abs(total - 1) < 1e-9, `${total} after ${JSON.stringify(text)}`);
}
