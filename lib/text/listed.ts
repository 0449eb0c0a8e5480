/** Names that a message lists. */
const MOST = 20;

/** Names as a message lists them: the first of many, and how many there are besides. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST;
  return more <= 0 ? names.join(", ") : `${names.slice(0, MOST).join(", ")} and ${more.toLocaleString("en-US")} more`;
}
