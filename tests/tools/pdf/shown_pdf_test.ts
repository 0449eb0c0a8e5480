import assert from "node:assert/strict";
import { shownPdf } from "../../../lib/tools/pdf/shown_pdf.ts";
import { lines, makePdf } from "./make_pdf.ts";

/** What a model is told of a document. */
async function told(bytes: Uint8Array, from?: number, to?: number): Promise<string> {
  const result = await shownPdf({ path: "a.pdf", bytes, from, to, signal: new AbortController().signal });
  return result.ok ? result.output : `${result.code}: ${result.message}`;
}

Deno.test("pages are given twenty at a time, with the way to the next", async () => {
  const bytes = makePdf(Array.from({ length: 25 }, (_, n) => n === 1 ? "" : lines(`Text ${n + 1}`)));
  const first = await told(bytes);
  assert.ok(
    first.startsWith("--- page 1 of 25 ---\nText 1\n\n--- page 2 of 25 ---\n(no text: a picture, or empty)\n\n"),
  );
  assert.ok(first.endsWith("--- page 20 of 25 ---\nText 20\n\n… 5 pages more; use `page_start`: 21"));
  assert.ok((await told(bytes, 21)).endsWith("--- page 25 of 25 ---\nText 25"));
  assert.equal(await told(bytes, 3, 4), "--- page 3 of 25 ---\nText 3\n\n--- page 4 of 25 ---\nText 4");
  assert.match(await told(bytes, 26), /^invalid: Cannot read `a.pdf` from page 26: it has 25 pages; begin earlier$/);
});

Deno.test("what is given at once is bounded, page by page", async () => {
  const long = lines(..."x".repeat(900).split("").map(() => "twenty characters ..")),
    bytes = makePdf([long, long, long]);
  const found = await told(bytes);
  assert.ok(found.length < 31_000 && found.endsWith("… 2 pages more; use `page_start`: 2"));
});

Deno.test("what hides from readers of a terminal is left out", async () => {
  const found = await told(makePdf([lines("a\\033[2J\\007b")]));
  assert.match(found, /^--- page 1 of 1 ---\na ?\[2J ?b$/);
});

Deno.test("a document that is damaged says so", async () => {
  assert.match(await told(new TextEncoder().encode("%PDF-1.4 nothing")), /^invalid: .*damaged, or no PDF document$/);
});
