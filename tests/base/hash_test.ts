import assert from "node:assert/strict";
import fc from "../properties.ts";
import { nameOf, randomName, sha256 } from "../../lib/base/hash.ts";

const DIGITS = /^[0-9a-hjkmnp-tv-z]*$/;

Deno.test("a hash is that of the UTF-8 bytes", () => {
  assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (text) => assert.equal(sha256(text), sha256(new TextEncoder().encode(text))),
    ),
  );
});

Deno.test("a name depends on its text alone, has the length asked for, and its beginning is the shorter name", () => {
  fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 51 }), (text, length) => {
    const name = nameOf(text, length);
    assert.equal(name.length, length);
    assert.match(name, DIGITS);
    assert.ok(nameOf(text, 51).startsWith(name));
  }));
});

Deno.test("names of different texts differ", () => {
  const names = new Set(Array.from({ length: 20_000 }, (_, i) => nameOf(`run\nround/1/expand/${i}`, 16)));
  assert.equal(names.size, 20_000);
});

Deno.test("random names use the same digits, all of them", () => {
  const names = Array.from({ length: 200 }, () => randomName(20));
  assert.equal(new Set(names).size, 200);
  assert.ok(names.every((name) => name.length === 20 && DIGITS.test(name)));
  assert.equal(new Set(names.join("")).size, 32);
});
