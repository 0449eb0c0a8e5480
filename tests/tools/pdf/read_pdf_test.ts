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

Deno.test("a document that is made to take all time or memory ends, and the pages before are given", async () => {
  const bomb = deflateSync(new Uint8Array(50_000_000).fill(0x20));
  const twice: readonly [string, Uint8Array] = ["/Filter /FlateDecode", bomb];
  const large = makePdf([""], { contents: `[${"6 0 R ".repeat(200)}]`, streams: [twice] });
  assert.ok(large.length < 100_000);
  const result = await read(large, { timeout: 4_000, memory: 64 });
  assert.ok(!result.ok || result.end !== "done" || result.read.length === 1, JSON.stringify(result).slice(0, 300));
  const loop = new TextEncoder().encode("/Fm Do ".repeat(1_000));
  const form = "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Fm 5 0 R >> >>";
  const nested = makePdf([lines("x")], { streams: [[form, loop]] });
  assert.ok((await read(nested, { timeout: 4_000 })).ok);
});
