import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { readFileTool } from "../../../lib/tools/files/read_file_tool.ts";
import { lines, makePdf } from "../pdf/make_pdf.ts";
import { withPlace } from "../workspace/places.ts";

const PNG = Uint8Array.fromHex("89504e470d0a1a0a0000000d49484452000002800000 01e0 0806000000".replaceAll(" ", ""));

/** Runs with a workspace that holds this file, and a call of the tool on it. */
async function withFile(
  path: string,
  bytes: Uint8Array,
  test: (read: (input?: JsonObject) => ReturnType<typeof readFileTool.run>) => Promise<void>,
): Promise<void> {
  await withPlace(async ({ context, root }) => {
    await Deno.writeFile(join(root, path), bytes);
    await test((input = {}) => readFileTool.run({ path, ...input }, context));
  });
}

Deno.test("an image comes with its content and its size", async () => {
  await withFile("a.png", PNG, async (read) => {
    assert.deepEqual(await read(), {
      ok: true,
      output: "`a.png` is a PNG image of 29 bytes, 640 × 480 pixels",
      data: {
        kind: "PNG image",
        bytes: 29,
        width: 640,
        height: 480,
        image: { type: "image/png", data: PNG.toBase64() },
      },
    });
  });
});

Deno.test("an image that is too large, or has no size, comes without its content", async () => {
  const large = new Uint8Array(5_000_001);
  large.set(PNG);
  await withFile("a.png", large, async (read) => {
    const result = await read();
    assert.ok(
      result.ok && /5,000,001 bytes, 640 × 480 pixels; images of more than 5,000,000 bytes/.test(result.output),
    );
    assert.deepEqual(result.data, { kind: "PNG image", bytes: 5_000_001, width: 640, height: 480 });
  });
  await withFile("a.png", PNG.slice(0, 20), async (read) => {
    const result = await read();
    assert.deepEqual(result.ok && result.data, { kind: "PNG image", bytes: 20 });
  });
});

Deno.test("an SVG image is given as it is written", async () => {
  await withFile("a.SVG", new TextEncoder().encode("<svg>\n</svg>\n"), async (read) => {
    const result = await read();
    assert.equal(result.ok && result.output, "<svg>\n</svg>\n… an SVG image, as it is written");
  });
});

Deno.test("pages of a PDF document are given from one to another", async () => {
  await withFile("a.pdf", makePdf([lines("One"), lines("Two"), lines("Three")]), async (read) => {
    const result = await read({ page_start: 2, page_end: 2 });
    assert.equal(result.ok && result.output, "--- page 2 of 3 ---\nTwo");
    assert.ok(result.ok && typeof result.data === "object");
    assert.deepEqual({ ...result.data, bytes: 0 }, { kind: "PDF document", bytes: 0, pages: 3, from: 2, to: 2 });
    const wrong = await read({ page_start: 2, page_end: 1 });
    assert.match(wrong.ok ? "" : wrong.message, /`page_end` comes before `page_start`/);
  });
});

Deno.test("a PDF document may have 32 MB, every other file 16", async () => {
  const behind = (head: Uint8Array, length: number) => {
    const bytes = new Uint8Array(length);
    bytes.set(head);
    return bytes;
  };
  await withFile("a.txt", behind(new TextEncoder().encode("text"), 16_000_001), async (read) => {
    const result = await read();
    assert.match(result.ok ? "" : result.message, /16,000,001 bytes, 16,000,000 are allowed/);
  });
  const document = makePdf([lines("One")]), long = behind(document, 20_000_000);
  // What stands behind the end is passed over when the last bytes are the end again.
  long.set(document.slice(-60), long.length - 60);
  await withFile("a.pdf", long, async (read) => {
    const result = await read();
    assert.equal(result.ok && result.output, "--- page 1 of 1 ---\nOne");
  });
  await withFile("b.pdf", behind(document, 32_000_001), async (read) => {
    const result = await read();
    assert.match(result.ok ? "" : result.message, /32,000,001 bytes, 32,000,000 are allowed/);
  });
});
