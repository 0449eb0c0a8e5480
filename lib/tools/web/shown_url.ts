const MOST = 200;

/** An address for messages: without a name and password, and not without end. */
export function shownUrl(url: URL): string {
  const plain = new URL(url);
  plain.username = "";
  plain.password = "";
  const { href } = plain;
  return (href.length > MOST ? `${href.slice(0, MOST)}…` : href).replaceAll("`", "%60").toWellFormed();
}
