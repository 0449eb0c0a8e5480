/** A whole number of tokens written as `800`, `8k` (8,000) or `1.5k`; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(k|m)?$/i.exec(text.trim());
  if (!found) return undefined;
  const unit = { k: 1_000, m: 1_000_000 }[found[2]?.toLowerCase() ?? ""] ?? 1;
  return Math.round(Number(found[1]) * unit);
}

/** The shortest spelling {@link parseSize} reads back. */
export function formatSize(tokens: number): string {
  return tokens >= 1_000 && tokens % 100 === 0 ? `${tokens / 1_000}k` : String(tokens);
}
