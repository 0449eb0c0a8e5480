import assert from "node:assert/strict";
import fc from "../properties.ts";
import { randomFor, seedFor, shuffled } from "../../lib/base/seeded.ts";

const seed = fc.nat(), key = fc.string();

Deno.test("a shuffle is a permutation, the same for the same seed and key", () => {
  fc.assert(fc.property(fc.nat({ max: 60 }), seed, key, (count, seed, key) => {
    const order = shuffled(count, seed, key);
    assert.deepEqual(order.toSorted((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
    assert.deepEqual(shuffled(count, seed, key), order);
  }));
});

Deno.test("every item comes to every place about as often as the others", () => {
  const counts = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
  for (let seed = 0; seed < 200; seed++) {
    for (let round = 0; round < 50; round++) {
      shuffled(5, seed, `round/${round}/grade`).forEach((item, place) => counts[place]![item]!++);
    }
  }
  for (const place of counts) for (const count of place) assert.ok(Math.abs(count - 2_000) < 200, String(count));
});

Deno.test("seeds fit in 31 bits and numbers lie from 0 to before 1", () => {
  fc.assert(fc.property(seed, key, (seed, key) => {
    const made = seedFor(seed, key), random = randomFor(seed, key);
    assert.ok(Number.isInteger(made) && made >= 0 && made < 2 ** 31);
    assert.ok(random >= 0 && random < 1);
    assert.equal(seedFor(seed, key), made);
  }));
});

Deno.test("neighbouring seeds and keys lead to seeds that have nothing to do with each other", () => {
  const made = new Set<number>();
  let sum = 0;
  for (let seed = 0; seed < 40; seed++) {
    for (let i = 0; i < 250; i++) {
      made.add(seedFor(seed, `round/1/expand/${i}`)), sum += randomFor(seed, `round/1/expand/${i}`);
    }
  }
  assert.ok(made.size > 9_990, `${made.size} of 10000`);
  assert.ok(Math.abs(sum / 10_000 - 0.5) < 0.02, String(sum / 10_000));
});
