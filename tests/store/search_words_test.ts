import "./collect_garbage.ts";
import assert from "node:assert/strict";
import { drive } from "../../lib/store/conformance/setting.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { foldedWords, termsOf } from "../../lib/store/search_words.ts";
import fc from "../properties.ts";
import { inFolder } from "./in_folder.ts";

Deno.test("a query is words, what is written together a phrase, and a script without spaces a piece", () => {
  assert.deepEqual(termsOf('  "foo_bar" -x \u0000 NEAR( '), [
    { find: "words", words: ["foo", "bar"] },
    { find: "words", words: ["x"] },
    { find: "words", words: ["NEAR"] },
  ]);
  assert.deepEqual(termsOf("設定,ファイル a"), [
    { find: "piece", piece: "設定" },
    { find: "piece", piece: "ファイル" },
    { find: "words", words: ["a"] },
  ]);
  assert.deepEqual(termsOf("!? …"), []);
  assert.equal(termsOf(Array.from({ length: 99 }, (_, i) => `w${i}`).join(" ")).length, 32);
  assert.equal(termsOf("same ".repeat(99)).length, 1);
});

Deno.test("words are compared without capitals and accents", () => {
  assert.deepEqual(foldedWords("Ärger, naïve Straße_7: ŁÓDŹ"), ["arger", "naive", "straße", "7", "łodz"]);
});

const word = fc.constantFrom("alpha", "Alphabet", "al", "bêta", "beta", "x1", "x10", "ÉTÉ", "ete", "foo", "bar");
const text = fc.array(fc.tuple(word, fc.constantFrom(" ", "_", ". ", "\n", "-", "(", "\t")), { maxLength: 6 })
  .map((parts) => parts.flat().join(""));

Deno.test("a file and memory find the same turns, whatever was said and is asked for", () =>
  inFolder(async (path) => {
    const stores = [memoryStore(), await openLibsqlStore({ url: `file:${path}`, create: true })];
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 8 }),
        fc.array(text, { minLength: 1, maxLength: 4 }),
        async (said, asked) => {
          const name = `run-${++runs}`;
          const found = await Promise.all(stores.map(async (store) => {
            const { run } = await drive(store, name);
            await store.turns.add(
              run.id,
              said.map((text, i) => ({ seq: i + 1, task: "t", n: i, role: "user" as const, text, at: 1 })),
            );
            return await Promise.all(
              asked.map(async (query) => (await store.turns.search(run.id, query)).map(({ seq }) => seq)),
            );
          }));
          assert.deepEqual(found[0], found[1]);
        },
      ),
      { numRuns: 60 },
    );
    for (const store of stores) store.close();
  }));
