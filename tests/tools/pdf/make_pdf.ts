/** How a document is made, where it is not made plainly. */
export interface PdfOptions {
  /** What stands in the trailer besides its root. */
  readonly trailer?: string;
  /** Contents of the last page instead of one stream with its text: references to objects. */
  readonly contents?: string;
  /** Streams behind the pages, with the words of their dictionaries. */
  readonly streams?: readonly (readonly [words: string, bytes: Uint8Array])[];
}

/** Text operators that write lines on a page, one below the other. */
export function lines(...texts: readonly string[]): string {
  return `BT /F1 12 Tf 20 250 Td ${texts.map((text) => `(${text}) Tj 0 -20 Td`).join(" ")} ET`;
}

/** A PDF document whose pages have these contents. */
export function makePdf(
  pages: readonly string[],
  { trailer = "", contents, streams = [] }: PdfOptions = {},
): Uint8Array {
  const first = 4 + 2 * pages.length, text = (value: string) => new TextEncoder().encode(value);
  const stream = (words: string, bytes: Uint8Array) =>
    joined([text(`<< /Length ${bytes.length} ${words} >>\nstream\n`), bytes, text("\nendstream")]);
  const objects: readonly Uint8Array[] = [
    text("<< /Type /Catalog /Pages 2 0 R >>"),
    text(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${4 + 2 * n} 0 R`).join(" ")}] >>`),
    text("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    ...pages.flatMap((content, n) => [
      text(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 -20000 300 300] /Contents ${
          (n === pages.length - 1 && contents) || `${5 + 2 * n} 0 R`
        } ` +
          "/Resources << /Font << /F1 3 0 R >> >> >>",
      ),
      stream("", text(content)),
    ]),
    ...streams.map(([words, bytes]) => stream(words, bytes)),
  ];
  if (first !== objects.length - streams.length + 1) throw new Error("objects are numbered in their order");
  const parts: Uint8Array[] = [text("%PDF-1.4\n")], places: number[] = [];
  let at = parts[0]!.length;
  objects.forEach((object, index) => {
    places.push(at);
    const part = joined([text(`${index + 1} 0 obj\n`), object, text("\nendobj\n")]);
    parts.push(part), at += part.length;
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  parts.push(text(
    `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer << /Size ${size} /Root 1 0 R ${trailer} >>\n` +
      `startxref\n${at}\n%%EOF`,
  ));
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) bytes.set(part, at), at += part.length;
  return bytes;
}
