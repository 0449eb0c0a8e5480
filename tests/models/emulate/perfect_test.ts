import assert from "node:assert/strict";
import { emulated } from "../../../lib/models/emulate/emulated.ts";
import type { Reply } from "../../../lib/models/scripted/options.ts";
import type { ModelRequest } from "../../../lib/models/model.ts";
import { EMULATIONS } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import { collect, request } from "../collect.ts";
import { ABLE, chatModel, shownIn } from "./chat_model.ts";

/** A model that goes on exactly where the text ends, as far as it is let see where: `rest` follows the whole text. */
function perfect(
  text: string,
  rest: string,
  cut: (whole: string) => readonly string[],
): (request: ModelRequest) => Reply {
  return (asked) => {
    const { begun, words } = shownIn(asked), end = text.trimEnd();
    assert.ok(end.endsWith(begun) && end.endsWith(words));
    return { chunks: cut(words + text.slice(end.length) + rest) };
  };
}

const WORDS = fc.constantFrom(
  "the",
  "nobody",
  "lamp",
  "went",
  "a",
  "I",
  "sure",
  "here",
  "ça",
  "Über",
  "夜",
  "灯りが",
  "naïve",
);
const SIGNS = fc.constantFrom(
  " ",
  " ",
  " ",
  " ",
  "\n",
  "\n\n",
  ", ",
  ". ",
  "'",
  '"',
  "“",
  "…",
  "—",
  "-",
  "\t",
  "  ",
  "\u3000",
  "👩‍👧",
  "é",
);
const pieces = fc.array(fc.oneof(WORDS, SIGNS, fc.string({ unit: "grapheme", maxLength: 4 })), { maxLength: 40 });
const texts = pieces.map((parts) => parts.join(""));
/** Whole, or character by character, or anything between. */
const cuts = fc.integer({ min: 1, max: 40 }).map((size) => (whole: string) => {
  const letters = Array.from(whole);
  return Array.from(
    { length: Math.ceil(letters.length / size) },
    (_, i) => letters.slice(i * size, (i + 1) * size).join(""),
  );
});

Deno.test("of a model that continues perfectly, emulation gives exactly what follows the text, however it arrives", async () => {
  for (const by of EMULATIONS) {
    await fc.assert(
      fc.asyncProperty(texts, texts, cuts, async (text, rest, cut) => {
        const model = emulated(chatModel(perfect(text, rest, cut), ABLE[by]), { by });
        assert.equal((await collect(model, request(text, { maxTokens: 10_000 }))).text, rest);
      }),
      { numRuns: 400 },
    );
  }
});
