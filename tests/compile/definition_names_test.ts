import assert from "node:assert/strict";
import { namesOf } from "../../lib/compile/definition_names.ts";
import fc from "../properties.ts";

function named(...ids: readonly string[]): readonly string[] {
  return [...namesOf(ids.map((id) => ({ id }))).values()];
}

Deno.test("an id that can be a name is one; another becomes what is most like it", () => {
  assert.deepEqual(named("a", "write-up_2", "1-intro", "Phase one!", "café"), [
    "a",
    "write-up_2",
    "phase-1-intro",
    "Phase-one",
    "cafe",
  ]);
  assert.deepEqual(named("a b", "a-b", "a.b"), ["a-b-2", "a-b", "a-b-3"]);
  assert.deepEqual(named("constructor", "日本"), ["constructor-2", "phase"]);
});

Deno.test("whatever ids are, names are distinct, have at most 64 characters, and can be parts of keys", () => {
  const id = fc.oneof(fc.string({ minLength: 1, maxLength: 90 }), fc.constantFrom("a", "a-2", "a b", "toString", "-"));
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 12 }), (ids) => {
      const names = named(...ids);
      assert.equal(names.length, ids.length);
      assert.equal(new Set(names).size, names.length);
      for (const name of names) assert.match(name, /^[A-Za-z][\w-]{0,63}$/);
    }),
    { numRuns: 1_000 },
  );
});
