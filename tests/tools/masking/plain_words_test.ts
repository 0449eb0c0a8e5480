import assert from "node:assert/strict";
import { isPlainWords, isWordsOnly } from "../../../lib/tools/masking/plain_words.ts";

Deno.test("words, small numbers and versions are plain, and what only looks like them is not", () => {
  const plain = ["production", "us-east-1", "en_US.UTF-8", "v1.20.3", "owner/project", "me@example.com", "Hello, you!"];
  for (const text of plain) assert.ok(isPlainWords(text), text);
  const others = [
    "hunter22",
    "x7Kd92Lm1QpZ",
    "sk_live_abcdefgh",
    "ghp_abcdefghijkl",
    "12345",
    "a".repeat(21),
    "a=b",
    "",
  ];
  for (const text of others) assert.ok(!isPlainWords(text), text);
});

Deno.test("words alone have no numbers in them and are written as words are", () => {
  for (const text of ["production", "Production Team", "UTF, ASCII", "Grüß Gott!"]) assert.ok(isWordsOnly(text), text);
  for (const text of ["us-east-1", "xQzKpWmTrY", "abcd-1234", "sk_live_abcdefgh"]) assert.ok(!isWordsOnly(text), text);
});
