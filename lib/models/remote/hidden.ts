/** Headers that hold no secret. */
const OPEN: ReadonlySet<string> = new Set(["accept", "content-type", "idempotency-key", "user-agent"]);

/** What is shorter is a word that may stand anywhere. */
const SHORTEST = 6;

/**
 * Hides in a text what only whoever sent the request may know: the address behind its host, and the values of its
 * headers. Hosts like to quote both.
 */
export function hidden(url: string, headers: HeadersInit | undefined): (text: string) => string {
  const { pathname, search, searchParams } = URL.canParse(url) ? new URL(url) : new URL("http://h/");
  const values = [...new Headers(headers)].flatMap(([name, value]) =>
    OPEN.has(name) ? [] : [value, ...value.split(" ")]
  );
  const secrets = [pathname, search, ...searchParams.values(), ...values]
    .flatMap((text) => [text, decoded(text)])
    .filter((text) => text.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "[hidden]"), text);
}

/** A part of an address as it is meant; as it is written where that means nothing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
