/** A whole number of tokens written as `800`, `8k` (8,000) or `1.5k`; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(k|m)?$/i.exec(text.trim());
  if (!found) return undefined;
  const unit = { k: 1_000, m: 1_000_000 }[found[2]?.toLowerCase() ?? ""] ?? 1;
  const exact = Number(found[1]) * unit, tokens = Math.round(exact);
  return Number.isSafeInteger(tokens) && Math.abs(exact - tokens) < 1e-6 ? tokens : undefined;
}

/** A short spelling that {@link parseSize} reads back: `1.5m`, `8k`, `1234`. */
export function formatSize(tokens: number): string {
  if (tokens >= 1_000_000 && tokens % 100_000 === 0) return `${tokens / 1_000_000}m`;
  return tokens >= 1_000 && tokens % 100 === 0 ? `${tokens / 1_000}k` : String(tokens);
}
