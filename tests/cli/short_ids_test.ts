import assert from "node:assert/strict";
import fc from "../properties.ts";
import { shortIds } from "../../lib/cli/short_ids.ts";

Deno.test("ids keep four letters, and more where that does not tell them apart", () => {
  const far = shortIds(["k3v9x2", "a1b2c3"]), near = shortIds(["k3v9x2", "k3v9y2", "a1b2c3"]);
  assert.deepEqual([far("k3v9x2"), far("a1b2c3")], ["k3v9", "a1b2"]);
  assert.deepEqual([near("k3v9x2"), near("k3v9y2"), near("a1b2c3")], ["k3v9x", "k3v9y", "a1b2c"]);
  assert.equal(shortIds([])("k3v9x2"), "k3v9");
});

Deno.test("whatever the ids, a short one is the beginning of its own alone", () => {
  const id = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 12, maxLength: 12 });
  fc.assert(fc.property(fc.uniqueArray(id, { maxLength: 40 }), (ids) => {
    const short = shortIds(ids);
    for (const one of ids) assert.deepEqual(ids.filter((other) => other.startsWith(short(one))), [one]);
  }));
});
