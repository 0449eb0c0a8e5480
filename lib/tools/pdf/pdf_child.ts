/**
 * The program that reads PDF documents, in a process of its own: a few bytes of one may come to any time and memory.
 * Reads what to do as JSON, and prints lines of JSON: how many pages there are, then the text of each.
 *
 * @module
 */

/** What the program is told. */
export interface PdfWork {
  /** URL of the module that reads documents. */
  readonly reader: string;
  /** The document, as Base64. */
  readonly data: string;
  /** First page, from 1. */
  readonly from: number;
  /** Last page, included. */
  readonly to: number;
  /** Characters of text after which it ends. */
  readonly most: number;
}

/** What the program prints. */
export type PdfLine =
  | { readonly pages: number }
  | {
    readonly page: number;
    readonly text: string;
    /** Whether the page has more. */
    readonly cut: boolean;
  }
  /** Why there is nothing: it wants a password, or is no document. */
  | { readonly trouble: "password" | "invalid" };

/** What is used of the reader of documents. */
interface PdfReader {
  getDocument(options: { readonly [name: string]: unknown }): { readonly promise: Promise<PdfDocument> };
}

interface PdfDocument {
  readonly numPages: number;
  getPage(page: number): Promise<{ streamTextContent(): ReadableStream<{ readonly items: readonly PdfItem[] }> }>;
}

/** A piece of text, or a mark of the document's structure, which has none. */
interface PdfItem {
  readonly str?: string;
  readonly hasEOL?: boolean;
}

const work: PdfWork = await new Response(Deno.stdin.readable).json();
try {
  const document = await opened(work);
  print({ pages: document.numPages });
  await printPages(document, work);
} catch (error) {
  print({ trouble: error instanceof Error && error.name === "PasswordException" ? "password" : "invalid" });
}
// Whatever the reader still waits for, nobody else does.
Deno.exit(0);

async function opened({ reader, data }: PdfWork): Promise<PdfDocument> {
  const { getDocument }: PdfReader = await import(reader);
  return await getDocument({
    data: Uint8Array.fromBase64(data),
    disableFontFace: true,
    enableXfa: false,
    isEvalSupported: false,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    verbosity: 0,
  }).promise;
}

async function printPages(document: PdfDocument, { from, to, most }: PdfWork): Promise<void> {
  let left = most;
  for (let page = from; page <= Math.min(to, document.numPages) && left > 0; page++) {
    const { text, cut } = await textOf(document, page, most);
    print({ page, text, cut });
    left -= text.length;
  }
}

async function textOf(document: PdfDocument, page: number, most: number): Promise<{ text: string; cut: boolean }> {
  const reader = (await document.getPage(page)).streamTextContent().getReader();
  let text = "";
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    for (const { str = "", hasEOL } of value?.items ?? []) text += hasEOL ? `${str}\n` : str;
    if (text.length <= most) continue;
    // It refuses to be ended without a reason that is an error.
    await reader.cancel(new Error("That is enough"));
    return { text: text.slice(0, most).toWellFormed(), cut: true };
  }
  return { text: text.trim().toWellFormed(), cut: false };
}

function print(value: PdfLine): void {
  const line = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  for (let at = 0; at < line.length;) at += Deno.stdout.writeSync(line.subarray(at));
}
