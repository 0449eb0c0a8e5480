import assert from "node:assert/strict";
import { counterNamed, COUNTERS, loadCounter } from "../../lib/models/counters.ts";
import { counting } from "../../lib/models/counting.ts";
import { abilities } from "../../lib/models/families/family.ts";
import type { ModelFacts } from "../../lib/plan/mod.ts";
import { COUNTER_NAMES } from "../../lib/spec/spec.ts";
import fc from "../properties.ts";

const FACTS: ModelFacts = { id: "x/y", provider: "x", local: false, counter: "bytes", supports: abilities([]) };

Deno.test("specs may name the counters that there are, and no other", () => {
  assert.deepEqual([...COUNTER_NAMES].sort(), [...COUNTERS].sort());
});

Deno.test("bytes bound every other counter", async () => {
  const [bytes, ...others] = await Promise.all(COUNTERS.map(loadCounter));
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => others.every((count) => count(text) <= bytes!(text))),
  );
  assert.equal(bytes!(""), 0);
  assert.equal(bytes!("é\ud800"), 2 + 3 + 1);
});

Deno.test("a counter with a percentage counts so much more, rounded up", async () => {
  const [plain, more] = await Promise.all([loadCounter("o200k"), loadCounter("o200k+50%")]);
  assert.deepEqual(["", "lamp", "hello world", "the lamp went out"].map(more), [0, 2, 3, Math.ceil(1.5 * 4)]);
  assert.equal(plain("the lamp went out"), 4);
});

Deno.test("a name that no counter has counts as bytes do, so that a bound stays one", async () => {
  for (const name of ["ngram", "constructor", "o200k+"]) assert.equal((await loadCounter(name))("lamp"), 5);
  assert.equal(counterNamed("ngram"), undefined);
});

Deno.test("a large counter is at hand once it was loaded", async () => {
  const loaded = await loadCounter("cl100k");
  assert.equal(counterNamed("cl100k"), loaded);
});

Deno.test("a model counts as its facts say, and cuts by an estimate where they name one", async () => {
  const exact = await counting({ ...FACTS, counter: "o200k" });
  assert.deepEqual([exact.count("hello world"), exact.estimate], [2, undefined]);
  const bound = await counting({ ...FACTS, estimate: "o200k+10%" });
  assert.deepEqual([bound.count("hello world"), bound.estimate?.("hello world")], [12, 3]);
});
