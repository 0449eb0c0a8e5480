import assert from "node:assert/strict";
import { allOf, calls, keysOf, runIn } from "./by_hand.ts";

Deno.test("the same call again and again is told of, and then ends the attempt", () => {
  const same = () => calls(["read_file", { path: "a" }]);
  const { result, asked, effects } = runIn({ says: [same, same, same, same, same] });
  assert.ok(!result.ok);
  assert.equal(result.code, "turns");
  assert.match(result.why, /it goes in a circle: it called `read_file` with the same arguments 5 times in a row/);
  assert.equal(keysOf(effects, "tool").length, 4);
  assert.deepEqual(asked.map((one) => /this very call \d times/.test(allOf(one))), [false, false, false, true, true]);
});

Deno.test("edits between runs of the same command are no circle", () => {
  const says = Array.from(
    { length: 6 },
    (_, i) => calls(["write_file", { path: "a", content: `${i}` }], ["shell_execute", { command: "test" }]),
  );
  assert.equal(runIn({ says: [...says, "Done."] }).result.ok, true);
});

Deno.test("the same turn again and again is a circle, however many calls it has", () => {
  const same = () => calls(["write_file", { path: "a", content: "x" }], ["shell_execute", { command: "test" }]);
  const { result } = runIn({ says: [same, same, same, same, same] });
  assert.ok(!result.ok);
  assert.equal(result.code, "turns");
});
