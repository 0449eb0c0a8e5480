import assert from "node:assert/strict";
import fc from "fast-check";
import { CORPUS } from "../../../lib/models/ngram/corpus.ts";
import { learn } from "../../../lib/models/ngram/language_model.ts";
import { END, START } from "../../../lib/models/ngram/vocabulary.ts";
import { dense, MODELS, ODD, sum } from "./corpora.ts";

const PROSE = CORPUS[0]!;

/** Texts the models know well, hardly and not at all. */
const TEXT = fc.oneof(
  fc.nat({ max: PROSE.length - 200 }).chain((from) =>
    fc.nat({ max: 120 }).map((length) => PROSE.slice(from, from + length))
  ),
  fc.array(fc.constantFrom(" the", " rose", "a", "'", ".", "\n\n", " 3", "薔", "\t", "  ", "Zz", "🌹", "é"), {
    maxLength: 12,
  }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);

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

Deno.test("words and spelled characters together have probability 1", () => {
  for (const model of MODELS) {
    const { words, characters } = model.vocabulary;
    for (const text of ["", "a rose", "Zzz"]) {
      const context = model.read(text);
      const spelled = sum(characters.map((character) => Math.exp(spellingScore(model, context, character))));
      const unseen = (0x110000 - characters.length) * Math.exp(spellingScore(model, context, "\u{10fffd}"));
      assert.ok(Math.abs(Math.exp(model.wordLogprob(context)) + spelled + unseen - 1) < 1e-9);
      assert.ok(words.length > 2);
    }
  }
});

function spellingScore(
  model: typeof MODELS[number],
  context: ReturnType<typeof model.read>,
  character: string,
): number {
  // A piece too long to be a word is spelled: the difference that one more character makes is its own probability.
  const [token] = model.vocabulary.spell(character);
  return model.tokenLogprob(context, token!);
}

Deno.test("a text has as many tokens as are encoded, each word one, and a surrogate pair never two", () => {
  for (const { vocabulary } of MODELS) {
    fc.assert(
      fc.property(TEXT, (text) => assert.equal(vocabulary.count(text), vocabulary.encode(text).length)),
      { numRuns: 60 },
    );
    assert.ok(vocabulary.count("🜨🜨") <= 2);
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
  for (const corpus of [["x"], [" "], ["\n\n"], ["?!"], ["", "y"], ["x".repeat(200)], ODD]) {
    const texts = corpus.some((text) => text.trim() !== "") ? corpus : [...corpus, "z"];
    for (const order of [2, 5, 7]) {
      const model = learn(texts, order);
      assert.ok(Math.abs(sum(dense(model, model.next(model.start))) - 1) < 1e-9);
    }
  }
});
