import type { ToolResult } from "../tool.ts";
import { visibleText } from "../web/visible_text.ts";
import { type PdfPage, type PdfRead, readPdf } from "./read_pdf.ts";

/** Pages that are read at once. */
const MOST_PAGES = 20;
/** Characters of text that are given at once. */
const MOST_SHOWN = 30_000;

/** What is asked of a document. */
export interface PdfAsked {
  /** Its path, for messages. */
  readonly path: string;
  /** Its content. */
  readonly bytes: Uint8Array;
  /** First page, from 1. Default 1. */
  readonly from: number | undefined;
  /** Last page, included; 20 pages at most are read. */
  readonly to: number | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The text of a PDF document's pages, with the way to those that are left. */
export async function shownPdf({ path, bytes, from = 1, to = Infinity, signal }: PdfAsked): Promise<ToolResult> {
  const last = Math.min(to, from + MOST_PAGES - 1);
  const result = await readPdf({ bytes, from, to: last, most: MOST_SHOWN, signal });
  if (!result.ok) return refused(path, result.why);
  const { pages } = result;
  if (from > pages) {
    const message = `Cannot read \`${path}\` from page ${from}: it has ${counted(pages)}; begin earlier`;
    return { ok: false, code: "invalid", message };
  }
  const read = fitting(result.read), reached = read.at(-1)?.page ?? from - 1;
  const texts = read.map(({ page, text, cut }) => {
    const told = text === "" ? "(no text: a picture, or empty)" : visibleText(text);
    return `--- page ${page} of ${pages} ---\n${told}${cut ? "\n… the rest of the page is cut" : ""}`;
  });
  const output = [
    ...texts,
    ...notes(result, { reached, wanted: Math.min(to, pages), all: read.length === result.read.length }),
  ].join("\n\n");
  return { ok: true, output, data: { kind: "PDF document", bytes: bytes.length, pages, from, to: reached } };
}

/** Whole pages as far as they may be given; the first in any case. */
function fitting(read: readonly PdfPage[]): readonly PdfPage[] {
  let held = 0;
  return read.filter(({ text }, index) => (held += text.length) <= MOST_SHOWN || index === 0);
}

function notes(
  { end, pages }: Extract<PdfRead, { readonly ok: true }>,
  { reached, wanted, all }: { readonly reached: number; readonly wanted: number; readonly all: boolean },
): readonly string[] {
  if (reached >= wanted) return [];
  const next = reached + 1, goOn = `use \`page_start\`: ${next}`;
  if (end === "done" || !all) return [`… ${counted(pages - reached)} more; ${goOn}`];
  const why = end === "timeout" ? "takes too long" : "cannot be read";
  return [`… page ${next} ${why}${next < wanted ? `; to go on behind it, use \`page_start\`: ${next + 1}` : ""}`];
}

function refused(path: string, why: Extract<PdfRead, { readonly ok: false }>["why"]): ToolResult {
  const act = `Cannot read the text of \`${path}\``;
  switch (why) {
    case "password":
      return { ok: false, code: "refused", message: `${act}: it is protected by a password` };
    case "invalid":
      return { ok: false, code: "invalid", message: `${act}: it is damaged, or no PDF document` };
    case "timeout":
      return { ok: false, code: "timeout", message: `${act}: it takes too long to open` };
    case "aborted":
      return { ok: false, code: "aborted", message: `${act}: the call was ended before it was done` };
    case "broken":
      return { ok: false, code: "failed", message: `${act}: it takes more memory than a document may` };
    case "unavailable":
      return { ok: false, code: "failed", message: `${act}: Deno may not start a process here` };
  }
}

function counted(pages: number): string {
  return pages === 1 ? "1 page" : `${pages} pages`;
}
