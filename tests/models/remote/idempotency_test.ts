import assert from "node:assert/strict";
import { idempotencyHeader } from "../../../lib/models/remote/idempotency.ts";

Deno.test("a key that headers take is sent as it is", () => {
  assert.equal(idempotencyHeader("tale-1a2b3c/round/3/expand/2/0"), "tale-1a2b3c/round/3/expand/2/0");
});

Deno.test("a key that headers do not take becomes one that they do, and stays different from others", () => {
  const odd = ["Märchen/1/0", "a b/1/0", "line\nbreak", "", "x".repeat(256), "x".repeat(257)];
  const made = odd.map(idempotencyHeader);
  assert.ok(made.every((key) => /^[\x21-\x7e]{1,255}$/.test(key)));
  assert.equal(new Set(made).size, odd.length);
  assert.deepEqual(odd.map(idempotencyHeader), made, "the same each time");
});
