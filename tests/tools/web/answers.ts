import type { Send } from "./hostile_server.ts";

/** Answers with a page in one piece. */
export function page(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): (send: Send) => Promise<void> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const lines = Object.entries({ "Content-Type": "text/html", "Content-Length": String(bytes.length), ...headers });
  return async (send) => {
    await send(`HTTP/1.1 200 OK\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    await send(bytes);
  };
}

/** Answers with a redirect. */
export function redirect(location: string, status = 302): (send: Send) => Promise<void> {
  return (send) => send(`HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`);
}

/** A signal that nothing aborts. */
export const calm: AbortSignal = new AbortController().signal;

/** The message of what was not fetched; a page is a failure of the test. */
export function refusalOf(result: { readonly ok: boolean; readonly code?: string; readonly message?: string }): string {
  if (result.ok) throw new Error("this was to be refused");
  return `${result.code}: ${result.message}`;
}
