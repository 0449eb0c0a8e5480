import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { type PdfRequest, readPdf } from "../../../lib/tools/pdf/read_pdf.ts";
import { lines, makePdf } from "./make_pdf.ts";

function read(bytes: Uint8Array, more: Partial<PdfRequest> = {}) {
  return readPdf({
    bytes,
    from: 1,
    to: 20,
    most: 30_000,
    timeout: 60_000,
    signal: new AbortController().signal,
    ...more,
  });
}

Deno.test("the text of pages is read line by line, from one page to another", async () => {
  const bytes = makePdf([lines("One", "a line \\(more\\)"), "", lines("Three")]);
  assert.deepEqual(await read(bytes), {
    ok: true,
    pages: 3,
    read: [
      { page: 1, text: "One\na line (more)", cut: false },
      { page: 2, text: "", cut: false },
      { page: 3, text: "Three", cut: false },
    ],
    end: "done",
  });
  const last = await read(bytes, { from: 3, to: 9 });
  assert.deepEqual(last.ok && last.read.map(({ page }) => page), [3]);
  const none = await read(bytes, { from: 4 });
  assert.deepEqual(none, { ok: true, pages: 3, read: [], end: "done" });
});

Deno.test("no more text is read than is wanted", async () => {
  const long = lines(..."x".repeat(500).split("").map(() => "word word word"));
  const result = await read(makePdf([long, long, long]), { most: 1_000 });
  assert.ok(result.ok && result.end === "done");
  assert.deepEqual(result.read.map(({ page, text, cut }) => [page, text.length, cut]), [[1, 1_000, true]]);
});

Deno.test("what is no document, or protected, is told as such", async () => {
  for (const text of ["%PDF-1.4\nnothing", "", "%PDF-1.7\n%%EOF"]) {
    assert.deepEqual(await read(new TextEncoder().encode(text)), { ok: false, why: "invalid" });
  }
  const key = "00".repeat(32), encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >>`;
  const locked = makePdf([lines("x")], { trailer: `${encrypt} /ID [<00> <00>]` });
  assert.deepEqual(await read(locked), { ok: false, why: "password" });
  assert.deepEqual(await read(makePdf([]), { signal: AbortSignal.abort() }), { ok: false, why: "aborted" });
});

/** A document with one page of text, and one whose few bytes come to gigabytes. */
function bomb(): Uint8Array {
  const packed = deflateSync(new Uint8Array(20_000_000).fill(0x20));
  return makePdf([lines("first"), ""], {
    contents: `[${"8 0 R ".repeat(200)}]`,
    streams: [["/Filter /FlateDecode", packed]],
  });
}

Deno.test("a document that is made to take all memory is ended, and the pages before are given", async () => {
  const bytes = bomb();
  assert.ok(bytes.length < 50_000);
  const read1 = [{ page: 1, text: "first", cut: false }];
  assert.deepEqual(await read(bytes, { memory: 128 }), { ok: true, pages: 2, read: read1, end: "broken" });
});

Deno.test("a document that takes too long is ended", async () => {
  const result = await read(bomb(), { timeout: 100 });
  assert.equal(result.ok ? result.end : result.why, "timeout");
});

Deno.test("forms that contain themselves are read to an end", async () => {
  const form = "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F 6 0 R >> >>";
  const bytes = makePdf(["/F Do"], { streams: [[form, new TextEncoder().encode("/F Do ".repeat(100))]] });
  const result = await read(bytes);
  assert.ok(result.ok && result.end === "done");
});
