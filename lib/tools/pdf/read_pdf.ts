import { fileURLToPath } from "node:url";
import { type ConfinedEnd, runConfined } from "../confined/run_confined.ts";
import type { PdfLine, PdfWork } from "./pdf_child.ts";

/** Which pages of a document are read, and how far reading may go. */
export interface PdfRequest {
  /** The document. */
  readonly bytes: Uint8Array;
  /** First page, from 1. */
  readonly from: number;
  /** Last page, included. */
  readonly to: number;
  /** Characters of text. */
  readonly most: number;
  /** Milliseconds. Default: 8 seconds. */
  readonly timeout?: number;
  /** Megabytes. Default 512. */
  readonly memory?: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The text of one page. */
export interface PdfPage {
  /** Its number, from 1. */
  readonly page: number;
  /** Its text; empty for one that is a picture. */
  readonly text: string;
  /** Whether there is more of it. */
  readonly cut: boolean;
}

/** What came of a document: how many pages it has and those that were read until it ended, or why there is nothing. */
export type PdfRead =
  | { readonly ok: true; readonly pages: number; readonly read: readonly PdfPage[]; readonly end: ConfinedEnd }
  | { readonly ok: false; readonly why: "password" | "invalid" | Exclude<ConfinedEnd, "done"> };

/** Text of pages of a PDF document, read in a process of its own. */
export async function readPdf(request: PdfRequest): Promise<PdfRead> {
  const { from, to, most, bytes, signal, timeout = 8_000, memory = 512 } = request, reader = await readerUrl();
  const work: PdfWork = { reader, data: bytes.toBase64(), from, to, most }, read: PdfPage[] = [];
  let pages: number | undefined, trouble: "password" | "invalid" | undefined;
  const end = await runConfined({
    program: import.meta.resolve("./pdf_child.ts"),
    reads: [fileURLToPath(new URL("./", reader))],
    input: JSON.stringify(work),
    memory,
    timeout,
    output: 10 * most + 100_000,
    signal,
    onLine(line) {
      const said: PdfLine = JSON.parse(line);
      if ("pages" in said) pages = said.pages;
      else if ("trouble" in said) trouble = said.trouble;
      else read.push(said);
    },
  });
  if (pages !== undefined && end !== "aborted") return { ok: true, pages, read, end: trouble ? "broken" : end };
  return { ok: false, why: trouble ?? (end === "done" ? "broken" : end) };
}

/** Where the reader of documents lies. The import makes sure that Deno has fetched its package. */
async function readerUrl(): Promise<string> {
  await import("unpdf");
  return import.meta.resolve("unpdf/pdfjs");
}
