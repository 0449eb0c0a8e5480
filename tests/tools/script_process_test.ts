import assert from "node:assert/strict";
import fc from "../properties.ts";
import { frameReader } from "../../lib/tools/script_process.ts";
import type { ScriptFrame } from "../../lib/tools/script_child.ts";

const MARKER = "mark ";

function readPieces(
  pieces: readonly string[],
  maxFrame = 10_000,
): { frames: ScriptFrame[]; printed: string; broken: number } {
  const frames: ScriptFrame[] = [];
  let printed = "", broken = 0;
  const reader = frameReader({ marker: MARKER, maxFrame }, {
    frame: (frame) => void frames.push(frame),
    printed: (text) => void (printed += text),
    broken: () => void broken++,
  });
  for (const piece of pieces) reader.read(piece);
  reader.flush();
  return { frames, printed, broken };
}

Deno.test("frames and prints are told apart in whatever pieces they arrive", () => {
  const print = fc.string({ unit: fc.constantFrom("\n", "m", "ma", "mark", " ", "x", "{}") }).filter((text) =>
    !text.includes(`\n${MARKER}`)
  );
  const part = fc.oneof(print.map((text) => ({ text })), fc.nat(99).map((id) => ({ id })));
  const cuts = fc.array(fc.nat(12), { minLength: 1 });
  fc.assert(fc.property(fc.array(part), cuts, (parts, sizes) => {
    const frames = parts.flatMap((one) => "id" in one ? [{ say: "took", id: one.id } as const] : []);
    const prints = parts.map((one) => "text" in one ? one.text : "").join("");
    let stream = parts.map((one) =>
      "text" in one ? one.text : `\n${MARKER}${JSON.stringify({ say: "took", id: one.id })}\n`
    ).join("");
    fc.pre(stream.split(`\n${MARKER}`).length - 1 === frames.length);
    const pieces: string[] = [];
    for (let i = 0; stream !== ""; i++) {
      const size = sizes[i % sizes.length]! + 1;
      pieces.push(stream.slice(0, size));
      stream = stream.slice(size);
    }
    assert.deepEqual(readPieces(pieces), { frames, printed: prints, broken: 0 });
  }));
});

Deno.test("what is printed is handed on at once, unless it may be the beginning of a frame", () => {
  let printed = "";
  const reader = frameReader({ marker: MARKER, maxFrame: 10 }, {
    frame: () => assert.fail(),
    broken: () => assert.fail(),
    printed: (text) => void (printed += text),
  });
  reader.read("no end of line");
  assert.equal(printed, "no end of line");
  reader.read("\nmar");
  assert.equal(printed, "no end of line");
  reader.read("ginal");
  assert.equal(printed, "no end of line\nmarginal");
});

Deno.test("a frame that says nothing we know is not taken for one", () => {
  const bogus = [
    { say: "bogus" },
    { say: "took" },
    { say: "value", id: 1 },
    { say: "threw", id: 1, message: 2, at: "" },
    [],
    null,
    1,
    "ready",
  ];
  for (const frame of bogus) {
    assert.deepEqual(readPieces([`\n${MARKER}${JSON.stringify(frame)}\n`]), { frames: [], printed: "", broken: 1 });
  }
});

Deno.test("a frame that is no JSON, or never ends, is the end of the conversation", () => {
  assert.equal(readPieces([`\n${MARKER}{"say":\n`]).broken, 1);
  assert.ok(readPieces([`\n${MARKER}`, "x".repeat(50), "x".repeat(60)], 100).broken > 0);
});
