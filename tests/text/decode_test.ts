import assert from "node:assert/strict";
import fc from "../properties.ts";
import { decode, MAX_BYTES } from "../../lib/text/decode.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => typeof part === "string" ? [...new TextEncoder().encode(part)] : part));

function refused(data: Uint8Array): Diagnostic {
  const decoded = decode(data, "a.yaml");
  assert.ok("diagnostics" in decoded);
  assert.equal(decoded.diagnostics.length, 1);
  return decoded.diagnostics[0]!;
}

Deno.test("UTF-8 is a source under the name it was given, without its byte order mark", () => {
  assert.deepEqual(decode(bytes("a: é漢😀\r\n"), "a.yaml"), { source: { name: "a.yaml", text: "a: é漢😀\r\n" } });
  assert.deepEqual(decode(bytes([0xef, 0xbb, 0xbf], "a: 1"), "b"), { source: { name: "b", text: "a: 1" } });
  assert.deepEqual(decode(bytes(), "empty.md"), { source: { name: "empty.md", text: "" } });
});

Deno.test("the first byte that is not UTF-8 is named and pointed at", () => {
  const cases: readonly (readonly [Uint8Array, RegExp])[] = [
    [bytes("ab", [0xff], "c"), /^byte 3 of the file \(0xff, line 1, column 3\) is not UTF-8$/],
    [bytes("é\né", [0xe9], "t\u00e9"), /^byte 6 of the file \(0xe9, line 2, column 2\)/],
    [bytes([0xef, 0xbb, 0xbf], "a", [0x80]), /^byte 5 of the file \(0x80, line 1, column 2\)/],
    [bytes("a", [0xe6, 0xbc]), /^byte 2 of the file \(0xe6, line 1, column 2\)/],
    [bytes("a", [0xc3], "b"), /^byte 2 of the file \(0xc3, /],
    [bytes([0xed, 0xa0, 0x80]), /^byte 1 of the file \(0xed, /],
    [bytes([0xc0, 0xaf]), /^byte 1 of the file \(0xc0, /],
    [bytes([0x80]), /^byte 1 of the file \(0x80, /],
  ];
  for (const [data, message] of cases) {
    const { code, message: said, hint, source, span } = refused(data);
    assert.equal(code, "not-utf8");
    assert.match(said, message);
    assert.equal(hint, "save the file as UTF-8");
    assert.equal(source.text[span.start], "\ufffd");
  }
});

Deno.test("the byte that is named is the first after which no UTF-8 can follow", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.constantFrom(0x80, 0xbf, 0xc0, 0xf5, 0xff),
      (text, bad) => {
        const before = bytes(text.toWellFormed());
        const { message } = refused(bytes([...before], [bad], "tail"));
        assert.match(message, new RegExp(`^byte ${before.length + 1} of the file \\(0x${bad.toString(16)}, `));
      },
    ),
    { seed: 5 },
  );
});

Deno.test("UTF-16 is recognised", () => {
  assert.match(refused(bytes([0xff, 0xfe, 0x61, 0x00])).message, /UTF-16/);
  assert.match(refused(bytes([0xfe, 0xff, 0x00, 0x61])).message, /UTF-16/);
  assert.match(refused(bytes("a", [0], "b", [0])).hint!, /UTF-16/);
});

Deno.test("a NUL byte is refused where it stands", () => {
  const { code, span } = refused(bytes("abc", [0], "d"));
  assert.deepEqual([code, span], ["nul-byte", { start: 3, end: 4 }]);
});

Deno.test("two megabytes are read, and one byte more is refused without reading it", () => {
  assert.ok("source" in decode(new Uint8Array(MAX_BYTES).fill(0x61), "a"));
  const { code, message } = refused(new Uint8Array(MAX_BYTES + 1).fill(0xff));
  assert.equal(code, "too-large");
  assert.equal(message, "the file has 2,000,001 bytes, and the limit is 2,000,000");
});
