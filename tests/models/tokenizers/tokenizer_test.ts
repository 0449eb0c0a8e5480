import assert from "node:assert/strict";
import * as theirs100 from "gpt-tokenizer/encoding/cl100k_base";
import * as theirs200 from "gpt-tokenizer/encoding/o200k_base";
import { cl100k } from "../../../lib/models/tokenizers/cl100k.ts";
import { o200k } from "../../../lib/models/tokenizers/o200k.ts";
import fc from "../../properties.ts";

const PLAIN = { disallowedSpecial: new Set<string>() };

/** Texts of all that is cut in a way of its own: spaces, digits, contractions, scripts, marks, halves of pairs. */
const TEXT = fc.array(
  fc.oneof(
    fc.constantFrom(
      "the",
      " lamp",
      "  ",
      "\n\t",
      "\r\n",
      "é",
      "字",
      "🙂",
      "\ud800",
      "12345",
      "!?…",
      "'s",
      "'LL",
      "\u0301",
    ),
    fc.constantFrom("<|endoftext|>", "<|im_start|>", "a".repeat(70), "-".repeat(200), "ﷺ", "Ω", "qwrtpsdf", "\u00a0"),
    fc.string({ unit: "binary", maxLength: 8 }),
  ),
  { maxLength: 12 },
).map((parts) => parts.join("").replaceAll("\ufeff", "")); // The library miscounts this one character.

Deno.test("texts have as many tokens as the reference says, names of special tokens being text", () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      assert.equal(o200k(text), theirs200.countTokens(text, PLAIN));
      assert.equal(cl100k(text), theirs100.countTokens(text, PLAIN));
    }),
    { numRuns: 500 },
  );
});

Deno.test("a count is never above the bytes of a text, and the same when it is asked again", () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const tokens = o200k(text);
      assert.ok(tokens <= new TextEncoder().encode(text).length);
      assert.equal(o200k(text), tokens);
    }),
  );
});

Deno.test("known texts have their known numbers of tokens", () => {
  assert.deepEqual(["", "hello world", "<|endoftext|>", "\ufeff"].map(o200k), [0, 2, 7, 1]);
  assert.deepEqual(["", "hello world", "<|endoftext|>", "\ufeff"].map(cl100k), [0, 2, 7, 1]);
});

Deno.test("a character a hundred thousand times over is counted like any text", () => {
  const runs = { "a": 12_500, " ": 782, "!": 6_250, "\n": 6_250, "字": 100_000 };
  for (const [character, tokens] of Object.entries(runs)) {
    assert.equal(o200k(character.repeat(100_000)), tokens, character);
  }
});
