import assert from "node:assert/strict";
import { listed } from "../../lib/text/listed.ts";

Deno.test("a few names are listed, and of many the first and how many more there are", () => {
  const names = Array.from({ length: 1_020 }, (_, i) => `n${i}`);
  assert.equal(listed([]), "");
  assert.equal(listed(["a", "b"]), "a, b");
  assert.equal(listed(names.slice(0, 20)).split(", ").length, 20);
  assert.match(listed(names), /, n18, n19 and 1,000 more$/);
});
