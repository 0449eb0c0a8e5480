import assert from "node:assert/strict";
import fc from "../properties.ts";
import { countLines, countWords, novelty, repetition, similarity } from "../../lib/expr/text_measures.ts";

const WORDS = ["the", "The", "end", "of", "it", "don't", "日本", "well-known", "é", "e\u0301", "42"];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...WORDS, ",", "\n", "—"), { maxLength: 30 }).map((parts) => parts.join(" ")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

Deno.test("words are runs of letters and digits; letters of unspaced scripts count one by one", () => {
  const counts: Readonly<Record<string, number>> = {
    "": 0,
    " \n ": 0,
    "one": 1,
    "One, two -- three!": 3,
    "don't stop the well-known band’s tour": 6,
    "3.14 and 42": 4,
    "日本語 is ไทย": 7,
    "e\u0301tude": 1,
    "—…!?": 0,
  };
  for (const [text, count] of Object.entries(counts)) assert.equal(countWords(text), count, text);
});

Deno.test("lines are counted as people see them", () => {
  const counts: Readonly<Record<string, number>> = {
    "": 0,
    "a": 1,
    "a\n": 1,
    "a\nb": 2,
    "a\r\nb\r\n": 2,
    "a\n\nb": 3,
    "\n": 1,
    "\n\n": 2,
  };
  for (const [text, count] of Object.entries(counts)) assert.equal(countLines(text), count, JSON.stringify(text));
});

Deno.test("similarity is symmetric, from 0 to 1, and 1 for the same words however they are set", () => {
  fc.assert(fc.property(texts, texts, (a, b) => {
    const alike = similarity(a, b);
    assert.ok(alike >= 0 && alike <= 1);
    assert.equal(alike, similarity(b, a));
    assert.equal(similarity(a, a), 1);
  }));
  assert.equal(similarity("The end of it", "the END, of it!"), 1);
  assert.equal(similarity("caf\u00e9", "cafe\u0301"), 1);
  assert.equal(similarity("a b c d e", "a b c x y"), 2 / 6);
  assert.equal(similarity("a b", "a b c"), 2 / 3);
  assert.equal(similarity("a b c a b c", "a b c"), 2 / 5);
  assert.equal(similarity("a", ""), 0);
  assert.equal(similarity("", "…"), 1);
});

Deno.test("novelty is the share of words not met before, in the text or in what it is held against", () => {
  fc.assert(fc.property(texts, fc.array(texts, { maxLength: 3 }), (text, against) => {
    const fresh = novelty(text, against);
    assert.ok(fresh >= 0 && fresh <= 1);
    assert.ok(fresh <= novelty(text));
    assert.equal(novelty(text, [...against, text]), 0);
  }));
  assert.equal(novelty("a rose is a rose"), 3 / 5);
  assert.equal(novelty("new dawn", ["a NEW day"]), 1 / 2);
  assert.equal(novelty(""), 0);
});

Deno.test("repetition is the share of phrases said before", () => {
  fc.assert(fc.property(texts, (text) => {
    const again = repetition(text);
    assert.ok(again >= 0 && again < 1);
    assert.ok(repetition(`${text} ${text} ${text}`) >= again);
  }));
  assert.equal(repetition("tick tock tick tock tick"), 1 / 3);
  assert.equal(repetition("one two three four"), 0);
  assert.equal(repetition("la la la la la la"), 3 / 4);
  assert.equal(repetition("a b"), 0);
});

Deno.test("measures read very long texts of every make in one pass", () => {
  for (const piece of ["a", "a ", "'", "a'", "-a", "日", "e\u0301", "\n", "\r", "\ud800", "a\u0301-"]) {
    const text = piece.repeat(60_000);
    countWords(text), countLines(text), repetition(text), novelty(text, [text]), similarity(text, text);
  }
});
