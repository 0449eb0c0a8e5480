/** A whole number of tokens written as `800`, `8k` (8,000) or `1.5k`; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const found = /^(\d+)(?:\.(\d+))?(k|m)?$/i.exec(text.trim());
  if (!found) return undefined;
  const [, whole, part = "", unit = ""] = found, places = { "": 0, k: 3, m: 6 }[unit.toLowerCase()]!;
  if (/[^0]/.test(part.slice(places))) return undefined;
  const tokens = Number(whole + part.slice(0, places).padEnd(places, "0"));
  return Number.isSafeInteger(tokens) ? tokens : undefined;
}

/** A short spelling that {@link parseSize} reads back: `1.5m`, `8k`, `1234`. */
export function formatSize(tokens: number): string {
  if (tokens >= 1_000_000 && tokens % 100_000 === 0) return `${tokens / 1_000_000}m`;
  return tokens >= 1_000 && tokens % 100 === 0 ? `${tokens / 1_000}k` : String(tokens);
}
