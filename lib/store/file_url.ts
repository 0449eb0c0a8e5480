/** Paths of the file system as `file:` URLs, the way libSQL reads them, and back. */
import { StoreError } from "./store_error.ts";

/** The URL of a path. What would mean something in a URL is escaped, all else stands as it is; relative stays relative. */
export function fileUrl(path: string): string {
  // Two slashes at the beginning would be taken for a host.
  return `file:${path.startsWith("//") ? "//" : ""}${path.replace(/[%?#]/g, encodeURIComponent)}`;
}

/** Whether a URL names a file. */
export function isFileUrl(url: string): boolean {
  return /^file:/i.test(url);
}

/** The path that a `file:` URL names. Throws a {@link StoreError} when it cannot be read as a URL. */
export function filePath(url: string): string {
  const [, path = ""] = /^file:(?:\/\/[^/?#]*)?([^?#]*)/i.exec(url) ?? [];
  try {
    if (!url.includes("#")) return decodeURIComponent(path);
  } catch {
    // Told below: a `%` that begins no escape.
  }
  throw new StoreError(
    "broken",
    `Cannot open the database \`${url}\`: in a \`file:\` URL \`#\` is written \`%23\`, \`?\` \`%3F\` and \`%\` \`%25\`; write it so, or give the path without \`file:\``,
  );
}
