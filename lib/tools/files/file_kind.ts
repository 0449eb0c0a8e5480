/** What a file's first bytes tell of it. */
export type FileKind = "text" | "binary" | "PNG image" | "JPEG image" | "GIF image" | "WebP image" | "PDF document";

/** How formats begin; a dot stands for any byte. */
const BEGINNINGS: readonly (readonly [string, FileKind])[] = [
  ["\x89PNG\r\n\x1a\n", "PNG image"],
  ["\xff\xd8\xff", "JPEG image"],
  ["GIF8", "GIF image"],
  ["RIFF....WEBP", "WebP image"],
  ["%PDF-", "PDF document"],
];

/** Bytes that are looked at for a zero, which no text holds. */
const LOOKED_AT = 8_000;

/** What a file holds, as far as its beginning shows. */
export function fileKind(bytes: Uint8Array): FileKind {
  const known = BEGINNINGS.find(([beginning]) =>
    [...beginning].every((sign, index) => sign === "." || bytes[index] === sign.charCodeAt(0))
  );
  if (known) return known[1];
  return bytes.subarray(0, LOOKED_AT).includes(0) ? "binary" : "text";
}

/** The text of bytes as it stands, a byte order mark included; undefined when they are no UTF-8. */
export function exactText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
