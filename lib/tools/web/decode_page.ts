/** How many bytes of a page may tell its encoding. */
const PRESCAN = 1024;

/** What is known of a page's bytes. */
export interface PageBytes {
  /** The bytes, perhaps only the first of them. */
  readonly bytes: Uint8Array;
  /** Whether there were more. */
  readonly cut: boolean;
  /** The `Content-Type` as it was sent. */
  readonly type: string;
}

/**
 * The text of a page: its encoding is told by a byte order mark, else by the server, else by the page itself, else it
 * is UTF-8. What does not fit the encoding becomes U+FFFD.
 */
export function decodePage({ bytes, cut, type }: PageBytes): string {
  const label = markOf(bytes) ?? known(charsetIn(type)) ?? metaOf(bytes) ?? "utf-8";
  return new TextDecoder(label).decode(bytes, { stream: cut }).replace(/\r\n?/g, "\n");
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : undefined;
}

function charsetIn(text: string): string | undefined {
  return /\bcharset\s{0,9}=\s{0,9}["']?([\w:.+-]{1,40})/i.exec(text)?.[1];
}

/** A page that can be read as ASCII up to its `meta` is not UTF-16, whatever it says. */
function metaOf(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, PRESCAN));
  const at = start.search(/<(?:meta|\?xml)\b/i);
  const said = known(at < 0 ? undefined : metaCharset(start.slice(at)));
  return said?.startsWith("utf-16") ? "utf-8" : said;
}

function metaCharset(start: string): string | undefined {
  for (const piece of start.split("<")) {
    const found = /^meta\b/i.test(piece)
      ? charsetIn(piece)
      : /^\?xml\b.{0,99}?\bencoding=["']([\w-]{1,40})/i.exec(piece)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The label if there is such an encoding. */
function known(label: string | undefined): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
