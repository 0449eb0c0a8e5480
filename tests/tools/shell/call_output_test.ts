import assert from "node:assert/strict";
import { callOutput } from "../../../lib/tools/shell/call_output.ts";
import fc from "../../properties.ts";

const bytes = (text: string) => new TextEncoder().encode(text).length;

Deno.test("short output is told as it is, and a zero character ends nothing", () => {
  assert.equal(callOutput({ stdout: "a\nb\n", stderr: "" }).text, "a\nb");
  assert.equal(callOutput({ stdout: "", stderr: "e\n" }).text, "[stderr]\ne");
  assert.equal(callOutput({ stdout: "a\0b", stderr: "" }).stdout, "a\ufffdb");
  assert.equal(callOutput({ stdout: "", stderr: "" }).text, "(it printed nothing)");
});

Deno.test("however much there is of either, 30 KB are told, both ends of each, whole characters", () => {
  const part = fc.tuple(fc.constantFrom("x", "é", "€", "😀", "\n"), fc.nat(30_000)).map(([char, count]) =>
    char.repeat(count)
  );
  fc.assert(
    fc.property(part, part, (out, err) => {
      const stdout = `begin ${out} end`, stderr = `begin ${err} end`, told = callOutput({ stdout, stderr });
      assert.ok(bytes(told.text) <= 30_100, `${bytes(told.text)}`);
      assert.ok(!told.text.includes("\ufffd") && told.text.isWellFormed());
      for (const [whole, kept] of [[stdout, told.stdout], [stderr, told.stderr]] as const) {
        assert.ok(kept.startsWith("begin") && kept.endsWith("end"));
        if (bytes(whole) <= 15_000) assert.equal(kept, whole);
      }
    }),
    { numRuns: 20 },
  );
});
