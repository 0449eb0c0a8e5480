import assert from "node:assert/strict";
import { pairQueue } from "../../../lib/models/tokenizers/pair_queue.ts";
import fc from "../../properties.ts";

Deno.test("numbers come out smallest first, however they went in and whatever room there was", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(1_000)), { maxLength: 200 }), fc.nat(20), (steps, room) => {
      const queue = pairQueue(room), held: number[] = [];
      for (const step of steps) {
        if (step === null) assert.equal(queue.pop(), held.shift());
        else queue.push(step), held.push(step), held.sort((a, b) => a - b);
      }
      while (held.length > 0) assert.equal(queue.pop(), held.shift());
      assert.equal(queue.pop(), undefined);
    }),
  );
});
