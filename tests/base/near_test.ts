import assert from "node:assert/strict";
import fc from "../properties.ts";
import { nearest } from "../../lib/base/near.ts";

const word = fc.stringMatching(/^[a-z]{3,12}$/);

Deno.test("a name is nearest to itself, however it is written", () => {
  fc.assert(fc.property(word, fc.array(word), (name, others) => {
    assert.equal(nearest(name.toUpperCase(), [...others.filter((other) => other !== name), name]), name);
  }));
});

Deno.test("one slip of the finger is found out: a letter missing, doubled, wrong, or two swapped", () => {
  fc.assert(fc.property(word, fc.nat(), fc.constantFrom("drop", "double", "change", "swap"), (name, place, slip) => {
    const i = place % (name.length - 1), rest = name.slice(i + 1);
    const written = {
      drop: name.slice(0, i) + rest,
      double: name.slice(0, i + 1) + name[i] + rest,
      change: `${name.slice(0, i)}_${rest}`,
      swap: `${name.slice(0, i)}${name[i + 1]}${name[i]}${name.slice(i + 2)}`,
    }[slip];
    assert.equal(nearest(written, [name]), name);
  }));
});

Deno.test("the name with the fewest slips wins, and the first of several", () => {
  assert.equal(nearest("scor", ["store", "score", "scope"]), "score");
  assert.equal(nearest("depht", ["width", "depth"]), "depth");
  assert.equal(nearest("ab", ["ax", "ay"]), "ax");
});

Deno.test("what is too far from everything is near to nothing", () => {
  assert.equal(nearest("temperature", ["top_p", "seed"]), undefined);
  assert.equal(nearest("x", []), undefined);
  assert.equal(nearest("cat", ["dog"]), undefined);
  fc.assert(fc.property(word, (name) => assert.equal(nearest(name, [`${"#".repeat(name.length)}`]), undefined)));
});
