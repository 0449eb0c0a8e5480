import assert from "node:assert/strict";
import { cutting } from "../../../lib/models/emulate/cutting.ts";
import fc from "../../properties.ts";

const count = (text: string) => text.match(/\s*\S+/gu)?.length ?? 0;

Deno.test("a text is cut where it has as many tokens as it may, however it arrives, and told whole before", () => {
  const parts = fc.array(fc.constantFrom("a", " b", " cde", " f g h", "i"), { maxLength: 20 });
  fc.assert(fc.property(parts, fc.integer({ min: 1, max: 12 }), (parts, most) => {
    const stage = cutting(most, count), whole = parts.join("");
    const told = parts.flatMap((text) => stage.push({ type: "text", text })).map(({ text }) => text).join("");
    assert.ok(whole.startsWith(told));
    assert.ok(count(told) <= most);
    if (count(whole) <= most) assert.deepEqual([told, stage.ended], [whole, undefined]);
    else assert.deepEqual([count(told), stage.ended], [most, "length"]);
  }));
});
