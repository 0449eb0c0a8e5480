import assert from "node:assert/strict";
import { likeness, shortWords } from "../../../lib/app/learned/short_words.ts";
import fc from "../../properties.ts";

Deno.test("a text is about its first telling words, in lower case, each once and sorted", () => {
  assert.deepEqual(shortWords("Write the tests for the clock, then write them again", 5), ["clock", "tests", "write"]);
  assert.deepEqual(shortWords("one two three four five six seven", 3), ["one", "three", "two"]);
  assert.deepEqual(shortWords("Schöne Grüße, Wörter", 5), ["grüße", "schöne", "wörter"]);
});

Deno.test("numbers, names with digits, paths of nothing but them and long strings are no words", () => {
  assert.deepEqual(shortWords("sk-1234567890abcdef v2 3f9c 2026-11-21 abcdefghijklmnopqrstuvwxyz a of", 9), []);
});

Deno.test("whatever a text holds, its words are short, few, letters alone, and stand in it", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 500 }), fc.nat(6), (text, most) => {
    const words = shortWords(text, most);
    assert.ok(words.length <= most);
    for (const word of words) {
      assert.match(word, /^\p{L}{3,20}$/u);
      assert.ok(text.toLowerCase().includes(word));
    }
  }));
});

Deno.test("lists of words are as alike as the words they share among all they have", () => {
  assert.deepEqual([likeness(["a", "b"], ["b", "c"]), likeness(["a"], ["a"]), likeness([], ["a"]), likeness([], [])], [
    1 / 3,
    1,
    0,
    0,
  ]);
});
