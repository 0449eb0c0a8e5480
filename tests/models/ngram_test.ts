import assert from "node:assert/strict";
import fc from "../properties.ts";
import { probabilityOf } from "../../lib/models/ngram/continuations.ts";
import { learn } from "../../lib/models/ngram/language_model.ts";
import { perplexity } from "../../lib/models/ngram/perplexity.ts";
import { splitPieces } from "../../lib/models/ngram/pieces.ts";
import { modelFacts, openModel } from "../../lib/models/registry.ts";
import type { Sampling } from "../../lib/plan/mod.ts";
import { collect, request } from "./collect.ts";
import { ANY_TEXT } from "./ngram/corpora.ts";

const SEED = "The lamp went out at four, and nobody";

async function builtin() {
  const known = modelFacts("ngram/builtin", {});
  assert.ok(known.ok);
  return await openModel(known.facts, {});
}

const small = learn([
  "a rose is a rose is a rose. the cat sat on the mat. the dog sat on the log.",
  "on the mat a rose grew.",
], 3);

Deno.test("splitting a text into pieces loses nothing, whatever the text", () => {
  const parts = fc.constantFrom(..."aB'’., \t\n\r3中か-é", "e\u0301", "👩‍🚀", "🇫🇷", "\ud800");
  fc.assert(fc.property(ANY_TEXT, (text) => assert.equal(splitPieces(text).join(""), text)));
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 80 }).map((all) => all.join("")),
      (text) => assert.equal(splitPieces(text).join(""), text),
    ),
  );
});

Deno.test("after any context the probabilities of all words sum to one", () => {
  const contexts = ["", "a rose", "the cat sat on the", "never seen words here", "on the mat a", "rose.\n\n"];
  for (const text of contexts) {
    const next = small.next(small.read(text));
    const sum = small.vocabulary.words.reduce((total, _, word) => total + probabilityOf(next, word), 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, `${sum} after \`${text}\``);
  }
});

Deno.test("the same request and seed give the same text, another seed another one", async () => {
  const model = await builtin(), ask = (seed: number) => collect(model, request(SEED, { seed }));
  const [a, b, c] = [await ask(7), await ask(7), await ask(8)];
  assert.equal(a.text, b.text);
  assert.notEqual(a.text, c.text);
  assert.deepEqual(a.end.usage, { input: model.count(SEED), output: 64 });
});

Deno.test("temperature 0 takes the likeliest word every time, whatever the seed", async () => {
  const model = await builtin();
  const ask = (seed: number) =>
    collect(model, request(SEED, { seed, sampling: { temperature: 0 }, maxTokens: 24, logprobs: 3 }));
  const [a, b] = [await ask(1), await ask(2)];
  assert.equal(a.text, b.text);
  for (const { token, top } of a.logprobs) assert.equal(token, top![0]!.token);
});

Deno.test("log-probabilities told while writing sum to what scoring the text says", async () => {
  const model = await builtin();
  for (const seed of [1, 2, 3, 4]) {
    const { text, logprobs } = await collect(model, request(SEED, { seed, logprobs: 0 }));
    const written = logprobs.reduce((sum, { logprob }) => sum + logprob, 0);
    const { scores } = await model.score!({ prompt: SEED, texts: [text] }, new AbortController().signal);
    assert.ok(Math.abs(scores[0]!.logprob - written) < 1e-6, `${scores[0]!.logprob} and ${written}`);
  }
});

Deno.test("narrowing keeps exactly the words that a slow reading of each sampler keeps", async () => {
  const model = small, context = model.read("the cat sat on the");
  const next = model.next(context),
    all = model.vocabulary.words.map((text, word) => ({ text, p: probabilityOf(next, word) }))
      .filter(({ p }) => p > 0).sort((a, b) => b.p - a.p);
  const opened = await openModel({ ...(await builtin()).facts, id: "ngram/small" }, { files: CORPUS, order: 3 });
  const allowed = (sampling: Sampling): Set<string> => {
    let kept = all;
    if (sampling.top_k) kept = kept.slice(0, sampling.top_k);
    if (sampling.top_p !== undefined) {
      const total = kept.reduce((sum, { p }) => sum + p, 0);
      let sum = 0;
      const last = kept.findIndex(({ p }) => (sum += p) >= sampling.top_p! * total);
      kept = kept.slice(0, last < 0 ? kept.length : last + 1);
    }
    if (sampling.min_p !== undefined) kept = kept.filter(({ p }) => p >= sampling.min_p! * all[0]!.p);
    return new Set(kept.map(({ text }) => text));
  };
  for (
    const sampling of [{ top_k: 1 }, { top_k: 3 }, { top_p: 0.3 }, { top_p: 0.7 }, { min_p: 0.5 }, { min_p: 0.1 }, {
      top_p: 0.8,
      min_p: 0.2,
    }]
  ) {
    const want = allowed(sampling), seen = new Set<string>();
    for (let seed = 0; seed < 120; seed++) {
      const { text } = await collect(opened, request("the cat sat on the", { seed, sampling, maxTokens: 1 }));
      if (text !== "") seen.add(text);
    }
    for (const text of seen) {
      assert.ok(
        want.has(text),
        `${JSON.stringify(sampling)} let ${JSON.stringify(text)} through; allowed ${[...want]}`,
      );
    }
    if (want.size <= 3) {
      assert.equal(
        seen.size,
        [...want].filter((text) => text !== "").length,
        JSON.stringify(sampling),
      );
    }
  }
});

const CORPUS = [
  "a rose is a rose is a rose. the cat sat on the mat. the dog sat on the log.",
  "on the mat a rose grew.",
];

Deno.test("words are drawn as often as they are likely (chi-square, fixed seeds)", async () => {
  const opened = await openModel({ ...(await builtin()).facts, id: "ngram/small" }, { files: CORPUS, order: 3 });
  const next = small.next(small.read("on the")), counts = new Map<string, number>(), draws = 2_000;
  for (let seed = 0; seed < draws; seed++) {
    const { text } = await collect(opened, request("on the", { seed, maxTokens: 1 }));
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const likely = small.vocabulary.words.map((text, word) => ({ text, p: probabilityOf(next, word) })).filter(({ p }) =>
    p * draws >= 5
  );
  const chi = likely.reduce((sum, { text, p }) => sum + ((counts.get(text) ?? 0) - p * draws) ** 2 / (p * draws), 0);
  assert.ok(likely.length > 3 && chi < 3 * likely.length, `chi-square ${chi} over ${likely.length} words`);
});

Deno.test("a stop text is never told, also when it straddles words, and generation ends before it", async () => {
  const model = await builtin();
  const free = await collect(model, request(SEED, { seed: 3, maxTokens: 100 }));
  for (const stop of [". ", "the ", free.text.slice(20, 27)]) {
    const { text, end } = await collect(model, request(SEED, { seed: 3, maxTokens: 100, stop: [stop] }));
    const at = free.text.indexOf(stop);
    assert.equal(text, at < 0 ? free.text : free.text.slice(0, at));
    assert.equal(end.finish, at < 0 ? free.end.finish : "stop");
  }
});

Deno.test("generation ends when it is aborted", async () => {
  const model = await builtin(), abort = new AbortController();
  const reading = collect(model, request(SEED, { maxTokens: 1_000_000 }), abort.signal);
  setTimeout(() => abort.abort(new Error("enough")), 5);
  await assert.rejects(reading, /enough/);
});

Deno.test("a prompt that ends within a word is continued within it", async () => {
  const model = await builtin();
  const { text } = await collect(model, request("She opened the doo", { sampling: { temperature: 0 }, maxTokens: 1 }));
  assert.equal(text, "r");
});

Deno.test("any prompt has a finite probability, and stranger texts a lower one", () => {
  fc.assert(
    fc.property(
      ANY_TEXT,
      (text) => assert.ok(Number.isFinite(perplexity(text)) && perplexity(text) >= 1),
    ),
    { numRuns: 60 },
  );
  assert.ok(
    perplexity("She opened the door and looked at the lamp.") <
      perplexity("door She lamp the the looked and opened at."),
  );
  assert.ok(perplexity("the lamp went out") < perplexity("qzx vvkj wqpz"));
});

Deno.test("embeddings are unit vectors of one length, closer for texts that share words", async () => {
  const model = await builtin();
  const { vectors } = await model.embed!(
    ["the lamp went out", "the lamp went out again", "bees in the orchard"],
    new AbortController().signal,
  );
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  for (const vector of vectors) assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-9 && vector.length === 256);
  assert.ok(dot(vectors[0]!, vectors[1]!) > dot(vectors[0]!, vectors[2]!));
});

Deno.test("penalties make words that occurred less likely to come again", async () => {
  const model = await builtin();
  const repeats = async (sampling: Sampling) => {
    let again = 0;
    for (let seed = 0; seed < 6; seed++) {
      const { text } = await collect(model, request(SEED, { seed, maxTokens: 80, sampling })),
        words = text.toLowerCase().match(/\w+/g) ?? [];
      again += words.length - new Set(words).size;
    }
    return again;
  };
  const free = await repeats({});
  assert.ok(await repeats({ frequency_penalty: 1.5 }) < free);
  assert.ok(await repeats({ repetition_penalty: 1.6 }) < free);
});

Deno.test("a long text is not copied from the corpus", async () => {
  const { CORPUS: prose } = await import("../../lib/models/ngram/corpus.ts"),
    model = await builtin(),
    whole = prose.join("\n");
  assert.ok(whole.length > 200_000);
  const { text } = await collect(model, request(SEED, { seed: 5, maxTokens: 200 }));
  for (let at = 0; at + 200 < text.length; at += 50) assert.equal(whole.includes(text.slice(at, at + 200)), false);
});
