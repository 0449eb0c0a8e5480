import assert from "node:assert/strict";
import { unreachable } from "../../lib/base/unreachable.ts";

Deno.test("a union that was thought closed says what it met", () => {
  assert.throws(() => unreachable({ kind: "new" } as never), /Unreachable value: \{"kind":"new"\}/);
});
