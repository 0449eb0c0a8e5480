import assert from "node:assert/strict";
import { imageSize } from "../../../lib/tools/files/image_size.ts";
import fc from "../../properties.ts";

/** Bytes as hex digits, blanks between them. */
function bytes(hex: string): Uint8Array {
  return Uint8Array.fromHex(hex.replaceAll(" ", ""));
}

const HEADS: Readonly<Record<string, string>> = {
  png: "89504e470d0a1a0a 0000000d 49484452 00000280 000001e0 08 06 000000",
  gif: "474946383961 8002 e001 f7 00 00",
  lossy: "52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e041",
  lossless: "52494646 00000000 57454250 5650384c 00000000 2f 7fc27700",
  extended: "52494646 00000000 57454250 56503858 0a000000 00000000 7f0200 df0100",
  jpeg: "ffd8 ffe0 0010 4a46494600010100000100010000 ffff c4 0003 00 ffc2 0011 08 01e0 0280 03",
};

Deno.test("the head of an image tells its size", () => {
  for (const [name, head] of Object.entries(HEADS)) {
    assert.deepEqual(imageSize(bytes(head)), { width: 640, height: 480 }, name);
  }
});

Deno.test("a head that ends too early, or tells of no pixels, tells nothing", () => {
  for (const [name, head] of Object.entries(HEADS)) {
    const whole = bytes(head);
    for (let length = 0; length < whole.length - 8; length++) {
      assert.equal(imageSize(whole.slice(0, length)), undefined, name);
    }
  }
  assert.equal(imageSize(bytes(HEADS["png"]!.replace("00000280", "00000000"))), undefined);
  assert.equal(imageSize(bytes("ffd8 ffe0 0000 ffda 0000")), undefined);
});

Deno.test("whatever bytes there are, they tell a size or nothing", () => {
  const head = fc.constantFrom(...Object.values(HEADS)).map(bytes);
  const mixed = fc.tuple(head, fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 40 })).map(([one, other, at]) =>
    new Uint8Array([...one.slice(0, at), ...other])
  );
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), mixed), (data) => {
    const size = imageSize(data);
    assert.ok(size === undefined || (size.width > 0 && size.height > 0));
  }));
});
