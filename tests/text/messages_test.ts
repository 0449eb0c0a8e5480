import assert from "node:assert/strict";
import { MESSAGES } from "../../lib/text/messages.ts";

Deno.test("every code has a number of its own, of the form L0101", () => {
  const numbers = Object.values(MESSAGES).map(({ number }) => number);
  assert.deepEqual(numbers.filter((number, i) => numbers.indexOf(number) !== i), []);
  for (const number of numbers) assert.match(number, /^L0[1-9]\d\d$/);
});
