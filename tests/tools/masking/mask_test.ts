import assert from "node:assert/strict";
import { Mask } from "../../../lib/tools/masking/mask.ts";
import { encodingsOf, KEYS } from "../../app/keys.ts";
import fc from "../../properties.ts";

function masking(...values: readonly string[]): Mask {
  const mask = new Mask();
  values.forEach((value, i) => mask.add(value, `[${i}]`));
  return mask;
}

/** A text within JSON, as often as that is wanted, as languages that escape more than they must write it. */
function nested(text: string, depth: number): string {
  let told = text;
  for (let level = 0; level < depth; level++) told = JSON.stringify(told).slice(1, -1).replaceAll("/", "\\/");
  return told;
}

Deno.test("a secret is masked in JSON within JSON, however often it was escaped", () => {
  for (const key of [...Object.values(KEYS), 'a"quoted\\key\n', "C:\\keys\\own"]) {
    for (const form of encodingsOf(key)) {
      for (const depth of [0, 1, 2, 3, 4]) {
        const written = nested(form, depth), masked = masking(key).mask(`{"it": "${written}"}`);
        assert.match(masked, /^\{"it": ".*\[0\].*"\}$/, written);
        for (const piece of [form.slice(2, -6), written.slice(2, -6)]) assert.ok(!masked.includes(piece), masked);
      }
    }
  }
});

Deno.test("what stands around a secret stays as it is, backslashes included", () => {
  const signs = fc.string({ unit: fc.constantFrom("\\", '"', "/", "a", "b", "n"), maxLength: 12 });
  fc.assert(fc.property(signs, signs, (before, after) => {
    const mask = masking("key-of-tests+1234");
    assert.equal(mask.mask(`${before}key-of-tests+1234${after}`), `${before}[0]${after}`);
    const free = before + after;
    assert.equal(mask.mask(free), free);
    assert.equal(mask.mask(`${free}:key\\\\\\u002dof-tests+12`), `${free}:key\\\\\\u002dof-tests+12`, "no form of it");
  }));
});

Deno.test("a text in pieces, cut anywhere, is masked as the whole is, with any number of backslashes", () => {
  const piece = fc.constantFrom(
    "\\",
    "\\\\",
    'tests"key\\/12',
    'tests\\"key',
    '\\\\\\"key\\\\\\\\/12',
    "tests",
    '"',
    "/12",
    " ",
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(60), { maxLength: 5 }), (pieces, cuts) => {
    const mask = masking('tests"key/12', "tests\\own"), text = pieces.join(""), stream = mask.stream();
    const at = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
    let told = "";
    for (let i = 1; i < at.length; i++) told += stream.push(text.slice(at[i - 1], at[i]));
    assert.equal(told + stream.flush(), mask.mask(text));
  }));
});

Deno.test("of secrets that overlap the longer one goes whole, as often as it stands there", () => {
  const mask = masking("abcd-1234", "abcd-1234-efgh", "efgh-5678");
  assert.equal(mask.mask("abcd-1234-efgh-5678 abcd-1234, abcd-1234-efgh"), "[1]-5678 [0], [1]");
  assert.equal(mask.mask("abcd-1234".repeat(3)), "[0][0][0]");
});

Deno.test("no text takes long to mask", () => {
  const mask = masking("key-of-tests+1234", 'with"quotes/12');
  for (const part of ["\\", "\\\\a", "key-of-tests+1234", "key-of-", 'with\\"quotes\\/12 ']) {
    assert.ok(mask.mask(part.repeat(100_000)).length > 0);
  }
});

Deno.test("how a value of words begins is left as it is, and all of it is masked", () => {
  const mask = masking("Production Team", "correct-horse-battery", "key-of-tests+1234");
  for (const text of ["We are in Production…", "Product", "correct-horse...", "It is the correct-"]) {
    assert.equal(mask.mask(text), text);
  }
  assert.equal(mask.mask("Production Team, correct-horse-battery"), "[0], [1]");
  assert.equal(mask.mask("key-of-test… key-of-te"), "[2]… [2]");
  assert.equal(masking("xQzKpWmTrY").mask("xQzKpWmTr"), "[0]", "letters that are no words");
});

Deno.test("of a run of backslashes only the last are held back, so that none is looked at again and again", () => {
  const mask = masking('tests"key/12', "tests\\own"), stream = mask.stream();
  let told = "", held = 0;
  for (let pushed = 1; pushed <= 20_000; pushed++) {
    told += stream.push("\\");
    held = Math.max(held, pushed - told.length);
  }
  assert.ok(held <= 300, `${held} were held back`);
  told += stream.push('tests\\\\"key/1') + stream.push("2 ") + stream.push("tests\\\\ow") + stream.push("n");
  assert.equal(told + stream.flush(), `${"\\".repeat(20_000)}[0] [1]`);
  const long = `tests${"\\".repeat(1_000)}`, cut = mask.stream();
  assert.equal(cut.push(long) + cut.push("own") + cut.flush(), mask.mask(`${long}own`));
});
